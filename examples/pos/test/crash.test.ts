import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulator, type Simulator } from "@tillkit/simulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CounterSaleAnswer, OrdersAnswer } from "../common/api.ts";

const WEBHOOK_SECRET = "whsec_a_secret_for_the_crash_tests_only";

let simulator: Simulator;
let folder: string;
let server: ChildProcess | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "pos-crash-"));
  simulator = await startSimulator({ readers: [{ label: "Front counter", id: "tmr_front" }] });
});
afterEach(async () => {
  await kill();
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the POS as `pnpm start` does, with the simulator as its Stripe, and answers where it is. */
async function start(): Promise<string> {
  const child = spawn(process.execPath, ["--conditions=@tillkit/source", "server/main.ts"], {
    cwd: join(import.meta.dirname, ".."),
    env: {
      PATH: process.env["PATH"],
      PORT: "0",
      POS_DATA: folder,
      STRIPE_SECRET_KEY: "sk_test_crash",
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      STRIPE_API_BASE: simulator.url,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  server = child;
  let said = "";
  for await (const chunk of child.stdout) {
    said += String(chunk);
    const url = /is open at (\S+)/.exec(said)?.[1];
    if (url !== undefined) {
      child.stdout.resume();
      return url;
    }
  }
  throw new Error(`The POS did not start: ${said}`);
}

async function kill(signal: NodeJS.Signals = "SIGKILL"): Promise<number | null> {
  const child = server;
  server = undefined;
  if (!child || child.exitCode !== null) return null;
  child.kill(signal);
  // The event's only arguments are the exit code and the signal.
  const [code] = (await once(child, "exit")) as [number | null];
  return code;
}

async function cookieOf(url: string): Promise<string> {
  const page = await fetch(`${url}/counter`);
  await page.body?.cancel();
  return page.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

async function sell(url: string, saleId: string): Promise<CounterSaleAnswer> {
  const answer = await fetch(`${url}/api/counter/sales`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie: await cookieOf(url) },
    body: JSON.stringify({ saleId, reader: "tmr_front", lines: [{ productId: "espresso", quantity: 1 }] }),
  });
  expect(answer.status).toBe(201);
  // The route's own type.
  return (await answer.json()) as CounterSaleAnswer;
}

async function ordersAt(url: string): Promise<OrdersAnswer["orders"]> {
  const answer = await fetch(`${url}/api/orders`, { headers: { cookie: await cookieOf(url) } });
  // The route's own type.
  return ((await answer.json()) as OrdersAnswer).orders;
}

describe("the POS, killed in the middle of a payment", () => {
  it("has the order once, when the card was tapped while it was dead", async () => {
    const saleId = "sale-of-the-crash-test";
    const { paymentId } = await sell(await start(), saleId);
    await expect.poll(() => simulator.reader("tmr_front").screen.kind).toBe("waiting_for_card");
    await kill();
    await simulator.reader("tmr_front").tap("visa");

    const again = await start();
    await expect.poll(() => ordersAt(again), { timeout: 30_000 }).toHaveLength(1);
    expect(await sell(again, saleId)).toEqual({ paymentId });
    expect(simulator.charges.filter(({ paid }) => paid)).toHaveLength(1);
    expect(await ordersAt(again)).toHaveLength(1);
  });

  it("asked again for a sale whose answer was lost, makes no second payment", async () => {
    const saleId = "sale-with-a-lost-answer";
    simulator.faults.add({ on: "POST /v1/payment_intents", times: 1, kind: "lose_answer" });
    const url = await start();
    const first = await sell(url, saleId);
    expect(await sell(url, saleId)).toEqual(first);
    await expect.poll(() => simulator.reader("tmr_front").screen.kind, { timeout: 20_000 }).toBe("waiting_for_card");
    expect(simulator.paymentIntents).toHaveLength(1);
  });

  it("closes in order when it is told to", async () => {
    await start();
    expect(await kill("SIGTERM")).toBe(0);
  });
});
