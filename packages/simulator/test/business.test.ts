import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { Stripe } from "stripe";
import { expect, onTestFinished, test } from "vitest";

import { createSimulator, virtualClock } from "@tillkit/simulator";
import type { SimulatorOptions } from "@tillkit/simulator";

import { inPerson, refusal, simulated } from "./simulated-stripe.ts";

/** A shop with a clock of its own, and a way to pay online. */
async function shop(options: SimulatorOptions = {}) {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock, ...options });
  const pay = async (payment_method: string) => {
    const { id } = await stripe.paymentIntents.create({ amount: 1000, currency: "usd", payment_method });
    return stripe.paymentIntents.confirm(id);
  };
  return { clock, simulator, stripe, pay };
}

/** An endpoint, and what it was sent. */
async function endpoint() {
  const received: { readonly body: string; readonly signature: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString("utf8")));
    request.on("end", () => {
      received.push({ body, signature: String(request.headers["stripe-signature"]) });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  // A server that listens on a port has an address of this kind.
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

test("a declined card online is a 402 that shows the payment, which stays open", async () => {
  const { pay, simulator } = await shop();
  const error = await refusal(pay("pm_card_chargeDeclinedInsufficientFunds"));
  expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
  expect(error).toMatchObject({ code: "card_declined", decline_code: "insufficient_funds" });
  expect(error.payment_intent?.status).toBe("requires_payment_method");
  expect(simulator.charges[0]?.status).toBe("failed");
});

test("a payer objects: the money goes, and evidence brings it back", async () => {
  const { clock, pay, simulator, stripe } = await shop();
  await pay("pm_card_createDispute");
  await clock.advance(2_000);
  const [dispute] = simulator.disputes;
  expect(dispute?.status).toBe("needs_response");
  expect((await stripe.balance.retrieve()).available[0]?.amount).toBe(-1500);
  const refund = stripe.refunds.create({ charge: dispute?.charge ?? "" });
  expect((await refusal(refund)).code).toBe("charge_disputed");

  await stripe.disputes.update(dispute?.id ?? "", {
    evidence: { uncategorized_text: "winning_evidence" },
    submit: true,
  });
  await clock.advance(2_000);
  expect(simulator.disputes[0]?.status).toBe("won");
  expect(simulator.events.map(({ type }) => type).filter((type) => type.startsWith("charge.dispute"))).toEqual([
    "charge.dispute.created",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_reinstated",
  ]);
});

test("a refund can be pending first", async () => {
  const { clock, pay, simulator, stripe } = await shop();
  const { id } = await pay("pm_card_pendingRefund");
  expect(await stripe.refunds.create({ payment_intent: id })).toMatchObject({
    status: "pending",
    pending_reason: "processing",
  });
  await clock.advance(2_000);
  expect(simulator.refunds[0]?.status).toBe("succeeded");
});

test("a refund can fail after it succeeded, and the money is back", async () => {
  const { clock, pay, simulator, stripe } = await shop();
  const { id } = await pay("pm_card_refundFail");
  expect((await stripe.refunds.create({ payment_intent: id })).status).toBe("succeeded");
  await clock.advance(2_000);
  expect(simulator.refunds[0]).toMatchObject({ status: "failed", failure_reason: "expired_or_canceled_card" });
  expect((await stripe.balance.retrieve()).available[0]?.amount).toBe(1000);
});

test("an endpoint's secret is shown once, signs its events, and its version cannot change", async () => {
  const { simulator, stripe } = await simulated();
  const { received, url } = await endpoint();
  const made = await stripe.webhookEndpoints.create({ url, enabled_events: ["payment_intent.created"] });
  expect(made.secret).toMatch(/^whsec_/);
  expect(await stripe.webhookEndpoints.retrieve(made.id)).not.toHaveProperty("secret");
  const { id } = await inPerson(stripe);
  await simulator.webhooks.settled();
  const [sent] = received;
  const event = stripe.webhooks.constructEvent(sent?.body ?? "", sent?.signature ?? "", made.secret ?? "");
  expect(event).toMatchObject({ type: "payment_intent.created", data: { object: { id } } });
  const change = stripe.rawRequest("POST", `/v1/webhook_endpoints/${made.id}`, { api_version: "2020-08-27" });
  expect((await refusal(change)).code).toBe("parameter_unknown");
});

test("a connect endpoint hears of connected accounts only, another of the platform only", async () => {
  const { simulator, stripe } = await simulated();
  const [connect, own] = [await endpoint(), await endpoint()];
  await stripe.webhookEndpoints.create({ url: connect.url, enabled_events: ["*"], connect: true });
  await stripe.webhookEndpoints.create({ url: own.url, enabled_events: ["*"] });
  await stripe.paymentIntents.create({ amount: 900, currency: "usd" }, { stripeAccount: "acct_1Kiosk" });
  await inPerson(stripe);
  await simulator.webhooks.settled();
  expect(connect.received.map(({ body }) => (JSON.parse(body) as Stripe.Event).account)).toEqual(["acct_1Kiosk"]);
  expect(own.received).toHaveLength(1);
});

test("while a secret is rolled, either is good", async () => {
  const { received, url } = await endpoint();
  const { simulator, stripe } = await simulated({
    webhooks: [{ url, secret: "whsec_new", previousSecret: "whsec_old" }],
  });
  await inPerson(stripe);
  await simulator.webhooks.settled();
  for (const secret of ["whsec_new", "whsec_old"]) {
    const [sent] = received;
    expect(stripe.webhooks.constructEvent(sent?.body ?? "", sent?.signature ?? "", secret).object).toBe("event");
  }
});

test("a hold lapses by itself when its capture_before is over", async () => {
  const { clock, simulator, stripe } = await shop();
  const { id } = await inPerson(stripe, { capture_method: "manual" });
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await simulator.reader("tmr_front").tap();
  await clock.advance(5 * 86_400_000);
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
    status: "canceled",
    cancellation_reason: "expired",
  });
  expect((await refusal(stripe.paymentIntents.capture(id))).code).toBe("charge_expired_for_capture");
});

test("a simulator goes on from where another was written down", async () => {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock, seed: 9 });
  const key = { idempotencyKey: "order-7" };
  const held = await stripe.paymentIntents.create(
    { amount: 1250, currency: "usd", allowed_payment_method_types: ["card_present"], capture_method: "manual" },
    key,
  );
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: held.id });
  await simulator.reader("tmr_front").tap();
  const session = await stripe.checkout.sessions.create({
    mode: "payment",
    success_url: "https://shop.example/done",
    line_items: [{ quantity: 1, price_data: { currency: "usd", unit_amount: 900, product_data: { name: "Soup" } } }],
  });
  const state: unknown = JSON.parse(JSON.stringify(simulator.snapshot()));

  // The very text that the first simulator gave.
  const second = createSimulator({ clock, seed: 9, state: state as ReturnType<typeof simulator.snapshot> });
  onTestFinished(() => second.close());
  const again = new Stripe("sk_test_x", {
    httpClient: Stripe.createFetchHttpClient(second.fetch),
    maxNetworkRetries: 0,
  });
  const repeated = await again.paymentIntents.create(
    { amount: 1250, currency: "usd", allowed_payment_method_types: ["card_present"], capture_method: "manual" },
    key,
  );
  expect(repeated.id).toBe(held.id);
  expect(second.paymentIntents).toHaveLength(1);
  expect((await inPerson(again)).id).not.toBe(held.id);
  await clock.advance(6 * 86_400_000);
  expect((await again.paymentIntents.retrieve(held.id)).cancellation_reason).toBe("expired");
  expect((await again.checkout.sessions.retrieve(session.id)).status).toBe("expired");
});
