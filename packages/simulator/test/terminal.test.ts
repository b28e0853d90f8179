import type { Stripe } from "stripe";
import { expect, test } from "vitest";

import { virtualClock } from "@tillkit/simulator";

import { inPerson, refusal, simulated } from "./simulated-stripe.ts";

test("a card can be read first and charged by a second command", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.collectPaymentMethod("tmr_front", { payment_intent: id });
  await simulator.reader("tmr_front").tap();
  expect((await stripe.paymentIntents.retrieve(id)).status).toBe("requires_confirmation");
  expect(simulator.events.at(-1)?.type).toBe("terminal.reader.action_updated");
  const reader = await stripe.terminal.readers.confirmPaymentIntent("tmr_front", { payment_intent: id });
  expect(reader).toMatchObject({ action: { type: "confirm_payment_intent", status: "succeeded" } });
  expect((await stripe.paymentIntents.retrieve(id)).status).toBe("succeeded");
});

test("a card that was read and not confirmed is forgotten after thirty seconds", async () => {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock });
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.collectPaymentMethod("tmr_front", { payment_intent: id });
  await simulator.reader("tmr_front").tap();
  await clock.advance(30_000);
  expect((await stripe.paymentIntents.retrieve(id)).status).toBe("requires_payment_method");
  const error = await refusal(stripe.terminal.readers.confirmPaymentIntent("tmr_front", { payment_intent: id }));
  expect(error.code).toBe("intent_invalid_state");
});

test("a card read for a payment that is declined leaves it open", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.collectPaymentMethod("tmr_front", { payment_intent: id });
  await simulator.reader("tmr_front").tap("insufficient_funds");
  const reader = await stripe.terminal.readers.confirmPaymentIntent("tmr_front", { payment_intent: id });
  expect(reader).toMatchObject({ action: { status: "failed", api_error: { decline_code: "insufficient_funds" } } });
  expect((await stripe.paymentIntents.retrieve(id)).status).toBe("requires_payment_method");
});

test("questions go unanswered for two minutes, and then away", async () => {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock });
  await stripe.terminal.readers.collectInputs("tmr_front", {
    inputs: [{ type: "email", custom_text: { title: "Receipt?" } }],
  });
  await clock.advance(120_000);
  expect(await stripe.terminal.readers.retrieve("tmr_front")).toMatchObject({ action: { status: "failed" } });
  expect(simulator.events.at(-1)?.type).toBe("terminal.reader.action_failed");
});

test("a guest answers what may be skipped, and signs", async () => {
  const { simulator, stripe } = await simulated();
  await stripe.terminal.readers.collectInputs("tmr_front", {
    inputs: [
      { type: "email", custom_text: { title: "Receipt?" } },
      { type: "signature", required: true, custom_text: { title: "Sign" } },
    ],
  });
  const reader = simulator.reader("tmr_front");
  expect(() => reader.answer([null, null])).toThrow("may not be skipped");
  reader.answer([null, "Ada"]);
  const { action } = await stripe.terminal.readers
    .retrieve("tmr_front")
    .then((read) => ("action" in read ? read : { action: null }));
  const [email, signature] = action?.collect_inputs?.inputs ?? [];
  expect(email).toMatchObject({ skipped: true, email: { value: null } });
  const { url } = await stripe.files.retrieve(signature?.signature?.value ?? "");
  expect(await (await fetch(url ?? "", { headers: { authorization: "Bearer sk_test_x" } })).text()).toContain("Ada");
});

test("six questions are too many", async () => {
  const { stripe } = await simulated();
  const inputs = Array.from({ length: 6 }, () => ({ type: "email" as const, custom_text: { title: "?" } }));
  expect((await refusal(stripe.terminal.readers.collectInputs("tmr_front", { inputs }))).param).toBe("inputs");
});

test("Interac is refunded only on a reader, and only to the card that paid", async () => {
  const { simulator, stripe } = await simulated({ settings: { account: { country: "CA" } } });
  const { id } = await inPerson(stripe, { currency: "cad", allowed_payment_method_types: ["interac_present"] });
  const hands = simulator.reader("tmr_front");
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await hands.insert("interac");
  expect((await refusal(stripe.refunds.create({ payment_intent: id }))).code).toBe("charge_not_refundable");

  await stripe.terminal.readers.refundPayment("tmr_front", { payment_intent: id, amount: 500 });
  await hands.insert("visa");
  expect(simulator.refunds).toHaveLength(0);
  await stripe.terminal.readers.refundPayment("tmr_front", { payment_intent: id, amount: 500 });
  await hands.insert("interac");
  const reader = await stripe.terminal.readers.retrieve("tmr_front");
  expect(reader).toMatchObject({
    action: { status: "succeeded", refund_payment: { refund: simulator.refunds[0]?.id } },
  });
  expect(simulator.charges[0]?.amount_refunded).toBe(500);
});

test("manual_preferred takes Interac at once and only holds a credit card", async () => {
  const { simulator, stripe } = await simulated({ settings: { account: { country: "CA" } } });
  const pay = async (card: string) => {
    const { id } = await inPerson(stripe, {
      currency: "cad",
      allowed_payment_method_types: ["card_present", "interac_present"],
      payment_method_options: { card_present: { capture_method: "manual_preferred" } },
    });
    await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
    await simulator.reader("tmr_front").insert(card);
    return (await stripe.paymentIntents.retrieve(id)).status;
  };
  expect(await pay("interac")).toBe("succeeded");
  expect(await pay("visa")).toBe("requires_capture");
});

test("a hold is raised where it was asked for, and a refusal leaves the old one", async () => {
  const { simulator, stripe } = await simulated({ settings: { amountEndings: true } });
  const { id } = await inPerson(stripe, {
    amount: 1000,
    capture_method: "manual",
    payment_method_options: { card_present: { request_incremental_authorization_support: true } },
  });
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await simulator.reader("tmr_front").tap();
  expect(await stripe.paymentIntents.incrementAuthorization(id, { amount: 1500 })).toMatchObject({
    amount_capturable: 1500,
  });
  const error = await refusal(stripe.paymentIntents.incrementAuthorization(id, { amount: 2005 }));
  expect(error).toMatchObject({ statusCode: 402, code: "card_declined" });
  expect((await stripe.paymentIntents.retrieve(id)).amount_capturable).toBe(1500);
});

test("a hold nobody asked to be raisable stays as it is", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe, { capture_method: "manual" });
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await simulator.reader("tmr_front").tap();
  const error = await refusal(stripe.paymentIntents.incrementAuthorization(id, { amount: 5000 }));
  expect(error.code).toBe("payment_intent_unexpected_state");
});

test("a reader needs a registration code and a location there is", async () => {
  const { stripe } = await simulated();
  const { readers } = stripe.terminal;
  const wrong = await refusal(readers.create({ registration_code: "tea-pot", location: "tml_front" }));
  expect(wrong.param).toBe("registration_code");
  const nowhere = await refusal(readers.create({ registration_code: "simulated-wpe", location: "tml_none" }));
  expect(nowhere.code).toBe("resource_missing");
  const { id } = await readers.create({ registration_code: "simulated-wpe", location: "tml_front" });
  await readers.del(id);
  expect(await readers.retrieve(id)).toMatchObject({ id, deleted: true });
  expect((await refusal(readers.cancelAction(id))).code).toBe("resource_missing");
  expect((await readers.list()).data.map((reader) => reader.id)).not.toContain(id);
});

test("a card number is typed on the reader only where Stripe lets the account", async () => {
  // Stripe does not declare the parameter, as not every account may use it.
  const process_config: object = { moto: true };
  const types = { allowed_payment_method_types: ["card" as const] };
  const closed = await simulated();
  const refused = await inPerson(closed.stripe, types);
  const process = (stripe: Stripe, id: string) =>
    stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id, process_config });
  expect(await refusal(process(closed.stripe, refused.id))).toMatchObject({
    code: "parameter_unknown",
    param: "process_config[moto]",
  });

  const { simulator, stripe } = await simulated({ settings: { account: { moto: true } } });
  const { id } = await inPerson(stripe, types);
  await process(stripe, id);
  const hands = simulator.reader("tmr_front");
  expect(hands.screen).toMatchObject({ kind: "waiting_for_card", message: "Type the card number" });
  await expect(hands.tap()).rejects.toThrow("wants a card number");
  const { presentPaymentMethod } = stripe.testHelpers.terminal.readers;
  const type = presentPaymentMethod.bind(stripe.testHelpers.terminal.readers, "tmr_front");
  const card = { number: "4000000000009995", exp_month: 4, exp_year: 2040 };
  expect(await refusal(type({ type: "card", card }))).toMatchObject({ param: "card[cvc]" });
  await type({ type: "card", card: { ...card, cvc: "123" } });
  expect((await stripe.paymentIntents.retrieve(id)).last_payment_error?.decline_code).toBe("insufficient_funds");
  await process(stripe, id);
  // Such orders are exempt from 3-D Secure.
  await hands.keyIn("three_d_secure");
  expect(await stripe.paymentIntents.retrieve(id, { expand: ["latest_charge"] })).toMatchObject({
    status: "succeeded",
    latest_charge: { payment_method_details: { type: "card", card: { moto: true, last4: "3155" } } },
  });
});
