import type { Stripe } from "stripe";
import { describe, expect, test } from "vitest";

import { virtualClock } from "@tillkit/simulator";
import type { Simulator } from "@tillkit/simulator";

import { inPerson, refusal, simulated } from "./simulated-stripe.ts";

const reader = "tmr_front";
const inputs = [{ type: "text" as const, custom_text: { title: "Name?" } }];
const cart = { currency: "usd", total: 450, line_items: [{ amount: 450, description: "Tea", quantity: 1 }] };

interface Shop {
  readonly simulator: Simulator;
  readonly stripe: Stripe;
  /** A payment that is none of the reader's business yet. */
  readonly other: string;
  /** A paid one. */
  readonly paid: string;
}

/** How a reader gets into each state. */
const states: Readonly<Record<string, (shop: Shop) => Promise<unknown>>> = {
  idle: async () => undefined,
  "waiting for a card": async ({ stripe }) => {
    const { id } = await inPerson(stripe);
    await stripe.terminal.readers.processPaymentIntent(reader, { payment_intent: id });
  },
  collecting: async ({ stripe }) => {
    const { id } = await inPerson(stripe);
    await stripe.terminal.readers.collectPaymentMethod(reader, { payment_intent: id });
  },
  "setting up": async ({ stripe }) => {
    const { id } = await stripe.setupIntents.create({ allowed_payment_method_types: ["card_present"] });
    await stripe.terminal.readers.processSetupIntent(reader, { setup_intent: id, allow_redisplay: "always" });
  },
  refunding: ({ stripe, paid }) => stripe.terminal.readers.refundPayment(reader, { payment_intent: paid }),
  asking: ({ stripe }) => stripe.terminal.readers.collectInputs(reader, { inputs }),
  "showing a cart": ({ stripe }) => stripe.terminal.readers.setReaderDisplay(reader, { type: "cart", cart }),
  authorizing: async ({ stripe, simulator }) => {
    const { id } = await inPerson(stripe);
    await stripe.terminal.readers.processPaymentIntent(reader, { payment_intent: id });
    void simulator.reader(reader).tap();
  },
  offline: async ({ simulator }) => simulator.reader(reader).goOffline(),
  "gone, and not missed yet": async ({ simulator }) => simulator.reader(reader).vanish(),
};

const commands: Readonly<Record<string, (shop: Shop) => Promise<unknown>>> = {
  process_payment_intent: ({ stripe, other }) =>
    stripe.terminal.readers.processPaymentIntent(reader, { payment_intent: other }),
  collect_payment_method: ({ stripe, other }) =>
    stripe.terminal.readers.collectPaymentMethod(reader, { payment_intent: other }),
  process_setup_intent: states["setting up"] ?? (async () => undefined),
  refund_payment: ({ stripe, paid }) => stripe.terminal.readers.refundPayment(reader, { payment_intent: paid }),
  collect_inputs: ({ stripe }) => stripe.terminal.readers.collectInputs(reader, { inputs }),
  set_reader_display: ({ stripe }) => stripe.terminal.readers.setReaderDisplay(reader, { type: "cart", cart }),
  cancel_action: ({ stripe }) => stripe.terminal.readers.cancelAction(reader),
};

/** What each state answers to every command: nothing to complain of, or one error for them all. */
const answers: Readonly<Record<string, string>> = {
  authorizing: "terminal_reader_busy",
  offline: "terminal_reader_offline",
  "gone, and not missed yet": "terminal_reader_timeout",
};

describe.each(Object.keys(states))("a reader that is %s", (state) => {
  test.each(Object.keys(commands))("%s", async (command) => {
    const clock = virtualClock();
    const { simulator, stripe } = await simulated({ clock, timing: { authorizeMs: 500 } });
    const { id: paid } = await inPerson(stripe);
    await stripe.terminal.readers.processPaymentIntent(reader, { payment_intent: paid });
    const tapped = simulator.reader(reader).tap();
    await clock.advance(500);
    await tapped;
    const { id: other } = await inPerson(stripe);
    const shop = { simulator, stripe, other, paid };
    await states[state]?.(shop);
    const before = (await stripe.terminal.readers.retrieve(reader)) as Stripe.Terminal.Reader;
    const events = simulator.events.length;

    const run = commands[command] ?? (async () => undefined);
    // Stripe itself clears the action of a reader that does not answer any more.
    const code = state.startsWith("gone") && command === "cancel_action" ? undefined : answers[state];
    if (code !== undefined) {
      expect(await refusal(run(shop))).toMatchObject({ code, statusCode: 400, rawType: "invalid_request_error" });
      expect(await stripe.terminal.readers.retrieve(reader)).toMatchObject({ action: before.action });
      return;
    }
    await run(shop);
    const after = (await stripe.terminal.readers.retrieve(reader)) as Stripe.Terminal.Reader;
    if (command === "cancel_action") {
      // A cart is done as soon as it is shown, and stays until something clears it.
      const cleared = before.action?.status === "in_progress" || before.action?.type === "set_reader_display";
      expect(after.action?.status ?? null).toBe(cleared ? null : "succeeded");
    } else expect(after.action?.type).toBe(command);
    // Neither a replaced prompt nor a canceled one is worth an event to Stripe.
    const told = simulator.events.slice(events).filter(({ type }) => type.startsWith("terminal."));
    expect(told).toEqual([]);
    expect((await stripe.paymentIntents.retrieve(other)).status).toBe("requires_payment_method");
  });
});

test("what nobody knows of a reader is a setting: the status of its errors and what a cancel leaves", async () => {
  const settings = { readerErrorStatus: 402, canceledAction: "failed", readerTimeoutCode: "no_card" } as const;
  const { simulator, stripe } = await simulated({ settings });
  const { id } = await inPerson(stripe);
  await stripe.terminal.readers.processPaymentIntent(reader, { payment_intent: id });
  expect(await stripe.terminal.readers.cancelAction(reader)).toMatchObject({
    action: { status: "failed", failure_code: "canceled" },
  });
  await stripe.terminal.readers.processPaymentIntent(reader, { payment_intent: id });
  simulator.reader(reader).timeOut();
  expect(await stripe.terminal.readers.retrieve(reader)).toMatchObject({ action: { failure_code: "no_card" } });
  simulator.reader(reader).goOffline();
  expect(await refusal(stripe.terminal.readers.cancelAction(reader))).toMatchObject({ statusCode: 402 });
});

test("whether a reader that timed out is asked again under the same key is a setting, and so are new devices", async () => {
  for (const readerTimeoutKept of [true, false]) {
    const registrationCodes = { "simulated-t600": "simulated_stripe_t600" };
    const { simulator, stripe } = await simulated({ settings: { readerTimeoutKept, registrationCodes } });
    const { id } = await inPerson(stripe);
    const process = () =>
      stripe.terminal.readers.processPaymentIntent(reader, { payment_intent: id }, { idempotencyKey: "attempt 1" });
    simulator.reader(reader).failNext("terminal_reader_timeout");
    expect((await refusal(process())).code).toBe("terminal_reader_timeout");
    if (readerTimeoutKept) expect((await refusal(process())).code).toBe("terminal_reader_timeout");
    else expect((await process()).action?.status).toBe("in_progress");
    const made = { registration_code: "simulated-t600", location: "tml_front" };
    expect((await stripe.terminal.readers.create(made)).device_type).toBe("simulated_stripe_t600");
  }
});
