import type { GatewayAnswer, Payment, TerminalEffect } from "@tillkit/core";
import { paidNews, truthOf } from "./news.ts";
import type { ModelIntent, PresentedCard } from "./types.ts";
import { get, type Slot, type World } from "./world.ts";

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
    tipNamed: true,
    currency: payment.ordered.currency,
    manual: payment.capture !== "automatic" || payment.signing?.policy === "required",
    raisable: false,
    captureBefore: undefined,
    status: "requires_payment_method",
    presented: undefined,
    lastCharge: undefined,
    lapsed: false,
    received: 0,
  };
  intents.set(intent.id, intent);
  return { type: "done", news: [{ type: "intent_opened", paymentIntentId: intent.id }] };
}

/** How long a card-present hold lasts on most networks. */
const HELD_FOR_MS = 2 * 24 * 60 * 60_000;

/** Asks the issuer for the card that a guest has presented. */
export function charge(
  world: World,
  slot: Slot,
  intent: ModelIntent,
  { declineCode, tip, tipNamed, raisable, single }: Omit<PresentedCard, "at">,
): void {
  const id = world.nextId("ch");
  if (declineCode !== undefined) {
    intent.lastCharge = { id, declineCode };
    intent.status = "requires_payment_method";
    slot.status = "failed";
    slot.failure = { code: "card_declined", declineCode, chargeId: id };
    world.tell("payment_intent.payment_failed", intent, [intent.id], [{ type: "hint", afterMs: 2_000 }]);
    world.tell("terminal.reader.action_failed", undefined, [intent.id], [{ type: "hint", afterMs: 0 }]);
    return;
  }
  intent.lastCharge = { id };
  slot.status = "succeeded";
  intent.amount += tip;
  intent.tip = tip;
  intent.tipNamed = tipNamed;
  intent.raisable = raisable;
  if (!intent.manual || single) return succeed(world, intent, intent.amount);
  intent.captureBefore = world.now() + HELD_FOR_MS;
  intent.status = "requires_capture";
  world.tell("payment_intent.amount_capturable_updated", intent, [intent.id], truthOf(intent));
}

/** Takes the money. */
function succeed({ tell }: World, intent: ModelIntent, amount: number): void {
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
  if (isCancelable(intent)) {
    intent.status = "canceled";
    tell("payment_intent.canceled", intent, [intent.id], [{ type: "intent_canceled" }]);
  }
  return { type: "done", news: truthOf(intent) };
}

function isCancelable({ status }: ModelIntent): boolean {
  return status === "requires_payment_method" || status === "requires_confirmation" || status === "requires_capture";
}

/** Gives an unpaid PaymentIntent another amount. */
export function updateIntent(
  { intents, updates, overtaken }: World,
  { paymentIntentId, attempt, amount }: Extract<TerminalEffect, { readonly type: "update_intent" }>,
): GatewayAnswer {
  const intent = get(intents, paymentIntentId);
  if (intent.status !== "requires_payment_method") return { type: "done", news: truthOf(intent) };
  intent.amount = amount;
  if ((updates.get(intent.id)?.attempt ?? 0) > attempt) overtaken.add(intent.id);
  updates.set(intent.id, { attempt, amount });
  return { type: "done", news: [{ type: "intent_updated", attempt, amount }] };
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
    if (!intent.raisable)
      return { type: "refused", stripeCode: "card_declined", message: "The issuer holds no more than it does." };
    intent.amount = amount;
    tell("payment_intent.amount_capturable_updated", intent, [intent.id], truthOf(intent));
  }
  return { type: "done", news: truthOf(intent) };
}

/** A card that was read, and that nobody has charged in time, is forgotten. */
export function forgetCard(intent: ModelIntent): void {
  intent.status = "requires_payment_method";
  intent.presented = undefined;
}

/** A hold that nobody has captured in time. */
export function lapse({ tell }: World, intent: ModelIntent): void {
  intent.status = "canceled";
  intent.lapsed = true;
  tell("payment_intent.canceled", intent, [intent.id], truthOf(intent));
}
