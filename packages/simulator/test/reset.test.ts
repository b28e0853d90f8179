import { Stripe } from "stripe";
import { expect, onTestFinished, test } from "vitest";

import { createSimulator, virtualClock } from "@tillkit/simulator";
import type { SimulatorState } from "@tillkit/simulator";

import { hook } from "./hook.ts";
import { inPerson, simulated } from "./simulated-stripe.ts";

const hourMs = 3_600_000;

test("after a reset the same client finds nothing, and gets the same ids again", async () => {
  const simulator = createSimulator({ readers: [{ id: "tmr_bar", label: "Bar" }] });
  onTestFinished(() => simulator.close());
  const httpClient = Stripe.createFetchHttpClient(simulator.fetch);
  const stripe = new Stripe("sk_test_x", { httpClient, telemetry: false });
  const first = await inPerson(stripe);
  simulator.faults.add({ on: "* *", nth: 100, kind: "hang" });
  await stripe.terminal.readers.processPaymentIntent("tmr_bar", { payment_intent: first.id });

  simulator.reset();
  expect([simulator.paymentIntents, simulator.requests, simulator.faults.rules]).toEqual([[], [], []]);
  expect(simulator.reader("Bar").screen.kind).toBe("idle");
  const second = await inPerson(stripe);
  expect(second.id).toBe(first.id);
  await stripe.terminal.readers.processPaymentIntent("tmr_bar", { payment_intent: second.id });
  await simulator.reader("tmr_bar").tap();
  expect((await stripe.paymentIntents.retrieve(second.id)).status).toBe("succeeded");
});

test("what was still to come never comes, and the endpoints of the options are there again", async () => {
  const clock = virtualClock();
  const { url, received } = await hook((_, count) => (count === 1 ? 500 : 200));
  const { simulator, stripe } = await simulated({ clock, webhooks: [{ url, secret: "whsec_test" }] });
  await stripe.checkout.sessions.create({
    mode: "payment",
    success_url: "https://shop.example/thanks",
    line_items: [{ quantity: 1, price_data: { currency: "usd", unit_amount: 900, product_data: { name: "Tea" } } }],
  });
  await inPerson(stripe);
  await simulator.webhooks.settled();
  expect(simulator.webhooks.deliveries).toContainEqual(expect.objectContaining({ attempt: 2, status: "waiting" }));

  const changes: string[] = [];
  simulator.onChange((kind) => changes.push(kind));
  simulator.reset();
  expect(changes).toEqual(["reset"]);
  await clock.advance(48 * hourMs);
  expect(received).toHaveLength(1);
  expect(simulator.events).toEqual([]);
  await inPerson(stripe);
  await simulator.webhooks.settled();
  expect(received).toHaveLength(2);
});

test("every test may begin with the same shop", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  const waiting = simulator.snapshot();
  for (const [card, status] of [
    ["visa", "succeeded"],
    ["declined", "requires_payment_method"],
  ] as const) {
    simulator.reset(waiting);
    await simulator.reader("tmr_front").tap(card);
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe(status);
  }
});

test("over HTTP, a state is kept, set and cleared, and what is no state changes nothing", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  const state = async (method: string, body?: object) => {
    const sent = { method, ...(body && { body: JSON.stringify(body) }) };
    const answer = await fetch(`${simulator.url}/_simulator/state`, sent);
    return { status: answer.status, body: (await answer.json()) as SimulatorState };
  };
  const { body: kept } = await state("GET");
  expect((await state("DELETE")).body).toEqual({ now: expect.any(Number) });
  expect((await stripe.paymentIntents.list()).data).toEqual([]);
  expect((await state("POST", kept)).status).toBe(200);
  expect((await stripe.paymentIntents.list()).data).toMatchObject([{ id }]);
  for (const wrong of [{}, { ...kept, tillkitSimulator: 1 }, { ...kept, worlds: 7 }])
    expect((await state("POST", wrong)).status).toBe(400);
  expect((await stripe.paymentIntents.list()).data).toMatchObject([{ id }]);
  const readers = await fetch(`${simulator.url}/_simulator/readers`);
  expect(await readers.json()).toMatchObject([{ id: "tmr_front" }]);
});
