import { expect, test } from "vitest";

import { virtualClock } from "@tillkit/simulator";

import { client, inPerson, refusal, simulated } from "./simulated-stripe.ts";

test("allowed types are a filter: what the account cannot take is dropped without a word", async () => {
  const { stripe } = await simulated();
  const intent = await inPerson(stripe, {
    allowed_payment_method_types: ["card_present", "interac_present", "klarna"],
  });
  expect(intent.payment_method_types).toEqual(["card_present"]);
});

test("the old payment_method_types is refused", async () => {
  const { stripe } = await simulated();
  const params = { amount: 1250, currency: "usd", payment_method_types: ["card_present"] };
  const error = await refusal(stripe.paymentIntents.create(params));
  expect(error).toMatchObject({ statusCode: 400, code: "payment_method_types_no_longer_supported" });
});

test.each([
  ["usd", 49, "amount_too_small"],
  ["jpy", 49, "amount_too_small"],
  ["gbp", 29, "amount_too_small"],
  ["usd", 0, "parameter_invalid_integer"],
  ["usd", 1_000_000_000_000, "amount_too_large"],
])("%s %i is refused with %s", async (currency, amount, code) => {
  const { stripe } = await simulated();
  expect((await refusal(inPerson(stripe, { currency, amount }))).code).toBe(code);
});

test("what Stripe does not know, misses or cannot read is named in brackets", async () => {
  const { stripe } = await simulated();
  const create = (params: object) =>
    refusal(stripe.paymentIntents.create({ amount: 1250, currency: "usd", ...params }));

  expect(await create({ tip: 1 })).toMatchObject({ code: "parameter_unknown", param: "tip" });
  expect(await create({ amount: 12.5 })).toMatchObject({ code: "parameter_invalid_integer", param: "amount" });
  expect(await create({ currency: undefined })).toMatchObject({ code: "parameter_missing", param: "currency" });
  expect(await create({ capture_method: "by_hand" })).toMatchObject({ param: "capture_method" });
  expect(await create({ payment_method_options: { card_present: { moto: true } } })).toMatchObject({
    code: "parameter_unknown",
    param: "payment_method_options[card_present][moto]",
  });
});

test("metadata merges key by key, and an empty value removes its key", async () => {
  const { stripe } = await simulated();
  const { id } = await inPerson(stripe, { metadata: { order: "7", 17: "numbers are names too" } });
  await stripe.paymentIntents.update(id, { metadata: { order: "", table: "12" } });
  expect((await stripe.paymentIntents.retrieve(id)).metadata).toEqual({ 17: "numbers are names too", table: "12" });
});

test("a held amount is captured once, and what is not captured is released", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe, { capture_method: "manual" });
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await simulator.reader("tmr_front").tap();
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
    status: "requires_capture",
    amount_capturable: 1250,
  });

  const captured = await stripe.paymentIntents.capture(id, { amount_to_capture: 1000 });
  expect(captured).toMatchObject({ status: "succeeded", amount_received: 1000, amount_capturable: 0 });
  expect(simulator.charges).toMatchObject([{ captured: true, amount_captured: 1000, amount_refunded: 250 }]);
  expect((await refusal(stripe.paymentIntents.capture(id))).code).toBe("charge_already_captured");
  expect(simulator.events.map(({ type }) => type).slice(1)).toEqual([
    "charge.succeeded",
    "payment_intent.amount_capturable_updated",
    "terminal.reader.action_succeeded",
    "charge.captured",
    "payment_intent.succeeded",
  ]);
});

test("a tip on the receipt may raise the capture as far as the card allows", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe, { amount: 4000, capture_method: "manual" });
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await simulator.reader("tmr_front").tap();

  expect((await refusal(stripe.paymentIntents.capture(id, { amount_to_capture: 9001 }))).code).toBe("amount_too_large");
  expect(await stripe.paymentIntents.capture(id, { amount_to_capture: 9000 })).toMatchObject({ amount: 9000 });
});

test("an authorization nobody captures lapses", async () => {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock });
  const { id } = await inPerson(stripe, { capture_method: "manual" });
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await simulator.reader("tmr_front").tap("mastercard");
  await clock.advance(2 * 86_400_000);

  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
    status: "canceled",
    cancellation_reason: "expired",
  });
  expect((await refusal(stripe.paymentIntents.capture(id))).code).toBe("charge_expired_for_capture");
});

test("canceling works once and never after success", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  const canceled = await stripe.paymentIntents.cancel(id, { cancellation_reason: "abandoned" });
  expect(canceled).toMatchObject({ status: "canceled", cancellation_reason: "abandoned" });
  expect(await refusal(stripe.paymentIntents.cancel(id))).toMatchObject({
    code: "payment_intent_unexpected_state",
    payment_intent: { status: "canceled" },
  });

  const paid = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: paid.id });
  await simulator.reader("tmr_front").tap();
  expect((await refusal(stripe.paymentIntents.cancel(paid.id))).code).toBe("payment_intent_unexpected_state");
});

test("lists are newest first, page by cursor, and filter by time", async () => {
  const clock = virtualClock();
  const { stripe } = await simulated({ clock });
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) {
    ids.push((await inPerson(stripe)).id);
    await clock.advance(1000);
  }
  const first = await stripe.paymentIntents.list({ limit: 2 });
  expect(first).toMatchObject({ has_more: true, data: [{ id: ids[4] }, { id: ids[3] }] });
  const all: string[] = [];
  for await (const { id } of stripe.paymentIntents.list({ limit: 2 })) all.push(id);
  expect(all).toEqual(ids.toReversed());

  const before = await stripe.paymentIntents.list({ limit: 2, ending_before: ids[1] ?? "" });
  expect(before.data.map(({ id }) => id)).toEqual([ids[3], ids[2]]);
  const start = Math.floor(clock.now() / 1000) - 5;
  expect((await stripe.paymentIntents.list({ created: { lte: start + 1 } })).data).toHaveLength(2);
});

test("a filter that is not simulated is refused, not ignored", async () => {
  const { stripe } = await simulated();
  expect((await refusal(stripe.checkout.sessions.list({ subscription: "sub_1" }))).code).toBe("not_simulated");
});

test("an unknown expansion is refused, a known one is followed", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  const reader = await stripe.terminal.readers.retrieve("tmr_front", {
    expand: ["action.process_payment_intent.payment_intent", "location"],
  });
  expect(reader).toMatchObject({
    location: { object: "terminal.location" },
    action: { process_payment_intent: { payment_intent: { id, amount: 1250 } } },
  });
  await simulator.reader("tmr_front").tap();
  const list = await stripe.paymentIntents.list({ expand: ["data.latest_charge"] });
  expect(list.data[0]?.latest_charge).toMatchObject({ object: "charge", paid: true });
  expect((await refusal(stripe.paymentIntents.retrieve(id, { expand: ["charges"] }))).statusCode).toBe(400);
});

test("refunds stop at what was captured, and one test card's refund fails later", async () => {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock });
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await simulator.reader("tmr_front").tap("refund_fails");

  const refund = await stripe.refunds.create({ payment_intent: id, amount: 1000 });
  expect(refund).toMatchObject({ status: "succeeded", amount: 1000 });
  expect((await refusal(stripe.refunds.create({ payment_intent: id, amount: 251 }))).statusCode).toBe(400);
  await stripe.refunds.create({ payment_intent: id });
  expect((await refusal(stripe.refunds.create({ payment_intent: id }))).code).toBe("charge_already_refunded");

  await clock.advance(2000);
  expect((await stripe.refunds.retrieve(refund.id)).status).toBe("failed");
  expect(simulator.events.filter(({ type }) => type === "refund.failed")).toHaveLength(2);
});

test("keys: unknown, publishable and too narrow ones are refused", async () => {
  const { simulator } = await simulated({ keys: { rk_test_reader: ["terminal_reader_write"] } });
  const read = (key: string) => refusal(client(simulator, key).paymentIntents.list());

  expect((await read("nonsense")).statusCode).toBe(401);
  expect((await read("sk_live_x")).statusCode).toBe(401);
  expect(await read("pk_test_x")).toMatchObject({ statusCode: 401, code: "secret_key_required" });
  expect(await read("rk_test_reader")).toMatchObject({
    statusCode: 403,
    message: expect.stringContaining("payment_intent_read"),
  });
  expect((await client(simulator, "rk_test_reader").terminal.readers.list()).data).toHaveLength(1);
});

test("what is not simulated is a loud 404, and recorded", async () => {
  const { simulator, stripe } = await simulated();
  const error = await refusal(stripe.invoices.create({ customer: "cus_1" }));
  expect(error).toMatchObject({ statusCode: 404, message: expect.stringContaining("Unrecognized request URL") });
  expect(simulator.requests.at(-1)).toMatchObject({ method: "POST", path: "/v1/invoices", status: 404 });
});

test("balance and account can be read", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await simulator.reader("tmr_front").tap();
  expect((await stripe.balance.retrieve()).available).toMatchObject([{ amount: 1250, currency: "usd" }]);
  expect(await stripe.accounts.retrieveCurrent()).toMatchObject({ charges_enabled: true, country: "US" });
});

test.each([
  ["on_behalf_of", { on_behalf_of: "acct_1" }],
  ["confirmation_method", { confirmation_method: "manual" }],
  ["shipping", { shipping: { name: "Sam", address: { line1: "1 Main Street" } } }],
])("%s is refused rather than ignored", async (param, params) => {
  const { stripe } = await simulated();
  expect(await refusal(inPerson(stripe, params))).toMatchObject({ code: "not_simulated", param });
});

test("another API version is refused where the setting is strict", async () => {
  const { stripe } = await simulated({ settings: { strictVersion: true } });
  expect((await stripe.balance.retrieve()).object).toBe("balance");
  expect((await refusal(stripe.balance.retrieve({}, { apiVersion: "2025-03-31.basil" }))).statusCode).toBe(400);
});
