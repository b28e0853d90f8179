import { expect, test } from "vitest";

import { startSimulator, virtualClock } from "@tillkit/simulator";

import { client, inPerson } from "./simulated-stripe.ts";

/** A small day at the shop; everything it left behind, as text. */
async function day(seed: number): Promise<string> {
  const clock = virtualClock();
  const simulator = await startSimulator({ seed, clock });
  const stripe = client(simulator);
  simulator.faults.add({ on: "GET *", probability: 0.5, kind: { status: 500 } });
  for (const card of ["visa", "declined", "offline_pin_sca_retry"]) {
    const { id } = await inPerson(stripe, {});
    await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id }, { idempotencyKey: id });
    await simulator.reader("tmr_front").tap(card);
    await clock.advance(1000);
    await stripe.paymentIntents.retrieve(id).catch(() => undefined);
  }
  const { events, charges, paymentIntents, requests } = simulator;
  await simulator.close();
  const outcomes = requests.map(({ id, method, path, status, at }) => ({ id, method, path, status, at }));
  // The client makes a key of its own for each create, so keys are left out.
  const happened = events.map(({ request, ...event }) => ({ ...event, request: request.id }));
  return JSON.stringify({ happened, charges, paymentIntents, outcomes });
}

test("the same seed and the same calls give the same ids, events and faults", async () => {
  expect(await day(7)).toBe(await day(7));
});

test("another seed gives another day", async () => {
  expect(await day(7)).not.toBe(await day(8));
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
