import { setupServer } from "msw/node";
import { Stripe } from "stripe";
import { expect, onTestFinished, test } from "vitest";

import { createSimulator, virtualClock } from "@tillkit/simulator";
import type { InProcessOptions } from "@tillkit/simulator";
import { simulatorHandlers } from "@tillkit/simulator/msw";

import { inPerson, refusal } from "./simulated-stripe.ts";

function inProcess(options: InProcessOptions = {}) {
  const simulator = createSimulator(options);
  onTestFinished(() => simulator.close());
  const httpClient = Stripe.createFetchHttpClient(simulator.fetch);
  return { simulator, stripe: new Stripe("sk_test_x", { httpClient, maxNetworkRetries: 0, telemetry: false }) };
}

test("without a port, a reader is paid on", async () => {
  const { simulator, stripe } = inProcess();
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await simulator.reader("Front counter").tap("visa");
  expect((await stripe.paymentIntents.retrieve(id)).status).toBe("succeeded");
  expect(simulator.requests.map(({ path }) => path)).toContain("/v1/payment_intents");
});

test("without a port, a guest pays", async () => {
  const { simulator, stripe } = inProcess();
  const { id, url } = await stripe.checkout.sessions.create({
    mode: "payment",
    success_url: "https://shop.example/done?session={CHECKOUT_SESSION_ID}",
    line_items: [{ quantity: 1, price_data: { currency: "usd", unit_amount: 900, product_data: { name: "Soup" } } }],
  });
  expect(await simulator.guest(url ?? "").pay()).toBe(`https://shop.example/done?session=${id}`);
});

test.each(["lose_answer", "lose_request"] as const)("without a port, %s is a connection error", async (kind) => {
  const { simulator, stripe } = inProcess();
  simulator.faults.add({ on: "POST /v1/payment_intents", kind });
  expect(await refusal(inPerson(stripe))).toMatchObject({ type: "StripeConnectionError" });
  expect(simulator.paymentIntents).toHaveLength(kind === "lose_answer" ? 1 : 0);
});

test("without a port, half a body is an error", async () => {
  const { simulator } = inProcess();
  simulator.faults.add({ on: "GET /v1/balance", kind: "truncate_body" });
  const answer = await simulator.fetch("https://api.stripe.com/v1/balance", {
    headers: { authorization: "Bearer sk_test_x" },
  });
  await expect(answer.text()).rejects.toThrow("terminated");
});

test("what is not simulated is refused, not made up", async () => {
  const { simulator } = inProcess();
  const answer = await simulator.fetch("https://api.stripe.com/v1/invoices", {
    headers: { authorization: "Bearer sk_test_x" },
  });
  expect(answer.status).toBe(404);
});

test("msw answers Stripe's own address from the simulator", async () => {
  const simulator = createSimulator({ clock: virtualClock() });
  const server = setupServer(...simulatorHandlers(simulator, { hosts: ["https://stripe.example"] }));
  server.listen({ onUnhandledFrame: "error" });
  onTestFinished(() => server.close());
  for (const host of ["api.stripe.com", "stripe.example"]) {
    const stripe = new Stripe("sk_test_x", { host, maxNetworkRetries: 0, telemetry: false });
    const { id } = await inPerson(stripe);
    expect(simulator.paymentIntents.map((intent) => intent.id)).toContain(id);
  }
});

test("msw shows a lost answer as a connection error", async () => {
  const simulator = createSimulator();
  const server = setupServer(...simulatorHandlers(simulator));
  server.listen({ onUnhandledFrame: "error" });
  onTestFinished(() => server.close());
  simulator.faults.add({ on: "POST /v1/payment_intents", kind: "lose_answer" });
  const stripe = new Stripe("sk_test_x", { maxNetworkRetries: 0, telemetry: false });
  expect(await refusal(inPerson(stripe))).toMatchObject({ type: "StripeConnectionError" });
});
