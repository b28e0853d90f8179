import type Stripe from "stripe";

import { disputeLater } from "./disputes.ts";
import { createCharge, updateCharge } from "../objects/charge.ts";
import { canHold } from "../objects/network.ts";
import type { Decline, Presentation } from "../objects/presentation.ts";
import { updatePaymentMethod } from "../objects/payment-method.ts";
import { updatePaymentIntent } from "../objects/payment-intent.ts";
import type { Charge, PaymentIntent } from "../objects/types.ts";
import type { World } from "../world.ts";

/** The bank is being asked. A declined attempt's error is forgotten as soon as the next one begins. */
export function startAttempt(world: World, id: string): PaymentIntent {
  const status = world.settings.showProcessing ? "processing" : "requires_payment_method";
  return updatePaymentIntent(world, id, { status, last_payment_error: null, next_action: null });
}

/** The bank said yes: the money is captured, or held when the payment captures by hand. */
export function approveAttempt(world: World, id: string, presentation: Presentation): PaymentIntent {
  const intent = held(world, id);
  const byHand = capturesByHand(intent, presentation);
  const charge = createCharge(world, intent, presentation, { kind: byHand ? "authorized" : "captured" });
  const paid = updatePaymentIntent(world, id, {
    status: byHand ? "requires_capture" : "succeeded",
    amount_capturable: byHand ? intent.amount : 0,
    amount_received: byHand ? 0 : intent.amount,
    latest_charge: charge.id,
    payment_method: charge.payment_method,
    last_payment_error: null,
    next_action: null,
    processing: null,
  });
  settleMethod(world, paid, charge);
  world.emit("charge.succeeded", charge);
  world.emit(byHand ? "payment_intent.amount_capturable_updated" : "payment_intent.succeeded", paid);
  if (byHand) lapseLater(world, paid, charge);
  else disputeLater(world, charge);
  return paid;
}

/** What becomes of the means after paying: kept for the customer who wished so, or of no more use. */
function settleMethod(world: World, { customer, setup_future_usage: usage }: PaymentIntent, charge: Charge): void {
  const used = charge.payment_method === null ? undefined : world.paymentMethods.get(charge.payment_method);
  if (!used) return;
  const generated = charge.payment_method_details?.card_present?.generated_card;
  const kept = usage && customer !== null ? (generated ?? (used.method.type === "card" ? used.method.id : null)) : null;
  if (!usage && used.method.customer === null) updatePaymentMethod(world, used.method.id, {}, { spent: true });
  if (kept === null || (kept === used.method.id && used.method.customer !== null)) return;
  world.emit("payment_method.attached", updatePaymentMethod(world, kept, { customer }, { setUp: true }));
}

/** The bank said no: the same PaymentIntent waits for another card. */
export function declineAttempt(
  world: World,
  id: string,
  presentation: Presentation,
  refusal: Decline,
): { readonly intent: PaymentIntent; readonly charge: Charge; readonly error: Stripe.PaymentIntent.LastPaymentError } {
  const charge = createCharge(world, held(world, id), presentation, { kind: "declined", decline: refusal });
  const method = charge.payment_method === null ? undefined : world.paymentMethods.get(charge.payment_method)?.method;
  const error: Stripe.PaymentIntent.LastPaymentError = {
    type: "card_error",
    code: refusal.code,
    message: refusal.message,
    charge: charge.id,
    doc_url: docUrl(refusal.code),
    ...(refusal.declineCode && { decline_code: refusal.declineCode }),
    ...(method && { payment_method: method }),
  };
  const intent = updatePaymentIntent(world, id, {
    status: "requires_payment_method",
    latest_charge: charge.id,
    payment_method: null,
    last_payment_error: error,
    next_action: null,
    processing: null,
  });
  world.emit("charge.failed", charge);
  world.emit("payment_intent.payment_failed", intent);
  return { intent, charge, error };
}

/** The payer did not pass the bank's question: the bank was never asked for the money, so there is no charge. */
export function failAuthentication(world: World, id: string, { code, message }: Decline): PaymentIntent {
  const failed = updatePaymentIntent(world, id, {
    status: "requires_payment_method",
    payment_method: null,
    last_payment_error: { type: "invalid_request_error", code, message, doc_url: docUrl(code) },
    next_action: null,
    processing: null,
  });
  world.emit("payment_intent.payment_failed", failed);
  return failed;
}

function docUrl(code: string): string {
  return `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`;
}

/** Nothing reached the bank: the PaymentIntent is as it was before the card. */
export function abandonAttempt(world: World, id: string): PaymentIntent {
  return updatePaymentIntent(world, id, { status: "requires_payment_method" });
}

function held(world: World, id: string): PaymentIntent {
  const intent = world.paymentIntents.get(id);
  if (!intent) throw new Error(`There is no PaymentIntent ${id}`);
  return intent;
}

function capturesByHand(intent: PaymentIntent, { card, inPerson }: Presentation): boolean {
  if (intent.capture_method === "manual") return true;
  if (!inPerson) return intent.payment_method_options?.card?.capture_method === "manual";
  const preference = intent.payment_method_options?.card_present?.capture_method;
  // manual_preferred takes at once what cannot be held: Interac and eftpos (docs.stripe.com/payments/eftpos-australia).
  return preference === "manual" || (preference === "manual_preferred" && canHold(intent, card));
}

/** An authorization nobody captures lapses by itself. */
function lapseLater(world: World, { id }: PaymentIntent, charge: Charge): void {
  const details = charge.payment_method_details;
  const until = details?.card_present?.capture_before ?? details?.card?.capture_before;
  if (until === undefined) return;
  const afterMs = until * 1000 - world.clock.now();
  world.setAlarm(id, afterMs, { kind: "hold_lapses", paymentIntent: id, charge: charge.id });
}

/** Nobody captured the money in time. */
export function holdLapses(world: World, id: string, chargeId: string): void {
  if (world.paymentIntents.get(id)?.status !== "requires_capture") return;
  const charge = updateCharge(world, chargeId, { refunded: true, amount_refunded: held(world, id).amount });
  const intent = updatePaymentIntent(world, id, {
    status: "canceled",
    amount_capturable: 0,
    canceled_at: Math.floor(world.clock.now() / 1000),
    cancellation_reason: "expired",
  });
  world.emit("charge.expired", charge);
  world.emit("payment_intent.canceled", intent);
}
