import { expect, test } from "vitest";

import { virtualClock } from "@tillkit/simulator";

import { inPerson, refusal, simulated } from "./simulated-stripe.ts";

const params = { amount: 1250, currency: "usd", allowed_payment_method_types: ["card_present"] as const };
const create = { ...params, allowed_payment_method_types: [...params.allowed_payment_method_types] };

test("the same key gives the same payment intent, marked as replayed", async () => {
  const { simulator, stripe } = await simulated();
  const first = await stripe.paymentIntents.create(create, { idempotencyKey: "bill-7" });
  const second = await stripe.paymentIntents.create(create, { idempotencyKey: "bill-7" });

  expect(second.id).toBe(first.id);
  expect(second.lastResponse.headers["idempotent-replayed"]).toBe("true");
  expect(simulator.paymentIntents).toHaveLength(1);
  expect(simulator.requests.map(({ replayed }) => replayed)).toEqual([false, true]);
});

test("the same key with other parameters is refused", async () => {
  const { stripe } = await simulated();
  await stripe.paymentIntents.create(create, { idempotencyKey: "bill-7" });
  const error = await refusal(stripe.paymentIntents.create({ ...create, amount: 1300 }, { idempotencyKey: "bill-7" }));
  expect(error).toMatchObject({ statusCode: 400, rawType: "idempotency_error" });
});

test("the order of parameters does not matter", async () => {
  const { stripe } = await simulated();
  const { amount, ...rest } = create;
  const first = await stripe.paymentIntents.create({ amount, ...rest }, { idempotencyKey: "k" });
  expect((await stripe.paymentIntents.create({ ...rest, amount }, { idempotencyKey: "k" })).id).toBe(first.id);
});

test("while the first request runs, its key is in use", async () => {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock });
  simulator.faults.add({ on: "POST /v1/payment_intents", nth: 1, kind: { delayMs: 5000 } });
  const arrived = new Promise((resolve) => {
    simulator.onChange((kind) => kind === "faults" && resolve(kind));
  });
  const first = stripe.paymentIntents.create(create, { idempotencyKey: "bill-7" });
  await arrived;
  const error = await refusal(stripe.paymentIntents.create(create, { idempotencyKey: "bill-7" }));
  expect(error).toMatchObject({ statusCode: 409, code: "idempotency_key_in_use" });

  await clock.advance(5000);
  const { id } = await first;
  expect((await stripe.paymentIntents.create(create, { idempotencyKey: "bill-7" })).id).toBe(id);
});

test("an outcome is kept, errors included; a complaint about parameters is not", async () => {
  const { simulator, stripe } = await simulated();
  simulator.faults.add({ on: "POST /v1/payment_intents", times: 1, kind: { status: 500, stored: true } });
  const broken = () => stripe.paymentIntents.create(create, { idempotencyKey: "five-hundred" });
  expect((await refusal(broken())).statusCode).toBe(500);
  expect((await refusal(broken())).statusCode).toBe(500);
  expect(simulator.requests.at(-1)).toMatchObject({ status: 500, replayed: true });

  const wrong = { ...create, amount: 12.5 };
  await refusal(stripe.paymentIntents.create(wrong, { idempotencyKey: "fixed" }));
  expect((await stripe.paymentIntents.create(create, { idempotencyKey: "fixed" })).status).toBe(
    "requires_payment_method",
  );
});

test("a server error that is not kept lets the same key try again", async () => {
  const { simulator, stripe } = await simulated();
  simulator.faults.add({ on: "* *", times: 1, kind: { status: 503 } });
  expect((await refusal(stripe.paymentIntents.create(create, { idempotencyKey: "k" }))).statusCode).toBe(503);
  await stripe.paymentIntents.create(create, { idempotencyKey: "k" });
  expect(simulator.paymentIntents).toHaveLength(1);
});

test("a refusal by state is replayed even after the state has changed", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  simulator.reader("tmr_front").failNext("terminal_reader_timeout");
  const process = () =>
    stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id }, { idempotencyKey: "attempt-1" });
  expect((await refusal(process())).code).toBe("terminal_reader_timeout");
  expect((await refusal(process())).code).toBe("terminal_reader_timeout");
});

test("a key is forgotten after a day", async () => {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock });
  await stripe.paymentIntents.create(create, { idempotencyKey: "k" });
  await clock.advance(24 * 3600 * 1000);
  await stripe.paymentIntents.create(create, { idempotencyKey: "k" });
  expect(simulator.paymentIntents).toHaveLength(2);
});

test("keys that are over do not pile up", async () => {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock });
  const held = () => JSON.stringify(simulator.snapshot()).match(/"fingerprint"/g)?.length;
  for (let i = 0; i < 5; i++) await stripe.paymentIntents.create(create, { idempotencyKey: `first-${i}` });
  await clock.advance(23 * 3600 * 1000);
  await stripe.paymentIntents.create(create, { idempotencyKey: "later" });
  expect(held()).toBe(6);
  await clock.advance(3600 * 1000);
  await stripe.paymentIntents.create(create, { idempotencyKey: "last" });
  expect(held()).toBe(2);
});

test("a key longer than 255 characters is refused", async () => {
  const { stripe } = await simulated();
  expect((await refusal(stripe.paymentIntents.create(create, { idempotencyKey: "k".repeat(256) }))).statusCode).toBe(
    400,
  );
});
