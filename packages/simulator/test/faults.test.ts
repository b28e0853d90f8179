import { Stripe } from "stripe";
import { expect, test } from "vitest";

import { inPerson, refusal, simulated } from "./simulated-stripe.ts";

test("a lost request did nothing", async () => {
  const { simulator, stripe } = await simulated();
  // The client itself tries once more when a kept connection is reset.
  simulator.faults.add({ on: "POST /v1/payment_intents", times: 2, kind: "lose_request" });
  expect(await refusal(inPerson(stripe))).toBeInstanceOf(Stripe.errors.StripeConnectionError);
  expect(simulator.paymentIntents).toEqual([]);
});

test("a lost answer did everything, and the same key finds it", async () => {
  const { simulator, stripe } = await simulated();
  simulator.faults.add({ on: "POST /v1/payment_intents", times: 2, kind: "lose_answer" });
  const create = () => stripe.paymentIntents.create({ amount: 1250, currency: "usd" }, { idempotencyKey: "bill-7" });
  expect(await refusal(create())).toBeInstanceOf(Stripe.errors.StripeConnectionError);
  simulator.faults.clear();
  const { id } = await create();
  expect(simulator.paymentIntents.map((intent) => intent.id)).toEqual([id]);
});

test("a body that breaks off is an unknown outcome", async () => {
  const { simulator, stripe } = await simulated();
  simulator.faults.add({ on: "POST /v1/payment_intents", kind: "truncate_body" });
  expect(await refusal(inPerson(stripe))).toBeInstanceOf(Stripe.errors.StripeConnectionError);
  expect(simulator.paymentIntents).toHaveLength(1);
});

test("a server error may come before or after the work", async () => {
  const { simulator, stripe } = await simulated();
  simulator.faults.add({ on: "POST /v1/payment_intents", nth: 1, kind: { status: 500 } });
  simulator.faults.add({ on: "POST /v1/payment_intents", nth: 2, kind: { status: 500, worked: true } });
  await refusal(inPerson(stripe));
  expect(simulator.paymentIntents).toHaveLength(0);
  await refusal(inPerson(stripe));
  expect(simulator.paymentIntents).toHaveLength(1);
});

test("Stripe's own refusals can be put in its mouth", async () => {
  const { simulator, stripe } = await simulated();
  const error = { status: 429, type: "invalid_request_error", code: "lock_timeout", message: "Locked" } as const;
  const stop = simulator.faults.add({ on: "POST /v1/payment_intents/{id}/cancel", kind: { error } });
  const { id } = await inPerson(stripe);
  expect(await refusal(stripe.paymentIntents.cancel(id))).toMatchObject({ statusCode: 429, code: "lock_timeout" });
  stop();
  expect((await stripe.paymentIntents.cancel(id)).status).toBe("canceled");
});

test("the requests tell what happened to them", async () => {
  const { simulator, stripe } = await simulated();
  simulator.faults.add({ on: "GET /v1/balance", kind: { status: 500 } });
  await refusal(stripe.balance.retrieve());
  const [request] = simulator.requests;
  expect(request).toMatchObject({ method: "GET", path: "/v1/balance", status: 500, fault: { status: 500 } });
});
