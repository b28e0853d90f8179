import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import type { Stripe } from "stripe";
import { expect, onTestFinished, test } from "vitest";

import { simulated } from "./simulated-stripe.ts";

const run = promisify(execFile);

function file(name: string): string {
  return fileURLToPath(new URL(`strangers/${name}`, import.meta.url));
}

/** What a program of somebody else's is told of the world. */
function environment(url: string) {
  return { ...process.env, STRIPE_API: url, STRIPE_SECRET_KEY: "sk_test_stranger" };
}

/** What a sale with a declined card, another card, a capture and a refund leaves behind. */
async function checkSale(stripe: Stripe): Promise<void> {
  const { data: intents } = await stripe.paymentIntents.list();
  const sale = intents.find(({ metadata }) => metadata["order"] === "table 4");
  expect(sale).toMatchObject({ status: "succeeded", amount_received: 1250 });
  const { data: charges } = await stripe.charges.list({ payment_intent: sale?.id ?? "" });
  expect(charges).toMatchObject([
    { status: "succeeded", captured: true, amount_refunded: 250 },
    { status: "failed", outcome: { reason: "insufficient_funds" } },
  ]);
}

test("a stranger's server, written for Stripe's own client, takes a card on a reader", async () => {
  const { simulator } = await simulated();
  const server = spawn(process.execPath, [file("terminal.mjs")], { env: environment(simulator.url) });
  onTestFinished(() => void server.kill("SIGKILL"));
  const [said] = (await once(server.stdout, "data")) as [Buffer];
  const post = async (path: string, body: object = {}) => {
    const answer = await fetch(said.toString("utf8").trim() + path, { method: "POST", body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as { readonly id: string } };
  };

  const reader = (await post("/register_reader")).body.id;
  const payment_intent = (await post("/create_payment_intent", { amount: 1250 })).body.id;
  expect((await post("/process_payment", { reader, payment_intent })).body).toMatchObject({
    action: { status: "in_progress" },
  });
  await post("/simulate_payment", { reader, number: "4000000000000002" });
  expect((await post("/reader", { reader })).body).toMatchObject({
    action: { status: "failed", failure_code: "card_declined" },
  });
  await post("/process_payment", { reader, payment_intent });
  await post("/simulate_payment", { reader });
  expect((await post("/reader", { reader })).body).toMatchObject({ action: { status: "succeeded" } });
  expect((await post("/capture", { payment_intent })).body).toMatchObject({ status: "succeeded", amount: 1250 });
  expect(await post("/process_payment", { reader, payment_intent })).toMatchObject({
    status: 400,
    body: { error: { code: "intent_invalid_state" } },
  });
});

test("the same sale with curl, line by line", async () => {
  const { simulator, stripe } = await simulated();
  const { stdout } = await run("bash", [file("terminal.sh")], { env: environment(simulator.url) });
  expect(stdout.split("\n").slice(1)).toEqual([
    "first card: insufficient_funds",
    "second card: requires_capture",
    "captured: succeeded",
    "refunded: succeeded",
    "curl says 22: intent_invalid_state",
    "",
  ]);
  await checkSale(stripe);
});

/** Debian's own Python, whose package `python3-stripe` is Stripe's official client. */
const python = "/usr/bin/python3";
const hasClient = spawnSync(python, ["-c", "import stripe"]).status === 0;

// Where it is not installed there is nothing to say; in CI it always is.
test.runIf(hasClient || process.env["CI"])("the same sale with the official client for Python", async () => {
  const { simulator, stripe } = await simulated();
  const { stdout } = await run(python, [file("terminal.py")], { env: environment(simulator.url) });
  expect(stdout.split("\n").slice(1)).toEqual([
    "first card: insufficient_funds",
    "second card: requires_capture 4242",
    "captured: succeeded",
    "refunded: succeeded",
    "refused: 400 intent_invalid_state req_",
    "card error: card_declined requires_payment_method",
    "listed: [1000, 1250]",
    "",
  ]);
  await checkSale(stripe);
});
