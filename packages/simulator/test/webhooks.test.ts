import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { Stripe } from "stripe";
import { expect, onTestFinished, test } from "vitest";

import { virtualClock } from "@tillkit/simulator";

import { hook } from "./hook.ts";
import { inPerson, simulated } from "./simulated-stripe.ts";

const secret = "whsec_test";

/** An endpoint that checks signatures with the official client and answers what it is told to. */
async function endpoint(answer: (type: string, count: number) => number = () => 200) {
  const received: string[] = [];
  const refused: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const header = String(request.headers["stripe-signature"]);
      try {
        // A virtual clock does not know today's date, so the age of the signature is not checked here.
        const event = stripe.webhooks.constructEvent(Buffer.concat(chunks), header, secret, 0);
        received.push(event.type);
        response.writeHead(answer(event.type, received.length)).end();
      } catch (error) {
        refused.push(error instanceof Error ? error.constructor.name : "?");
        response.writeHead(400).end();
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hook`, received, refused };
}

const stripe = new Stripe("sk_test_unused");

test("events arrive signed, pretty-printed and in order", async () => {
  const kitchen = await endpoint();
  const { simulator, stripe: api } = await simulated({ webhooks: [{ url: kitchen.url, secret }] });
  const { id } = await inPerson(api);
  await api.paymentIntents.cancel(id);
  await simulator.webhooks.settled();
  expect(kitchen).toMatchObject({ received: ["payment_intent.created", "payment_intent.canceled"], refused: [] });
  expect((await api.events.list()).data.map(({ pending_webhooks: left }) => left)).toEqual([0, 0]);
});

test("a test event is signed by a second, made-up scheme, too", async () => {
  const { url, received } = await hook();
  const { simulator, stripe: api } = await simulated({ webhooks: [{ url, secret }] });
  await inPerson(api);
  await simulator.webhooks.settled();
  expect(received[0]?.signature).toMatch(/^t=\d+,v1=[0-9a-f]{64},v0=[0-9a-f]{64}$/);
});

test("an endpoint gets only what it asked for", async () => {
  const [all, charges] = [await endpoint(), await endpoint()];
  const { simulator, stripe: api } = await simulated();
  simulator.webhooks.add({ url: all.url, secret });
  simulator.webhooks.add({ url: charges.url, secret, events: ["charge.*"] });
  const { id } = await inPerson(api);
  await api.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await simulator.reader("tmr_front").tap();
  await simulator.webhooks.settled();
  expect(all.received).toHaveLength(4);
  expect(charges.received).toEqual(["charge.succeeded"]);
});

test("a refused event comes again later, and the list tells which never arrived", async () => {
  const clock = virtualClock();
  const kitchen = await endpoint((_type, count) => (count === 1 ? 500 : 200));
  const { simulator, stripe: api } = await simulated({ clock, webhooks: [{ url: kitchen.url, secret }] });
  await inPerson(api);
  await simulator.webhooks.settled();
  expect(simulator.webhooks.deliveries).toMatchObject([
    { status: "failed", httpStatus: 500 },
    { status: "waiting", attempt: 2 },
  ]);
  expect((await api.events.list({ delivery_success: false })).data).toHaveLength(1);

  await clock.advance(60_000);
  await simulator.webhooks.settled();
  expect(kitchen.received).toHaveLength(2);
  expect((await api.events.list({ delivery_success: false })).data).toHaveLength(0);
});

test("events can be held, reversed, dropped, repeated, delayed and sent again", async () => {
  const clock = virtualClock();
  const kitchen = await endpoint();
  const { simulator, stripe: api } = await simulated({ clock, webhooks: [{ url: kitchen.url, secret }] });
  const { webhooks } = simulator;

  webhooks.hold();
  const { id } = await inPerson(api);
  await api.paymentIntents.cancel(id);
  await webhooks.settled();
  expect(kitchen.received).toEqual([]);
  webhooks.release("reversed");
  await webhooks.settled();
  expect(kitchen.received).toEqual(["payment_intent.canceled", "payment_intent.created"]);

  webhooks.dropNext(1);
  await inPerson(api);
  await webhooks.settled();
  expect(kitchen.received).toHaveLength(2);

  webhooks.repeatNext(3);
  await inPerson(api);
  await webhooks.settled();
  expect(kitchen.received).toHaveLength(5);

  webhooks.delayNext(5000);
  await inPerson(api);
  await webhooks.settled();
  expect(kitchen.received).toHaveLength(5);
  await clock.advance(5000);
  await webhooks.settled();
  expect(kitchen.received).toHaveLength(6);

  webhooks.resend(simulator.events[0]?.id ?? "");
  await webhooks.settled();
  expect(kitchen.received).toHaveLength(7);
});

test.each(["wrong_secret", "modified_body", "malformed"] as const)(
  "a %s is caught by the signature check",
  async (how) => {
    const kitchen = await endpoint();
    const { simulator, stripe: api } = await simulated({ webhooks: [{ url: kitchen.url, secret }] });
    simulator.webhooks.corruptNext(how);
    await inPerson(api);
    await simulator.webhooks.settled();
    expect(kitchen).toMatchObject({ received: [], refused: ["StripeSignatureVerificationError"] });
  },
);

test("the guest is sent back only after the endpoint took the completed event", async () => {
  const kitchen = await endpoint();
  const { simulator, stripe: api } = await simulated({ webhooks: [{ url: kitchen.url, secret }] });
  const { url } = await api.checkout.sessions.create({
    mode: "payment",
    success_url: "https://shop.example/thanks",
    line_items: [{ quantity: 1, price_data: { currency: "usd", unit_amount: 900, product_data: { name: "Tea" } } }],
  });
  await simulator.guest(url ?? "").pay();
  expect(kitchen.received).toContain("checkout.session.completed");
});

test("an event tells which request caused it, and a tap was caused by none", async () => {
  const { simulator, stripe: api } = await simulated();
  const { id } = await inPerson(api);
  await api.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await simulator.reader("tmr_front").tap();
  const [created, charged] = simulator.events;
  expect(created?.request).toEqual({
    id: simulator.requests[0]?.id,
    idempotency_key: simulator.requests[0]?.idempotencyKey,
  });
  expect(charged?.request).toEqual({ id: null, idempotency_key: null });
});

test("events are listed by type, oldest first with ending_before", async () => {
  const { stripe: api } = await simulated();
  const { id } = await inPerson(api);
  const [created] = (await api.events.list()).data;
  await api.paymentIntents.cancel(id);
  await inPerson(api);
  const later = await api.events.list({ ending_before: created?.id ?? "" });
  expect(later.data.map(({ type }) => type)).toEqual(["payment_intent.created", "payment_intent.canceled"]);
  expect((await api.events.list({ types: ["payment_intent.canceled"] })).data).toHaveLength(1);
  expect((await api.events.retrieve(created?.id ?? "")).type).toBe("payment_intent.created");
});

test("time waits for a delivery under way, so a long jump does not time it out", async () => {
  const clock = virtualClock();
  const kitchen = await endpoint((_type, count) => (count === 1 ? 500 : 200));
  const { simulator, stripe: api } = await simulated({ clock, webhooks: [{ url: kitchen.url, secret }] });
  await inPerson(api);
  await simulator.webhooks.settled();
  await clock.advance(86_400_000);
  expect(simulator.webhooks.deliveries.map(({ status }) => status)).toEqual(["failed", "delivered"]);
});
