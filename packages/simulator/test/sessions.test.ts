import type Stripe from "stripe";
import { expect, test } from "vitest";

import { virtualClock } from "@tillkit/simulator";

import { refusal, simulated } from "./simulated-stripe.ts";

function session(stripe: Stripe, more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  return stripe.checkout.sessions.create({
    mode: "payment",
    success_url: "https://shop.example/thanks?session={CHECKOUT_SESSION_ID}",
    cancel_url: "https://shop.example/table/7",
    line_items: [
      { quantity: 2, price_data: { currency: "usd", unit_amount: 450, product_data: { name: "Tea" } } },
      { quantity: 1, price_data: { currency: "usd", unit_amount: 350, product_data: { name: "Cake" } } },
    ],
    ...more,
  });
}

test("a guest pays: the session completes, and only then has a payment intent", async () => {
  const { simulator, stripe } = await simulated();
  const open = await session(stripe, { payment_intent_data: { metadata: { order: "7" } }, metadata: { table: "3" } });
  expect(open).toMatchObject({ status: "open", payment_status: "unpaid", payment_intent: null, amount_total: 1250 });

  const landed = await simulator.guest(open.url ?? "").pay();

  expect(landed).toBe(`https://shop.example/thanks?session=${open.id}`);
  const done = await stripe.checkout.sessions.retrieve(open.id, {
    expand: ["payment_intent.latest_charge", "line_items"],
  });
  expect(done).toMatchObject({
    status: "complete",
    payment_status: "paid",
    url: null,
    metadata: { table: "3" },
    payment_intent: { status: "succeeded", metadata: { order: "7" }, latest_charge: { paid: true } },
    line_items: { data: [{ description: "Tea", amount_total: 900 }, { description: "Cake" }] },
  });
  expect(simulator.events.map(({ type }) => type)).toEqual([
    "payment_intent.created",
    "charge.succeeded",
    "payment_intent.succeeded",
    "checkout.session.completed",
  ]);
});

test("a declined guest tries another card on the same payment intent", async () => {
  const { simulator, stripe } = await simulated();
  const { id, url } = await session(stripe);
  const refused = await simulator.guest(url ?? "").decline("insufficient_funds");
  expect(refused.declineCode).toBe("insufficient_funds");
  const open = await stripe.checkout.sessions.retrieve(id);
  expect(open).toMatchObject({
    status: "open",
    payment_status: "unpaid",
    payment_intent: expect.stringMatching(/^pi_/),
  });

  await simulator.guest(id).payAndCloseTab("mastercard");
  expect(simulator.paymentIntents).toHaveLength(1);
  expect((await stripe.checkout.sessions.retrieve(id)).payment_status).toBe("paid");
});

test("a session is expired by hand only while open", async () => {
  const { simulator, stripe } = await simulated();
  const { id, url } = await session(stripe);
  expect(await stripe.checkout.sessions.expire(id)).toMatchObject({ status: "expired", url: null });
  expect((await refusal(stripe.checkout.sessions.expire(id))).statusCode).toBe(400);
  await expect(simulator.guest(url ?? "").pay()).rejects.toThrow("expired");
  expect(simulator.events.map(({ type }) => type)).toEqual(["checkout.session.expired"]);
});

test("a session that is being paid cannot be expired", async () => {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock, timing: { authorizeMs: 1000 } });
  const { id } = await session(stripe);
  const paying = simulator.guest(id).payAndCloseTab();
  expect((await refusal(stripe.checkout.sessions.expire(id))).statusCode).toBe(400);
  await clock.advance(1000);
  await paying;
  expect((await stripe.checkout.sessions.retrieve(id)).status).toBe("complete");
});

test("a session expires by itself, between 30 minutes and 24 hours", async () => {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock });
  const now = Math.floor(clock.now() / 1000);
  expect((await refusal(session(stripe, { expires_at: now + 60 * 29 }))).param).toBe("expires_at");
  expect((await refusal(session(stripe, { expires_at: now + 86_400 * 2 }))).param).toBe("expires_at");

  const { id } = await session(stripe, { expires_at: now + 1800 });
  await simulator.guest(id).decline();
  await clock.advance(1800 * 1000);
  expect((await stripe.checkout.sessions.retrieve(id)).status).toBe("expired");
  expect(simulator.paymentIntents).toMatchObject([{ status: "canceled" }]);
});

test.each([
  ["bank_debit", "paid", "checkout.session.async_payment_succeeded"],
  ["bank_debit_fails", "unpaid", "checkout.session.async_payment_failed"],
])("a %s completes unpaid and is answered later", async (card, paymentStatus, event) => {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock });
  const { id } = await session(stripe, { allowed_payment_method_types: ["card", "us_bank_account"] });
  await simulator.guest(id).pay(card);
  expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: "complete", payment_status: "unpaid" });

  await clock.advance(2000);
  expect((await stripe.checkout.sessions.retrieve(id)).payment_status).toBe(paymentStatus);
  expect(simulator.events.at(-1)?.type).toBe(event);
});

test("a held payment completes the session unpaid, and can be captured or canceled", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await session(stripe, { payment_intent_data: { capture_method: "manual" } });
  await simulator.guest(id).pay();
  expect((await stripe.checkout.sessions.retrieve(id)).payment_status).toBe("unpaid");
  expect(await stripe.paymentIntents.cancel(simulator.paymentIntents[0]?.id ?? "")).toMatchObject({
    status: "canceled",
  });
});

test("the payment intent of an open session belongs to the session", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await session(stripe);
  await simulator.guest(id).decline();
  const intent = simulator.paymentIntents[0]?.id ?? "";
  expect((await refusal(stripe.paymentIntents.cancel(intent))).code).toBe("payment_intent_unexpected_state");
  const list = await stripe.checkout.sessions.list({ payment_intent: intent });
  expect(list.data.map((s) => s.id)).toEqual([id]);
});

test("what the parameters lack is named in brackets", async () => {
  const { stripe } = await simulated();
  const line = { price_data: { currency: "usd", unit_amount: 100 } };
  expect(await refusal(session(stripe, { line_items: [line] }))).toMatchObject({ code: "resource_missing" });
  expect(await refusal(session(stripe, { line_items: [{ quantity: 1 }] }))).toMatchObject({
    code: "parameter_missing",
    param: "line_items[0][price]",
  });
  expect(await refusal(session(stripe, { success_url: "thanks" }))).toMatchObject({ code: "url_invalid" });
  expect(await refusal(session(stripe, { client_reference_id: "x".repeat(201) }))).toMatchObject({
    param: "client_reference_id",
  });
});

test("a session whose time runs out during a payment expires once the card is declined", async () => {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock, timing: { authorizeMs: 10_000 } });
  const { id } = await session(stripe, { expires_at: Math.floor(clock.now() / 1000) + 1800 });
  await clock.advance(1_795_000);
  const refused = simulator.guest(id).decline();
  await clock.advance(6_000);
  expect((await stripe.checkout.sessions.retrieve(id)).status).toBe("open");
  await clock.advance(4_000);
  await refused;
  expect((await stripe.checkout.sessions.retrieve(id)).status).toBe("expired");
});

test("a coupon takes its part of each line, and is redeemed by paying", async () => {
  const { simulator, stripe } = await simulated();
  await stripe.coupons.create({ id: "HALF", percent_off: 33, max_redemptions: 1 });
  const create = (coupon: string) =>
    stripe.checkout.sessions.create({
      mode: "payment",
      success_url: "https://shop.example",
      discounts: [{ coupon }],
      line_items: [
        { price_data: { currency: "usd", unit_amount: 500, product_data: { name: "Tea" } } },
        { quantity: 2, price_data: { currency: "usd", unit_amount: 251, product_data: { name: "Cake" } } },
      ],
      expand: ["line_items"],
    });
  const made = await create("HALF");
  expect(made).toMatchObject({
    amount_subtotal: 1002,
    amount_total: 671,
    discounts: [{ coupon: "HALF" }],
    total_details: { amount_discount: 331 },
    line_items: {
      data: [
        { amount_discount: 166, amount_total: 334 },
        { amount_discount: 165, amount_total: 337 },
      ],
    },
  });
  const page = await (await fetch(made.url ?? "")).text();
  expect(page).toContain("−$3.31");
  await simulator.guest(made.id).pay();
  expect(simulator.paymentIntents).toMatchObject([{ amount: 671, status: "succeeded" }]);
  expect(await stripe.coupons.retrieve("HALF")).toMatchObject({ times_redeemed: 1, valid: false });
  expect((await refusal(create("HALF"))).code).toBe("coupon_expired");
  await stripe.coupons.create({ id: "EUR", amount_off: 100, currency: "eur" });
  expect((await refusal(create("EUR"))).param).toBe("discounts[0][coupon]");
  expect((await refusal(create("NONE"))).code).toBe("resource_missing");
  await stripe.coupons.create({ id: "FREE", percent_off: 100 });
  const free = await create("FREE");
  await simulator.guest(free.id).pay();
  expect(await stripe.checkout.sessions.retrieve(free.id)).toMatchObject({
    payment_status: "no_payment_required",
    payment_intent: null,
  });
});

test("a session knows its customer, or makes one of every guest", async () => {
  const { simulator, stripe } = await simulated();
  const ada = await stripe.customers.create({ name: "Ada", email: "ada@example.com" });
  const create = (more: Partial<Stripe.Checkout.SessionCreateParams>) =>
    stripe.checkout.sessions.create({
      mode: "payment",
      success_url: "https://shop.example",
      line_items: [{ price_data: { currency: "usd", unit_amount: 900, product_data: { name: "Tea" } } }],
      ...more,
    });
  const pay = async (more: Partial<Stripe.Checkout.SessionCreateParams>) => {
    const { id } = await create(more);
    await simulator.guest(id).pay();
    return stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent"] });
  };
  const known = await pay({ customer: ada.id, payment_intent_data: { setup_future_usage: "off_session" } });
  expect(known).toMatchObject({ customer: ada.id, customer_details: { name: "Ada", email: "ada@example.com" } });
  expect(known.payment_intent).toMatchObject({ customer: ada.id });
  expect((await stripe.customers.listPaymentMethods(ada.id)).data).toHaveLength(1);
  const made = await pay({ customer_creation: "always", customer_email: "sam@example.com" });
  expect(made.payment_intent).toMatchObject({ customer: made.customer });
  expect((await stripe.customers.list({ email: "sam@example.com" })).data).toMatchObject([{ id: made.customer }]);
  expect((await pay({})).customer).toBeNull();
  expect(await refusal(create({ customer: ada.id, customer_email: "x@example.com" }))).toMatchObject({
    code: "parameters_exclusive",
  });
  expect((await refusal(create({ customer: "cus_none" }))).code).toBe("resource_missing");
});

test("a price that was made beforehand is what a line costs, as long as it is active", async () => {
  const { simulator, stripe } = await simulated();
  const tea = await stripe.products.create({ name: "Tea", default_price_data: { currency: "usd", unit_amount: 350 } });
  const price = typeof tea.default_price === "string" ? tea.default_price : "";
  const create = () =>
    stripe.checkout.sessions.create({
      mode: "payment",
      success_url: "https://shop.example",
      line_items: [{ price, quantity: 3 }],
      expand: ["line_items.data.price.product"],
    });
  const made = await create();
  expect(made).toMatchObject({
    amount_total: 1050,
    line_items: {
      data: [{ description: "Tea", quantity: 3, price: { id: price, product: { id: tea.id, name: "Tea" } } }],
    },
  });
  await simulator.guest(made.id).pay();
  expect(simulator.charges[0]?.amount).toBe(1050);
  await stripe.prices.update(price, { active: false });
  expect(await refusal(create())).toMatchObject({ param: "line_items[0][price]" });
  expect((await refusal(stripe.products.del(tea.id))).statusCode).toBe(400);
});
