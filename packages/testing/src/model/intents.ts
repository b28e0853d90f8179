import type { GatewayAnswer, Payment, TerminalEffect } from "@tillkit/core";
import { paidNews, truthOf } from "./news.ts";
import type { ModelIntent } from "./types.ts";
import { get, type World } from "./world.ts";

/** Makes the PaymentIntent of a payment. */
export function openIntent({ intents, nextId }: World, payment: Payment): GatewayAnswer {
  if (payment.flow !== "terminal") throw new RangeError("Only a terminal payment opens an intent.");
  const intent: ModelIntent = {
    id: nextId("pi"),
    paymentId: payment.id,
    tenant: payment.tenant,
    reference: payment.reference,
    amount: payment.ordered.amount + (payment.tip ?? 0),
    tip: 0,
    currency: payment.ordered.currency,
    manual: payment.capture !== "automatic" || payment.signing?.policy === "required",
    captureBefore: undefined,
    status: "requires_payment_method",
    lastCharge: undefined,
    lapsed: false,
    received: 0,
  };
  intents.set(intent.id, intent);
  return { type: "done", news: [{ type: "intent_opened", paymentIntentId: intent.id }] };
}

/** Takes the money. */
export function succeed({ tell }: World, intent: ModelIntent, amount: number): void {
  intent.status = "succeeded";
  intent.received = amount;
  tell("payment_intent.succeeded", intent, [intent.id], [paidNews(intent)]);
}

/** Closes a PaymentIntent that can still be closed. */
export function cancelIntent(
  { intents, tell }: World,
  { paymentIntentId }: Extract<TerminalEffect, { readonly type: "cancel_intent" }>,
): GatewayAnswer {
  const intent = get(intents, paymentIntentId);
  if (intent.status === "requires_payment_method" || intent.status === "requires_capture") {
    intent.status = "canceled";
    tell("payment_intent.canceled", intent, [intent.id], [{ type: "intent_canceled" }]);
  }
  return { type: "done", news: truthOf(intent) };
}

/** Takes held money. */
export function captureIntent(
  world: World,
  { paymentIntentId, amount }: Extract<TerminalEffect, { readonly type: "capture_intent" }>,
): GatewayAnswer {
  const intent = get(world.intents, paymentIntentId);
  if (intent.status === "requires_capture") succeed(world, intent, amount ?? intent.amount);
  return { type: "done", news: truthOf(intent) };
}

/** Raises a hold. */
export function incrementAuthorization(
  { intents, tell }: World,
  { paymentIntentId, amount }: Extract<TerminalEffect, { readonly type: "increment_authorization" }>,
): GatewayAnswer {
  const intent = get(intents, paymentIntentId);
  if (intent.status === "requires_capture" && amount > intent.amount) {
    intent.amount = amount;
    tell("payment_intent.amount_capturable_updated", intent, [intent.id], truthOf(intent));
  }
  return { type: "done", news: truthOf(intent) };
}

/** A hold that nobody has captured in time. */
export function lapse({ tell }: World, intent: ModelIntent): void {
  intent.status = "canceled";
  intent.lapsed = true;
  tell("payment_intent.canceled", intent, [intent.id], truthOf(intent));
}
