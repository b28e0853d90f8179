import { Stripe } from "stripe";
import { expect, onTestFinished, test } from "vitest";

import { createSimulator, virtualClock } from "@tillkit/simulator";
import type { InProcessSimulator, SimulatorState, VirtualClock } from "@tillkit/simulator";

import { hook } from "./hook.ts";

const hourMs = 3_600_000;

/** A shop whose simulator can be stopped and started again, and everything that comes out of it. */
async function shop(seed: number) {
  // The kitchen is often unwell, the books are slow to be opened.
  const kitchen = await hook((_, count) => (count % 3 === 0 ? 500 : 200));
  const books = await hook((_, count) => (count < 9 ? 503 : 200));
  const notes = await hook();
  const webhooks = [
    { id: "kitchen", url: kitchen.url, secret: "whsec_kitchen", events: ["payment_intent.*", "checkout.*"] },
    { id: "books", url: books.url, secret: "whsec_books" },
    { id: "notes", url: notes.url, secret: "whsec_notes", payload: "thin" },
  ] as const;
  let held: { readonly simulator: InProcessSimulator; readonly clock: VirtualClock; readonly stripe: Stripe };

  function start(state?: SimulatorState) {
    const clock = virtualClock(state?.now);
    const simulator = createSimulator({
      seed,
      clock,
      webhooks,
      timing: { authorizeMs: 0 },
      settings: { rateLimits: { test: 40 } },
      ...(state && { state }),
    });
    const httpClient = Stripe.createFetchHttpClient(simulator.fetch);
    held = {
      simulator,
      clock,
      stripe: new Stripe("sk_test_x", { httpClient, maxNetworkRetries: 0, telemetry: false }),
    };
    return held;
  }
  const { simulator } = start();
  for (const rule of [
    { on: "POST *", probability: 0.1, kind: "lose_answer" },
    { on: "POST *", probability: 0.1, kind: { status: 500, worked: true } },
    { on: "* *", probability: 0.1, kind: "truncate_body" },
    { on: "POST /v1/refunds", kind: ["none", "lock_timeout", "lose_request"] },
  ] as const)
    simulator.faults.add(rule);
  for (const rule of [
    { probability: 0.1, kind: "drop" },
    { probability: 0.1, kind: "twin" },
    { events: ["charge.*"], probability: 0.4, kind: { repeat: 2, delayMs: 90_000 } },
  ] as const)
    simulator.webhooks.faults.add(rule);
  onTestFinished(() => held.simulator.close());

  return {
    get now() {
      return held;
    },
    async restart() {
      await held.simulator.webhooks.settled();
      const state = JSON.parse(JSON.stringify(held.simulator.snapshot())) as SimulatorState;
      await held.simulator.close();
      start(state);
    },
    /** Everything but where the endpoints listened, and which of them was the quicker to answer. */
    async leftBehind() {
      await held.simulator.webhooks.settled();
      const { requests, events, charges, paymentIntents, sessions, refunds, disputes, webhooks: sent } = held.simulator;
      const endpoints = [kitchen, books, notes].map(({ url, received }) => ({
        received,
        deliveries: sent.deliveries
          .filter((delivery) => delivery.url === url)
          .map(({ url: _url, id: _id, ...rest }) => rest),
      }));
      return { requests, events, charges, paymentIntents, sessions, refunds, disputes, endpoints };
    },
  };
}

type Shop = Awaited<ReturnType<typeof shop>>;

/** Eight hours of sales, each with its own trouble. */
async function hours({ now }: Shop, from: number, until: number): Promise<void> {
  const { simulator, clock, stripe } = now;
  for (let hour = from; hour < until; hour++) {
    /** A call as a careful caller makes it: with a key, and again when the answer is no answer. */
    const call = async <T>(name: string, make: (options: { idempotencyKey: string }) => Promise<T>) => {
      for (let attempt = 0; attempt < 3; attempt++) {
        const made = await make({ idempotencyKey: `${name}-${hour}` }).catch(() => undefined);
        if (made) return made;
      }
      return undefined;
    };
    if (hour % 4 === 1) simulator.webhooks.hold();
    if (hour % 4 === 2) simulator.webhooks.repeatNext();
    if (hour % 4 === 3) simulator.webhooks.rollSecret("books", { keepMs: hourMs / 2 });

    const card = ["visa", "declined", "offline_pin_sca_retry", "disputed"][hour % 4] ?? "visa";
    const inPerson = await call("in-person", (options) =>
      stripe.paymentIntents.create(
        { amount: 1_000 + hour, currency: "usd", allowed_payment_method_types: ["card_present"] },
        options,
      ),
    );
    if (inPerson) {
      const handed = { payment_intent: inPerson.id };
      await call("process", (options) => stripe.terminal.readers.processPaymentIntent("tmr_front", handed, options));
      await simulator
        .reader("tmr_front")
        .tap(card)
        .catch(() => undefined);
      await call("refund", (options) => stripe.refunds.create({ payment_intent: inPerson.id, amount: 100 }, options));
    }
    const params = { amount: 5_000, currency: "usd", capture_method: "manual", confirm: true } as const;
    await call("online", (options) =>
      stripe.paymentIntents.create({ ...params, payment_method: "pm_card_createDispute" }, options),
    );
    const session = await call("session", (options) =>
      stripe.checkout.sessions.create(
        {
          mode: "payment",
          success_url: "https://shop.example/thanks",
          line_items: [
            { quantity: 2, price_data: { currency: "usd", unit_amount: 900, product_data: { name: "Tea" } } },
          ],
        },
        options,
      ),
    );
    if (session && hour % 2 === 0)
      await simulator.guest(session.id).payAndCloseTab(hour % 4 === 0 ? "visa" : "disputed");
    await Promise.allSettled(Array.from({ length: 6 }, () => stripe.balance.retrieve()));
    simulator.webhooks.release("shuffled");
    await clock.advance(hourMs);
  }
}

async function wholeDay(seed: number): Promise<Awaited<ReturnType<Shop["leftBehind"]>>> {
  const open = await shop(seed);
  await hours(open, 0, 8);
  await open.now.clock.advance(8 * 24 * hourMs);
  return open.leftBehind();
}

test("the same seed and the same calls give the same ids, objects, events, faults, and bytes of webhooks", async () => {
  const [one, other] = [await wholeDay(7), await wholeDay(7)];
  expect(other).toEqual(one);
  // It was a day on which much happened.
  expect(new Set(one.requests.map(({ status }) => status))).toEqual(new Set([0, 200, 400, 429, 500]));
  const deliveries = one.endpoints.flatMap((endpoint) => endpoint.deliveries);
  expect(new Set(deliveries.map(({ status }) => status))).toEqual(new Set(["delivered", "failed", "dropped"]));
  expect(one.events.length).toBeGreaterThan(50);
  expect(one.disputes.length).toBeGreaterThan(0);
  expect(one.requests.some(({ replayed }) => replayed)).toBe(true);
});

test("a restart in the middle changes nothing of that", async () => {
  const open = await shop(7);
  await hours(open, 0, 3);
  await open.restart();
  await hours(open, 3, 8);
  await open.now.clock.advance(24 * hourMs);
  await open.restart();
  await open.now.clock.advance(7 * 24 * hourMs);
  expect(await open.leftBehind()).toEqual(await wholeDay(7));
});

test("another seed gives another day", async () => {
  expect(await wholeDay(8)).not.toEqual(await wholeDay(7));
});

test("a virtual clock runs what is due in order of time, and stands still otherwise", async () => {
  const clock = virtualClock(0);
  const order: string[] = [];
  clock.after(20, () => order.push(`late at ${clock.now()}`));
  clock.after(10, () => {
    order.push(`early at ${clock.now()}`);
    clock.after(5, () => order.push(`nested at ${clock.now()}`));
  });
  const cancel = clock.after(12, () => order.push("canceled"));
  cancel();
  await clock.advance(19);
  expect(order).toEqual(["early at 10", "nested at 15"]);
  await clock.advance(1);
  expect(order.at(-1)).toBe("late at 20");
});
