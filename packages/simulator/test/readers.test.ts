import { expect, test } from "vitest";

import { virtualClock } from "@tillkit/simulator";

import { inPerson, refusal, simulated } from "./simulated-stripe.ts";

test("a tap pays: one captured charge, and both objects say so", async () => {
  const { simulator, stripe } = await simulated();
  const intent = await inPerson(stripe);
  const reader = await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: intent.id });
  expect(reader.action?.status).toBe("in_progress");

  await simulator.reader("tmr_front").tap();

  const paid = await stripe.paymentIntents.retrieve(intent.id, { expand: ["latest_charge"] });
  expect(paid).toMatchObject({
    status: "succeeded",
    amount_received: 1250,
    latest_charge: { paid: true, captured: true },
  });
  const after = await stripe.terminal.readers.retrieve("tmr_front");
  expect(after).toMatchObject({
    action: { status: "succeeded", process_payment_intent: { payment_intent: intent.id } },
  });
  expect(simulator.events.map(({ type }) => type)).toEqual([
    "payment_intent.created",
    "charge.succeeded",
    "payment_intent.succeeded",
    "terminal.reader.action_succeeded",
  ]);
});

test("a decline fails the action, and the same payment intent takes the next card", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await simulator.reader("Front counter").tap("insufficient_funds");

  const reader = await stripe.terminal.readers.retrieve("tmr_front");
  expect(reader).toMatchObject({
    action: {
      status: "failed",
      failure_code: "card_declined",
      api_error: { type: "card_error", decline_code: "insufficient_funds" },
    },
  });
  const declined = await stripe.paymentIntents.retrieve(id);
  expect(declined).toMatchObject({
    status: "requires_payment_method",
    last_payment_error: { code: "card_declined", decline_code: "insufficient_funds" },
  });

  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await simulator.reader("tmr_front").insert("mastercard");
  expect(simulator.charges.map(({ paid }) => paid)).toEqual([false, true]);
  expect((await stripe.paymentIntents.retrieve(id)).status).toBe("succeeded");
});

test("a tap that wants a PIN makes two charges inside one action", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  const screen = await simulator.reader("tmr_front").tap("offline_pin_sca_retry", { pin: null });

  expect(screen.kind).toBe("enter_pin");
  expect((await stripe.terminal.readers.retrieve("tmr_front")) as object).toMatchObject({
    action: { status: "in_progress" },
  });
  expect(simulator.events.at(-1)?.type).toBe("payment_intent.payment_failed");

  await simulator.reader("tmr_front").insert("offline_pin_sca_retry");
  expect(simulator.charges.map(({ status }) => status)).toEqual(["failed", "succeeded"]);
  expect(simulator.events.filter(({ type }) => type.startsWith("terminal.reader"))).toHaveLength(1);
});

test("a prompt nobody answered is replaced without a word", async () => {
  const { simulator, stripe } = await simulated();
  const first = await inPerson(stripe);
  const second = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: first.id });
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: second.id });
  await simulator.reader("tmr_front").tap();

  expect((await stripe.paymentIntents.retrieve(first.id)).status).toBe("requires_payment_method");
  expect((await stripe.paymentIntents.retrieve(second.id)).status).toBe("succeeded");
});

test("while the bank is asked, the reader is busy for everybody, also for a cancel", async () => {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock, timing: { authorizeMs: 900 } });
  const intent = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: intent.id });
  const tapped = simulator.reader("tmr_front").tap();

  expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe("processing");
  expect((await refusal(stripe.terminal.readers.cancelAction("tmr_front"))).code).toBe("terminal_reader_busy");
  expect(
    (await refusal(stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: intent.id }))).code,
  ).toBe("terminal_reader_busy");

  await clock.advance(900);
  expect((await tapped).kind).toBe("approved");
});

test("a canceled prompt leaves no action, no event and an unpaid payment intent", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  const reader = await stripe.terminal.readers.cancelAction("tmr_front");

  expect(reader).toMatchObject({ action: null });
  expect(simulator.events.map(({ type }) => type)).toEqual(["payment_intent.created"]);
  expect((await stripe.paymentIntents.retrieve(id)).status).toBe("requires_payment_method");
});

test("the guest can cancel on the reader only where the till allowed it", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  expect(() => simulator.reader("tmr_front").cancel()).toThrow("no cancel button");

  await stripe.terminal.readers.processPaymentIntent("tmr_front", {
    payment_intent: id,
    process_config: { enable_customer_cancellation: true },
  });
  simulator.reader("tmr_front").cancel();
  expect((await stripe.terminal.readers.retrieve("tmr_front")) as object).toMatchObject({
    action: { status: "failed", failure_code: "customer_canceled", api_error: null },
  });
});

test("an offline reader refuses, an unknown one is missing", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  simulator.reader("tmr_front").goOffline();
  const process = (reader: string) => stripe.terminal.readers.processPaymentIntent(reader, { payment_intent: id });

  expect((await refusal(process("tmr_front"))).code).toBe("terminal_reader_offline");
  expect(await refusal(process("tmr_none"))).toMatchObject({ code: "resource_missing", statusCode: 404 });
});

test("a timeout may be true, or a lie the guest's tap gives away", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  const hands = simulator.reader("tmr_front");
  const process = () => stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });

  hands.failNext("terminal_reader_timeout");
  expect((await refusal(process())).code).toBe("terminal_reader_timeout");
  await expect(hands.tap()).rejects.toThrow("not waiting");

  hands.failNext("terminal_reader_timeout", { delivered: true });
  expect((await refusal(process())).code).toBe("terminal_reader_timeout");
  await hands.tap();
  expect((await stripe.paymentIntents.retrieve(id)).status).toBe("succeeded");
});

test("a payment that is over cannot be put on a reader again", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  const process = () => stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await process();
  await simulator.reader("tmr_front").tap();
  const error = await refusal(process());

  expect(error).toMatchObject({
    code: "intent_invalid_state",
    statusCode: 400,
    payment_intent: { id, status: "succeeded" },
  });
});

test("a payment intent waiting on two readers is paid on one of them only", async () => {
  const { simulator, stripe } = await simulated({ readers: [{ label: "Bar" }, { label: "Door" }] });
  const { id } = await inPerson(stripe);
  for (const label of ["Bar", "Door"]) {
    await stripe.terminal.readers.processPaymentIntent(simulator.reader(label).id, { payment_intent: id });
  }
  await simulator.reader("Bar").tap();
  const second = await simulator.reader("Door").tap();

  expect(second.kind).toBe("declined");
  expect(simulator.charges.filter(({ paid, captured }) => paid && captured)).toHaveLength(1);
});

test.each([
  [false, "requires_payment_method"],
  [true, "succeeded"],
])("a reader that vanishes leaves its action open; money taken: %s", async (authorized, status) => {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock, timing: { authorizeMs: 900 } });
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  const hands = simulator.reader("tmr_front");
  void hands.tap();
  hands.vanish({ authorized });
  await clock.advance(1000);

  expect((await stripe.paymentIntents.retrieve(id)).status).toBe(status);
  expect((await stripe.terminal.readers.retrieve("tmr_front")) as object).toMatchObject({
    action: { status: "in_progress" },
  });
  expect(simulator.events.filter(({ type }) => type.startsWith("terminal"))).toEqual([]);
  expect((await stripe.terminal.readers.cancelAction("tmr_front")) as object).toMatchObject({ action: null });

  await clock.advance(120_000);
  expect((await stripe.terminal.readers.retrieve("tmr_front")) as object).toMatchObject({ status: "offline" });
});

test("a cart takes the place of a payment that waits for its card", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await stripe.terminal.readers.setReaderDisplay("tmr_front", {
    type: "cart",
    cart: { currency: "usd", total: 450, line_items: [{ amount: 450, description: "Tea", quantity: 1 }] },
  });

  expect(simulator.reader("tmr_front").screen).toMatchObject({ kind: "cart", amount: 450 });
  await expect(simulator.reader("tmr_front").tap()).rejects.toThrow("not waiting");
});

test("Stripe's own test helper taps too", async () => {
  const { stripe } = await simulated();
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  const reader = await stripe.testHelpers.terminal.readers.presentPaymentMethod("tmr_front", {
    type: "card_present",
    card_present: { number: "4000000000000002" },
  });

  expect(reader).toMatchObject({ action: { status: "failed", api_error: { decline_code: "generic_decline" } } });
});

test("amount endings decide when the setting says so", async () => {
  const { simulator, stripe } = await simulated({ settings: { amountEndings: true } });
  const { id } = await inPerson(stripe, { amount: 1255 });
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await simulator.reader("tmr_front").tap();

  expect((await stripe.paymentIntents.retrieve(id)).last_payment_error?.decline_code).toBe("incorrect_pin");
});

test("Interac is refused where the money would be held", async () => {
  const { simulator, stripe } = await simulated({ settings: { account: { country: "CA" } } });
  const create = (capture: "manual" | "automatic") =>
    inPerson(stripe, {
      currency: "cad",
      capture_method: capture,
      allowed_payment_method_types: ["card_present", "interac_present"],
    });
  for (const [capture, status] of [
    ["manual", "requires_payment_method"],
    ["automatic", "succeeded"],
  ] as const) {
    const { id } = await create(capture);
    await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
    await simulator.reader("tmr_front").insert("interac");
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe(status);
  }
});

test.each([
  ["connection_error", false, "requires_payment_method"],
  ["connection_error", true, "succeeded"],
])("a %s leaves the outcome to the payment intent; money taken: %s", async (code, authorized, status) => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  simulator.reader("tmr_front").failNext(code, { authorized });
  await simulator.reader("tmr_front").tap();

  expect(await stripe.terminal.readers.retrieve("tmr_front")).toMatchObject({
    action: { status: "failed", failure_code: "connection_error", api_error: null },
  });
  expect((await stripe.paymentIntents.retrieve(id)).status).toBe(status);
});

test("a payment intent canceled while the bank is asked takes no money", async () => {
  const clock = virtualClock();
  const options = { clock, timing: { authorizeMs: 900 }, settings: { showProcessing: false } };
  const { simulator, stripe } = await simulated(options);
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  const tapped = simulator.reader("tmr_front").tap();
  await stripe.paymentIntents.cancel(id);
  await clock.advance(900);

  expect((await tapped).kind).toBe("declined");
  expect(simulator.charges).toEqual([]);
});

test("a short loss of the network keeps the prompt", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  const hands = simulator.reader("tmr_front");
  hands.goOffline();
  await expect(hands.tap()).rejects.toThrow("offline");
  hands.goOnline();
  expect((await hands.tap()).kind).toBe("approved");
});

test("a prompt can time out by itself", async () => {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock, timing: { readerTimeoutMs: 60_000 } });
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await clock.advance(60_000);

  expect(simulator.reader("tmr_front").screen.kind).toBe("timed_out");
  expect(simulator.events.at(-1)?.type).toBe("terminal.reader.action_failed");
});

test("a tip chosen on the reader raises the amount", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  await simulator.reader("tmr_front").tap("visa", { tip: 250 });

  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
    amount: 1500,
    amount_received: 1500,
    amount_details: { tip: { amount: 250 } },
  });
});

test("the reader can be waited for", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  const waiting = simulator.reader("tmr_front").waiting();
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  expect(await waiting).toMatchObject({ kind: "waiting_for_card", amount: 1250, paymentIntent: id });
});

test("paid on one reader while the other waits for a PIN: the PIN takes no second payment", async () => {
  const clock = virtualClock();
  const options = { clock, timing: { authorizeMs: 900 }, readers: [{ label: "Bar" }, { label: "Door" }] };
  const { simulator, stripe } = await simulated(options);
  const { id } = await inPerson(stripe);
  const [bar, door] = [simulator.reader("Bar"), simulator.reader("Door")];
  for (const reader of [bar, door]) {
    await stripe.terminal.readers.processPaymentIntent(reader.id, { payment_intent: id });
  }
  const slow = bar.tap("offline_pin_sca_retry");
  await clock.advance(900);
  const quick = door.tap();
  await clock.advance(2000);

  expect((await quick).kind).toBe("approved");
  expect((await slow).kind).toBe("declined");
  expect(simulator.charges.filter(({ paid }) => paid)).toHaveLength(1);
});

test("a timeout cannot hide that the reader is busy", async () => {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock, timing: { authorizeMs: 900 } });
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  const hands = simulator.reader("tmr_front");
  const tapped = hands.tap();
  hands.failNext("terminal_reader_timeout", { delivered: true });
  expect((await refusal(stripe.terminal.readers.cancelAction("tmr_front"))).code).toBe("terminal_reader_busy");
  await clock.advance(900);
  expect((await tapped).kind).toBe("approved");
});

test("a guest who is not asked for a tip cannot give one", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  const process_config = { skip_tipping: true };
  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id, process_config });
  await expect(simulator.reader("tmr_front").tap("visa", { tip: 100 })).rejects.toThrow("asks for no tip");
  const present = stripe.testHelpers.terminal.readers.presentPaymentMethod("tmr_front", { amount_tip: 100 });
  expect((await refusal(present)).param).toBe("amount_tip");
});
