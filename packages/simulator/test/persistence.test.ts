import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { Stripe } from "stripe";
import { expect, onTestFinished, test } from "vitest";

import { createSimulator, virtualClock } from "@tillkit/simulator";
import type { InProcessOptions, SimulatorState } from "@tillkit/simulator";

import { assemble } from "../src/assemble.ts";
import { openState } from "../src/state.ts";
import { hook } from "./hook.ts";
import { inPerson, refusal } from "./simulated-stripe.ts";

const secret = "whsec_test";
const hourMs = 3_600_000;

/** A simulator on a virtual clock, and another that goes on where it stopped, as after a restart. */
function lasting(options: InProcessOptions = {}) {
  function open(state?: SimulatorState, later = 0) {
    const clock = virtualClock(...(state ? [state.now + later] : []));
    const simulator = createSimulator({ ...options, clock, ...(state && { state }) });
    onTestFinished(() => simulator.close());
    const httpClient = Stripe.createFetchHttpClient(simulator.fetch);
    return {
      clock,
      simulator,
      stripe: new Stripe("sk_test_x", { httpClient, maxNetworkRetries: 0, telemetry: false }),
    };
  }
  const first = open();
  /** Goes on so many milliseconds later, from what a file would hold. */
  const restart = (later = 0) => {
    // What is written as JSON is read as the same.
    const state = JSON.parse(JSON.stringify(first.simulator.snapshot())) as SimulatorState;
    return open(state, later);
  };
  return { ...first, restart };
}

function session(stripe: Stripe, more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  return stripe.checkout.sessions.create({
    mode: "payment",
    success_url: "https://shop.example/thanks",
    line_items: [{ quantity: 1, price_data: { currency: "usd", unit_amount: 900, product_data: { name: "Tea" } } }],
    ...more,
  });
}

test("a session expires at its hour, also after a restart, and also while nothing was running", async () => {
  const { stripe, clock, restart } = lasting();
  const { id } = await session(stripe);
  await clock.advance(20 * hourMs);
  const soon = restart();
  await soon.clock.advance(4 * hourMs - 1);
  expect((await soon.stripe.checkout.sessions.retrieve(id)).status).toBe("open");
  await soon.clock.advance(1);
  expect((await soon.stripe.checkout.sessions.retrieve(id)).status).toBe("expired");

  const late = restart(30 * hourMs);
  await late.clock.advance(0);
  expect((await late.stripe.checkout.sessions.retrieve(id)).status).toBe("expired");
  expect(late.simulator.events.at(-1)?.type).toBe("checkout.session.expired");
});

test("a reader's prompt, a card that was read and a hold lapse when they would have", async () => {
  const { stripe, simulator, clock, restart } = lasting({ timing: { readerTimeoutMs: 60_000 } });
  const [prompted, collected, held] = await Promise.all([
    inPerson(stripe),
    inPerson(stripe),
    inPerson(stripe, { capture_method: "manual" }),
  ]);
  simulator.account(null).addReader({ id: "tmr_bar", label: "Bar" });
  await stripe.terminal.readers.processPaymentIntent("tmr_bar", { payment_intent: held.id });
  await simulator.reader("tmr_bar").tap();
  await stripe.terminal.readers.collectPaymentMethod("tmr_bar", { payment_intent: collected.id });
  await simulator.reader("tmr_bar").tap();
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: prompted.id });
  await clock.advance(29_000);

  const later = restart();
  await later.clock.advance(1_000);
  const status = async (id: string) => (await later.stripe.paymentIntents.retrieve(id)).status;
  expect(await status(collected.id)).toBe("requires_payment_method");
  expect(later.simulator.reader("tmr_front").screen.kind).toBe("waiting_for_card");
  await later.clock.advance(30_000);
  expect(later.simulator.reader("tmr_front").screen.kind).toBe("timed_out");
  expect(await status(held.id)).toBe("requires_capture");
  await later.clock.advance(10 * 24 * hourMs);
  expect(await status(held.id)).toBe("canceled");
});

test("an event that was refused is tried again after a restart, and one that was held is still held", async () => {
  const { url, received } = await hook((_, count) => (count === 1 ? 500 : 200));
  const { stripe, simulator, clock, restart } = lasting({ webhooks: [{ url, secret }] });
  await inPerson(stripe);
  await simulator.webhooks.settled();
  simulator.webhooks.hold();
  await inPerson(stripe);
  await clock.advance(59_000);
  expect(received).toHaveLength(1);

  const later = restart();
  await later.clock.advance(1_000);
  await later.simulator.webhooks.settled();
  expect(received).toHaveLength(2);
  expect(later.simulator.webhooks.deliveries.map(({ status }) => status)).toEqual(["failed", "delivered", "held"]);
  expect(later.simulator.events.map(({ pending_webhooks: left }) => left)).toEqual([0, 1]);

  later.simulator.webhooks.release();
  await later.simulator.webhooks.settled();
  expect(later.simulator.events.map(({ pending_webhooks: left }) => left)).toEqual([0, 0]);
});

test("thousands of events that are held stay held, in a second restart, too", async () => {
  const { url, received } = await hook();
  const { stripe, simulator, restart } = lasting({ webhooks: [{ url, secret }] });
  simulator.webhooks.hold();
  const { id } = await inPerson(stripe);
  simulator.webhooks.faults.add({ kind: { repeat: 600 } });
  for (let i = 0; i < 2; i++) await inPerson(stripe);
  const later = restart();
  await later.clock.advance(hourMs);
  later.simulator.reset(later.simulator.snapshot());
  await later.simulator.webhooks.settled();
  expect(received).toEqual([]);
  later.simulator.webhooks.release();
  await later.simulator.webhooks.settled();
  expect(received).toHaveLength(1_201);
  expect(received[0]?.body).toContain(id);
});

test("a retry waits for an endpoint that the host adds again by itself, with the secret that was rolled", async () => {
  const { url, received } = await hook((_, count) => (count === 1 ? 500 : 200));
  const { stripe, simulator, clock, restart } = lasting();
  simulator.webhooks.add({ url, secret });
  const rolled = simulator.webhooks.rollSecret(url, { keepMs: 0 });
  await inPerson(stripe);
  await simulator.webhooks.settled();
  await clock.advance(30_000);

  const later = restart(2 * hourMs);
  await later.clock.advance(0);
  expect(received).toHaveLength(1);
  later.simulator.webhooks.add({ url, secret });
  await later.simulator.webhooks.settled();
  const sent = received[1];
  expect(stripe.webhooks.constructEvent(sent?.body ?? "", sent?.signature ?? "", rolled, 0)).toMatchObject({
    type: "payment_intent.created",
  });
});

test("fault rules go on counting, and the requests and limits are still there", async () => {
  const { stripe, simulator, restart } = lasting();
  simulator.faults.add({ on: "GET /v1/balance", nth: 3, kind: { status: 500 } });
  simulator.rateLimits.set({ test: 7 });
  await stripe.balance.retrieve();
  await stripe.balance.retrieve();

  const later = restart();
  expect(later.simulator.requests.map(({ path }) => path)).toEqual(["/v1/balance", "/v1/balance"]);
  expect(later.simulator.rateLimits.limits?.test).toBe(7);
  expect((await refusal(later.stripe.balance.retrieve())).statusCode).toBe(500);
  expect(later.simulator.faults.rules).toMatchObject([{ matched: 3, struck: 1 }]);
  // Numbers of rules and requests are not given twice.
  later.simulator.faults.add({ on: "* *", kind: "rate_limit" });
  expect(later.simulator.faults.rules.map(({ id }) => id)).toEqual([1, 2]);
  expect(new Set(later.simulator.requests.map(({ id }) => id)).size).toBe(3);
});

test("a bank debit ends as it would have, and so do refunds and disputes", async () => {
  const { stripe, simulator, restart } = lasting();
  const debit = await session(stripe, { allowed_payment_method_types: ["card", "us_bank_account"] });
  await simulator.guest(debit.id).payAndCloseTab("bank_debit_fails");
  const disputed = await stripe.paymentIntents.create({ amount: 1_000, currency: "usd" });
  await stripe.paymentIntents.confirm(disputed.id, { payment_method: "pm_card_createDispute" });

  const later = restart();
  await later.clock.advance(2_000);
  const types = later.simulator.events.map(({ type }) => type);
  expect(types).toContain("checkout.session.async_payment_failed");
  expect(types).toContain("charge.dispute.created");
});

test("a card on its way to the bank is asked for again", async () => {
  const { stripe, simulator, restart } = lasting({ timing: { authorizeMs: 5_000 } });
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  const tapped = simulator.reader("tmr_front").tap();
  expect((await stripe.paymentIntents.retrieve(id)).status).toBe("processing");

  const later = restart();
  expect((await later.stripe.paymentIntents.retrieve(id)).status).toBe("requires_payment_method");
  expect(await later.simulator.reader("tmr_front").waiting()).toMatchObject({ paymentIntent: id });
  void tapped;
});

test("the state holds everything that a world does", () => {
  const { simulator, worlds } = assemble({}, () => "");
  const held = Object.entries(worlds.main).filter(([, part]) => part instanceof Map);
  const [kept] = openState(simulator.snapshot()).worlds;
  expect(Object.keys(kept?.maps ?? {}).toSorted()).toEqual(held.map(([name]) => name).toSorted());
});

test("a state of something else is refused", () => {
  const state: SimulatorState = JSON.parse('{"tillkitSimulator":1,"now":0}');
  expect(() => createSimulator({ state })).toThrow("another version");
});

/** The command on a virtual clock, keeping its state in a file, and a way to kill it without a word. */
async function command(...options: readonly string[]) {
  const bin = fileURLToPath(new URL("../src/bin.ts", import.meta.url));
  const args = ["--conditions=@tillkit/source", bin, "--port", "0", "--clock", "virtual", ...options];
  const child = spawn(process.execPath, args);
  onTestFinished(() => void child.kill("SIGKILL"));
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  const url = /http:\/\/[\d.]+:\d+/.exec(said.toString("utf8"))?.[0] ?? "";
  const stripe = new Stripe("sk_test_x", {
    host: "127.0.0.1",
    port: Number(new URL(url).port),
    protocol: "http",
    maxNetworkRetries: 0,
  });
  return {
    stripe,
    async advance(ms: number): Promise<void> {
      const answer = await fetch(`${url}/_simulator/clock`, { method: "POST", body: JSON.stringify({ ms }) });
      expect(answer.status).toBe(200);
    },
    async kill(): Promise<void> {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

test("killed without a word in the middle, the command goes on: the retry comes and the session expires", async () => {
  const folder = await mkdtemp(join(tmpdir(), "simulator-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "state.json");
  const { url, received } = await hook((_, count) => (count === 1 ? 500 : 200));
  const options = ["--state", file, "--webhook", url, "--secret", secret];

  const first = await command(...options);
  await inPerson(first.stripe);
  const { id, expires_at: until } = await session(first.stripe);
  await expect.poll(() => received.length).toBe(1);
  await first.advance(30_000);
  // The clock's position is the last thing to change.
  const began = (until - 24 * 3_600) * 1_000;
  await expect
    .poll(async () => (JSON.parse(await readFile(file, "utf8")) as SimulatorState).now - began, { timeout: 5_000 })
    .toBe(30_000);
  await first.kill();

  const second = await command(...options);
  expect(received).toHaveLength(1);
  await second.advance(30_000);
  expect(received.map(({ type }) => type)).toEqual(["payment_intent.created", "payment_intent.created"]);
  await second.advance(24 * hourMs - 60_001);
  expect((await second.stripe.checkout.sessions.retrieve(id)).status).toBe("open");
  await second.advance(1);
  expect((await second.stripe.checkout.sessions.retrieve(id)).status).toBe("expired");
  expect(received.at(-1)?.type).toBe("checkout.session.expired");
});
