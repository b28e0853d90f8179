import type { Stripe } from "stripe";
import { describe, expect, test } from "vitest";

import { virtualClock } from "@tillkit/simulator";
import type { Simulator } from "@tillkit/simulator";

import { refusal, simulated } from "./simulated-stripe.ts";

const reader = "tmr_front";

const types = ["card_present", "card"] as const;

/** A PaymentIntent for both worlds, and how it gets into each status. */
async function reach(status: string, stripe: Stripe, simulator: Simulator): Promise<string> {
  const held = status === "requires_capture";
  const { id } = await stripe.paymentIntents.create({
    amount: 1000,
    currency: "usd",
    allowed_payment_method_types: [...types],
    ...(held && { capture_method: "manual" }),
    payment_method_options: { card_present: { request_incremental_authorization_support: true } },
  });
  const hands = simulator.reader(reader);
  switch (status) {
    case "requires_confirmation":
      await stripe.paymentIntents.update(id, { payment_method: "pm_card_visa" });
      break;
    case "requires_action":
      await stripe.paymentIntents.confirm(id, { payment_method: "pm_card_authenticationRequired" });
      break;
    case "canceled":
      await stripe.paymentIntents.cancel(id);
      break;
    case "processing":
    case "requires_capture":
    case "succeeded":
      await stripe.terminal.readers.processPaymentIntent(reader, { payment_intent: id });
      void hands.tap();
      break;
    default:
  }
  return id;
}

const calls: Readonly<Record<string, (stripe: Stripe, id: string) => Promise<unknown>>> = {
  update: (stripe, id) => stripe.paymentIntents.update(id, { amount: 1100 }),
  cancel: (stripe, id) => stripe.paymentIntents.cancel(id),
  capture: (stripe, id) => stripe.paymentIntents.capture(id),
  increment: (stripe, id) => stripe.paymentIntents.incrementAuthorization(id, { amount: 1500 }),
  confirm: (stripe, id) => stripe.paymentIntents.confirm(id, { payment_method: "pm_card_visa" }),
  process: (stripe, id) => stripe.terminal.readers.processPaymentIntent("tmr_other", { payment_intent: id }),
  collect: (stripe, id) => stripe.terminal.readers.collectPaymentMethod("tmr_other", { payment_intent: id }),
};

const unexpected = "payment_intent_unexpected_state";
const wrong = "intent_invalid_state";
const ok = "";

/** What each status allows, and the code of the refusal where it does not. */
const table: Readonly<Record<string, readonly string[]>> = {
  "": ["update", "cancel", "capture", "increment", "confirm", "process", "collect"],
  requires_payment_method: [ok, ok, unexpected, unexpected, ok, ok, ok],
  requires_confirmation: [ok, ok, unexpected, unexpected, ok, wrong, wrong],
  requires_action: [ok, ok, unexpected, unexpected, ok, wrong, wrong],
  processing: [unexpected, unexpected, unexpected, unexpected, unexpected, wrong, wrong],
  requires_capture: [unexpected, ok, ok, ok, unexpected, wrong, wrong],
  succeeded: [unexpected, unexpected, "charge_already_captured", unexpected, unexpected, wrong, wrong],
  canceled: [unexpected, unexpected, unexpected, unexpected, unexpected, wrong, wrong],
};

describe.each(Object.keys(table).filter((status) => status !== ""))("a PaymentIntent that is %s", (status) => {
  const cells = (table[""] ?? []).map((call, i) => [call, table[status]?.[i] ?? ""] as const);

  test.each(cells)("%s: %s", async (call, code) => {
    const clock = virtualClock();
    const { simulator, stripe } = await simulated({
      clock,
      readers: [
        { id: reader, label: "Front" },
        { id: "tmr_other", label: "Other" },
      ],
      timing: { authorizeMs: status === "processing" ? 60_000 : 0 },
    });
    const id = await reach(status, stripe, simulator);
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe(status);
    const run = calls[call];
    if (!run) throw new Error(`There is no call ${call}`);
    if (code === ok) await run(stripe, id);
    else expect((await refusal(run(stripe, id))).code).toBe(code);
  });
});
