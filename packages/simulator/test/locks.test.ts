import { expect, test } from "vitest";

import { virtualClock } from "@tillkit/simulator";
import type { Simulator, SimulatorOptions } from "@tillkit/simulator";

import { inPerson, refusal, simulated } from "./simulated-stripe.ts";

/** A PaymentIntent whose update takes three seconds, under way. */
async function slowUpdate(timing: NonNullable<SimulatorOptions["timing"]>) {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock, timing });
  const { id } = await inPerson(stripe);
  const on = "POST /v1/payment_intents/{id}";
  simulator.faults.add({ on, nth: 1, kind: { delayMs: 3_000 } });
  // A fault that changes nothing tells when a request has come.
  simulator.faults.add({ on: "POST *", kind: { delayMs: 0 } });
  const began = arrival(simulator);
  const slow = stripe.paymentIntents.update(id, { description: "slow" });
  await began;
  return { clock, simulator, stripe, id, slow };
}

/** Resolves when the next request has come. */
function arrival({ onChange }: Simulator): Promise<void> {
  return new Promise((resolve) => {
    const stop = onChange((kind) => {
      if (kind !== "faults") return;
      stop();
      resolve();
    });
  });
}

test("whoever writes to an object that is being written to waits, and is refused when that takes too long", async () => {
  const { clock, simulator, stripe, id, slow } = await slowUpdate({ lockTimeoutMs: 2_000 });
  const came = arrival(simulator);
  const second = refusal(stripe.paymentIntents.cancel(id, {}, { idempotencyKey: "cancel-1" }));
  await came;
  await clock.advance(2_000);
  const error = await second;
  expect(error).toMatchObject({ statusCode: 429, code: "lock_timeout", rawType: "invalid_request_error" });
  expect(error.headers).not.toHaveProperty("stripe-rate-limited-reason");

  await clock.advance(1_000);
  expect((await slow).description).toBe("slow");
  // Nothing was kept under the key.
  expect((await stripe.paymentIntents.cancel(id, {}, { idempotencyKey: "cancel-1" })).status).toBe("canceled");
});

test("whoever waits long enough gets its turn, one after the other", async () => {
  const { clock, simulator, stripe, id, slow } = await slowUpdate({ lockTimeoutMs: 10_000 });
  const order: string[] = [];
  const note = (name: string) => () => void order.push(name);
  const secondCame = arrival(simulator);
  const second = stripe.paymentIntents.update(id, { description: "second" }).then(note("second"));
  await secondCame;
  const thirdCame = arrival(simulator);
  const third = stripe.paymentIntents.update(id, { description: "third" }).then(note("third"));
  await thirdCame;
  expect(order).toEqual([]);
  await clock.advance(3_000);
  await Promise.all([slow.then(note("slow")), second, third]);
  expect(order.toSorted()).toEqual(["second", "slow", "third"]);
  expect((await stripe.paymentIntents.retrieve(id)).description).toBe("third");
});

test("reading never waits, and neither do other objects", async () => {
  const { clock, stripe, id, slow } = await slowUpdate({ lockTimeoutMs: 0 });
  expect((await stripe.paymentIntents.retrieve(id)).description).toBeNull();
  const other = await inPerson(stripe);
  expect((await stripe.paymentIntents.cancel(other.id)).status).toBe("canceled");
  await clock.advance(3_000);
  await slow;
});

test("a reader's command waits for the payment it names", async () => {
  const { clock, simulator, stripe, id, slow } = await slowUpdate({ lockTimeoutMs: 1_000 });
  const came = arrival(simulator);
  const handed = refusal(stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id }));
  await came;
  await clock.advance(1_000);
  expect(await handed).toMatchObject({ statusCode: 429, code: "lock_timeout" });
  await clock.advance(2_000);
  await slow;
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
});
