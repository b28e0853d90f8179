import { expect, test } from "vitest";

import { Stripe } from "stripe";

import { client, inPerson, refusal, simulated } from "./simulated-stripe.ts";

test("a connected account sees nothing of the platform, and the platform nothing of it", async () => {
  const { simulator, stripe } = await simulated();
  const theirs = { stripeAccount: "acct_1Kiosk" };
  const ours = await inPerson(stripe);
  const { id } = await stripe.paymentIntents.create({ amount: 900, currency: "usd" }, theirs);
  expect((await refusal(stripe.paymentIntents.retrieve(id))).code).toBe("resource_missing");
  expect((await refusal(stripe.paymentIntents.retrieve(ours.id, {}, theirs))).code).toBe("resource_missing");
  expect(simulator.paymentIntents.map((intent) => intent.id)).toEqual([ours.id]);
  expect(simulator.account("acct_1Kiosk").paymentIntents.map((intent) => intent.id)).toEqual([id]);
  expect(simulator.account("acct_1Kiosk").events[0]).toMatchObject({ account: "acct_1Kiosk" });
});

test("a connected account has readers of its own", async () => {
  const { simulator, stripe } = await simulated();
  const theirs = { stripeAccount: "acct_1Kiosk" };
  const reader = simulator.account("acct_1Kiosk").addReader({ label: "Kiosk" });
  const { id } = await stripe.paymentIntents.create(
    { amount: 900, currency: "usd", allowed_payment_method_types: ["card_present"] },
    theirs,
  );
  await stripe.terminal.readers.processPaymentIntent(reader, { payment_intent: id }, theirs);
  await simulator.account("acct_1Kiosk").reader("Kiosk").tap();
  expect((await stripe.paymentIntents.retrieve(id, {}, theirs)).status).toBe("succeeded");
  expect((await refusal(stripe.terminal.readers.retrieve(reader))).code).toBe("resource_missing");
});

test("the same idempotency key means something else on another account", async () => {
  const { stripe } = await simulated();
  const key = { idempotencyKey: "order-7" };
  const ours = await stripe.paymentIntents.create({ amount: 900, currency: "usd" }, key);
  const theirs = await stripe.paymentIntents.create(
    { amount: 900, currency: "usd" },
    { ...key, stripeAccount: "acct_1Kiosk" },
  );
  expect(theirs.id).not.toBe(ours.id);
});

test("a live key is refused, unless a live side is wanted, which is then apart", async () => {
  const closed = await simulated();
  const live = (port: typeof closed.simulator) => client(port, "sk_live_x");
  expect((await refusal(live(closed.simulator).balance.retrieve())).statusCode).toBe(401);
  const { simulator, stripe } = await simulated({ settings: { acceptLiveKeys: true } });
  const { id, livemode } = await live(simulator).paymentIntents.create({ amount: 900, currency: "usd" });
  expect(livemode).toBe(true);
  expect((await refusal(stripe.paymentIntents.retrieve(id))).code).toBe("resource_missing");
});

test("a restricted key is told the permission it lacks, also for what it wants to expand", async () => {
  const keys = { rk_test_till: ["rak_payment_intent_write"] };
  const { simulator } = await simulated({ keys });
  const stripe = client(simulator, "rk_test_till");
  const error = await refusal(stripe.refunds.list());
  expect(error).toMatchObject({ statusCode: 403 });
  expect(error.message).toContain("rak_charge_read");
  const { id } = await inPerson(stripe);
  await client(simulator).terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await simulator.reader("tmr_front").tap();
  const expanding = await refusal(stripe.paymentIntents.retrieve(id, { expand: ["latest_charge"] }));
  expect(expanding.message).toContain("rak_charge_read");
});

test.each(["rate_limit", "lock_timeout"] as const)("%s is a 429 that the same key may try again", async (kind) => {
  const { simulator, stripe } = await simulated();
  simulator.faults.add({ on: "POST /v1/payment_intents", times: 1, kind });
  const create = () => stripe.paymentIntents.create({ amount: 900, currency: "usd" }, { idempotencyKey: "k" });
  const error = await refusal(create());
  expect(error).toMatchObject({ statusCode: 429, code: kind });
  expect(error).toBeInstanceOf(Stripe.errors.StripeRateLimitError);
  expect((await create()).status).toBe("requires_payment_method");
});
