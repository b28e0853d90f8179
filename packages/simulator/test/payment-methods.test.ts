import { Stripe } from "stripe";
import { expect, test } from "vitest";

import { refusal, simulated } from "./simulated-stripe.ts";

const typed = { number: "4242 4242 4242 4242", exp_month: 4, exp_year: 2040, cvc: "123" };

/** Pays ten dollars with a payment method in one request. */
function pay(stripe: Stripe, payment_method: string, more: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  return stripe.paymentIntents.create({ amount: 1000, currency: "usd", payment_method, confirm: true, ...more });
}

function idOf(method: string | Stripe.PaymentMethod | null): string {
  return typeof method === "string" ? method : (method?.id ?? "");
}

test("a card that somebody typed pays once, and shows what was typed", async () => {
  const { stripe } = await simulated();
  const { id } = await stripe.paymentMethods.create({
    type: "card",
    card: typed,
    billing_details: { name: "Ada" },
  });
  const paid = await pay(stripe, id, { expand: ["latest_charge", "payment_method"] });
  expect(paid).toMatchObject({
    status: "succeeded",
    payment_method: { id, card: { brand: "visa", last4: "4242", exp_month: 4, exp_year: 2040 } },
    latest_charge: { billing_details: { name: "Ada" }, payment_method_details: { card: { exp_year: 2040 } } },
  });
  const again = await refusal(pay(stripe, id));
  expect(again).toMatchObject({ statusCode: 400, code: "payment_method_unexpected_state" });
});

test.each([
  [{ number: "4242424242424241" }, "incorrect_number", ""],
  [{ number: "4111111111111111" }, "card_declined", "test_mode_live_card"],
  [{ exp_month: 13 }, "invalid_expiry_month", ""],
  [{ exp_year: 2001 }, "invalid_expiry_year", ""],
  [{ cvc: "12" }, "invalid_cvc", ""],
])("a card typed wrongly is a 402: %o", async (wrong, code, declineCode) => {
  const { stripe } = await simulated();
  const error = await refusal(stripe.paymentMethods.create({ type: "card", card: { ...typed, ...wrong } }));
  expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
  expect(error).toMatchObject({ code, decline_code: declineCode });
});

test("a customer's card pays again and again, for that customer only, until it is taken away for good", async () => {
  const { simulator, stripe } = await simulated();
  const customer = (await stripe.customers.create()).id;
  const other = (await stripe.customers.create()).id;
  const { id } = await stripe.paymentMethods.attach("pm_card_visa", { customer });
  await pay(stripe, id, { customer });
  await pay(stripe, id, { customer });
  expect((await refusal(pay(stripe, id))).message).toContain("you must provide the customer");
  expect((await refusal(pay(stripe, id, { customer: other }))).message).toContain("does not have a payment method");
  expect((await stripe.customers.listPaymentMethods(customer)).data.map((method) => method.id)).toEqual([id]);

  expect((await stripe.paymentMethods.detach(id)).customer).toBeNull();
  expect((await refusal(stripe.paymentMethods.attach(id, { customer }))).code).toBe("payment_method_unexpected_state");
  const types = simulator.events.map(({ type }) => type).filter((type) => type.startsWith("payment_method"));
  expect(types).toEqual(["payment_method.attached", "payment_method.detached"]);
});

test("a bank that declines a card does not let it be kept; one that declines later does", async () => {
  const { stripe } = await simulated();
  const customer = (await stripe.customers.create()).id;
  const attach = (name: string) => stripe.paymentMethods.attach(name, { customer });
  expect(await refusal(attach("pm_card_chargeDeclined"))).toMatchObject({ statusCode: 402, code: "card_declined" });
  const { id } = await attach("pm_card_chargeCustomerFail");
  expect(await refusal(pay(stripe, id, { customer }))).toMatchObject({ code: "card_declined" });
});

test.each([
  ["pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"],
  ["pm_card_chargeDeclinedLostCard", "card_declined", "lost_card"],
  ["pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"],
  ["pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"],
  ["pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"],
  ["pm_card_chargeDeclinedVelocityLimitExceeded", "card_declined", "card_velocity_exceeded"],
])("%s is declined with %s, and the payment waits for another card", async (name, code, declineCode) => {
  const { simulator, stripe } = await simulated();
  const error = await refusal(pay(stripe, name));
  expect(error).toMatchObject({ statusCode: 402, code, decline_code: declineCode });
  expect(error.payment_intent).toMatchObject({
    status: "requires_payment_method",
    payment_method: null,
    last_payment_error: { code, payment_method: { object: "payment_method" } },
  });
  expect(simulator.charges).toMatchObject([{ status: "failed", failure_code: code }]);
  const id = error.payment_intent?.id ?? "";
  expect((await stripe.paymentIntents.confirm(id, { payment_method: "pm_card_visa" })).status).toBe("succeeded");
});

test("a bank that asks first sends the holder to its page and back to the shop", async () => {
  const { simulator, stripe } = await simulated();
  const asked = await pay(stripe, "pm_card_authenticationRequired", {
    return_url: "https://shop.example/back?table=7",
  });
  expect(asked).toMatchObject({
    status: "requires_action",
    next_action: { type: "redirect_to_url", redirect_to_url: { return_url: "https://shop.example/back?table=7" } },
  });
  expect(simulator.charges).toEqual([]);
  const url = asked.next_action?.redirect_to_url?.url ?? "";
  expect(await (await fetch(url)).text()).toContain("Is this you?");
  const body = new URLSearchParams({ answer: "yes" });
  const answered = await fetch(url, { method: "POST", body, redirect: "manual" });
  expect(answered.status).toBe(303);
  expect(answered.headers.get("location")).toBe(
    `https://shop.example/back?table=7&payment_intent=${asked.id}&payment_intent_client_secret=${asked.client_secret}`,
  );
  const paid = await stripe.paymentIntents.retrieve(asked.id, { expand: ["latest_charge"] });
  expect(paid).toMatchObject({
    status: "succeeded",
    next_action: null,
    latest_charge: { payment_method_details: { card: { three_d_secure: { result: "authenticated" } } } },
  });
  expect(await (await fetch(url)).text()).toContain("Nothing to confirm");
});

test("a holder who says no takes no charge, and the payment waits for another card", async () => {
  const { simulator, stripe } = await simulated();
  const { id, next_action } = await pay(stripe, "pm_card_threeDSecure2Required");
  expect(next_action?.type).toBe("use_stripe_sdk");
  await simulator.cardholder(id).refuse();
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
    status: "requires_payment_method",
    last_payment_error: { code: "payment_intent_authentication_failure" },
  });
  expect(simulator.charges).toEqual([]);
  expect(simulator.events.map(({ type }) => type)).toEqual([
    "payment_intent.created",
    "payment_intent.requires_action",
    "payment_intent.payment_failed",
  ]);
  await expect(simulator.cardholder(id).approve()).rejects.toThrow("No bank asks");
});

test("a bank may ask first and decline all the same", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await pay(stripe, "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds");
  await simulator.cardholder(id).approve();
  expect((await stripe.paymentIntents.retrieve(id)).last_payment_error?.decline_code).toBe("insufficient_funds");
  expect(simulator.charges).toMatchObject([{ status: "failed" }]);
});

test("a holder who is away cannot be asked, unless the card was set up and needs no more", async () => {
  const { simulator, stripe } = await simulated();
  const customer = (await stripe.customers.create()).id;
  const away = (payment_method: string) => pay(stripe, payment_method, { customer, off_session: true });
  expect(await refusal(away("pm_card_authenticationRequired"))).toMatchObject({ code: "authentication_required" });

  const setup = await stripe.setupIntents.create({
    customer,
    confirm: true,
    payment_method: "pm_card_authenticationRequiredOnSetup",
    return_url: "https://shop.example/saved",
  });
  expect(setup.status).toBe("requires_action");
  const back = await simulator.cardholder(setup.next_action?.redirect_to_url?.url ?? "").approve();
  expect(back).toContain(`setup_intent=${setup.id}`);
  const done = await stripe.setupIntents.retrieve(setup.id, { expand: ["latest_attempt"] });
  expect(done).toMatchObject({ status: "succeeded", latest_attempt: { status: "succeeded" } });
  expect((await away(idOf(done.payment_method))).status).toBe("succeeded");
});

test("where no action is wanted, the question is a decline", async () => {
  const { simulator, stripe } = await simulated();
  const error = await refusal(pay(stripe, "pm_card_authenticationRequired", { error_on_requires_action: true }));
  expect(error).toMatchObject({ statusCode: 402, code: "authentication_required" });
  expect(simulator.charges).toEqual([]);
});

test("3-D Secure can be asked for with any card", async () => {
  const { stripe } = await simulated();
  const options = { payment_method_options: { card: { request_three_d_secure: "any" } } } as const;
  expect((await pay(stripe, "pm_card_visa", options)).status).toBe("requires_action");
});

test("a payment that is to be repeated keeps the card for the customer", async () => {
  const { stripe } = await simulated();
  const customer = (await stripe.customers.create()).id;
  const { payment_method } = await pay(stripe, "pm_card_visa", { customer, setup_future_usage: "off_session" });
  expect(await stripe.paymentMethods.retrieve(idOf(payment_method))).toMatchObject({ customer });
});

test("a card that a reader read is kept as one that can be charged later", async () => {
  const { simulator, stripe } = await simulated();
  const customer = (await stripe.customers.create()).id;
  const { id } = await stripe.paymentIntents.create({
    amount: 1250,
    currency: "usd",
    allowed_payment_method_types: ["card_present"],
    customer,
    setup_future_usage: "off_session",
  });
  const process_config = { allow_redisplay: "limited" as const };
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id, process_config });
  await simulator.reader("tmr_front").insert("mastercard");
  const paid = await stripe.paymentIntents.retrieve(id, { expand: ["latest_charge", "payment_method"] });
  const charge = paid.latest_charge as Stripe.Charge;
  const generated = charge.payment_method_details?.card_present?.generated_card ?? "";
  expect(paid.payment_method).toMatchObject({ type: "card_present", card_present: { read_method: "contact_emv" } });
  expect(await stripe.paymentMethods.retrieve(generated)).toMatchObject({
    customer,
    allow_redisplay: "limited",
    card: { generated_from: { charge: charge.id } },
  });
  expect((await pay(stripe, generated, { customer, off_session: true })).status).toBe("succeeded");
  const present = (paid.payment_method as Stripe.PaymentMethod).id;
  expect((await refusal(pay(stripe, present, { customer }))).message).toContain("generated_card");
});

test("a reader sets a card up for a customer, and a refused one leaves its reason", async () => {
  const { simulator, stripe } = await simulated();
  const customer = (await stripe.customers.create()).id;
  const { id } = await stripe.setupIntents.create({ customer, allowed_payment_method_types: ["card_present"] });
  const process = () =>
    stripe.terminal.readers.processSetupIntent("tmr_front", { setup_intent: id, allow_redisplay: "always" });
  await process();
  await simulator.reader("tmr_front").tap("declined");
  expect(await stripe.setupIntents.retrieve(id)).toMatchObject({
    status: "requires_payment_method",
    last_setup_error: { code: "card_declined" },
  });
  await process();
  await simulator.reader("tmr_front").tap();
  const reader = (await stripe.terminal.readers.retrieve("tmr_front")) as Stripe.Terminal.Reader;
  const generated = reader.action?.process_setup_intent?.generated_card ?? "";
  expect((await stripe.paymentMethods.retrieve(generated)).allow_redisplay).toBe("always");
  const { latest_attempt } = await stripe.setupIntents.retrieve(id, { expand: ["latest_attempt"] });
  expect(latest_attempt).toMatchObject({ payment_method_details: { card_present: { generated_card: generated } } });
  expect((await stripe.setupAttempts.list({ setup_intent: id })).data.map(({ status }) => status)).toEqual([
    "succeeded",
    "failed",
  ]);
  expect((await pay(stripe, generated, { customer, off_session: true })).status).toBe("succeeded");
});

test("what only a confirmation can mean is refused without one", async () => {
  const { stripe } = await simulated();
  const params = { amount: 1000, currency: "usd", return_url: "https://shop.example" };
  expect(await refusal(stripe.paymentIntents.create(params))).toMatchObject({ statusCode: 400, param: "return_url" });
  const missing = stripe.paymentIntents.create({ amount: 1000, currency: "usd", confirm: true });
  expect((await refusal(missing)).message).toContain("missing a payment method");
});
