import type Stripe from "stripe";

import { invalidParameter, invalidRequest } from "../protocol/errors.ts";
import { recordMoney } from "../objects/balance-transaction.ts";
import { updateCharge } from "../objects/charge.ts";
import { updatePaymentIntent } from "../objects/payment-intent.ts";
import type { PaymentIntent } from "../objects/types.ts";
import type { World } from "../world.ts";
import { formatAmount } from "./currencies.ts";
import { disputeLater } from "./disputes.ts";
import { mergeMetadata } from "./metadata.ts";
import { find, unexpectedState } from "./payment-intents.ts";
import { captureParams, refuseUnsimulated } from "../protocol/simulated-params.ts";

/** POST /v1/payment_intents/{id}/capture: once; less gives the rest back, more only where the card allows a tip. */
export function capture(world: World, id: string, params: Stripe.PaymentIntentCaptureParams): PaymentIntent {
  refuseUnsimulated(params, captureParams);
  const intent = find(world, id);
  const charge = intent.latest_charge ? world.charges.get(intent.latest_charge) : undefined;
  if (intent.status === "succeeded") {
    const message = `This PaymentIntent could not be captured because its charge has already been captured.`;
    throw invalidRequest(message, { code: "charge_already_captured", payment_intent: intent });
  }
  if (intent.status === "canceled" && intent.cancellation_reason === "expired") {
    throw invalidRequest("The authorization has expired.", {
      code: "charge_expired_for_capture",
      payment_intent: intent,
    });
  }
  if (intent.status !== "requires_capture" || !charge) throw unexpectedState(intent, "captured", ["requires_capture"]);

  const amount = params.amount_to_capture ?? intent.amount_capturable;
  if (amount < 1) throw invalidParameter("This value must be greater than or equal to 1.", "amount_to_capture");
  const most = intent.amount_capturable + overcapture(charge.payment_method_details, intent.amount_capturable);
  if (amount > most) {
    const message = `The amount could not be captured: it is greater than ${formatAmount(most, intent.currency)}.`;
    throw invalidRequest(message, { code: "amount_too_large", param: "amount_to_capture" });
  }
  const { currency } = intent;
  const money = recordMoney(world, { amount, currency, source: charge.id, type: "charge" });
  const captured = updateCharge(world, charge.id, {
    balance_transaction: money.id,
    amount: Math.max(charge.amount, amount),
    captured: true,
    amount_captured: amount,
    amount_refunded: Math.max(0, charge.amount - amount),
  });
  const paid = updatePaymentIntent(world, id, {
    status: "succeeded",
    amount: Math.max(intent.amount, amount),
    amount_capturable: 0,
    amount_received: amount,
    metadata: mergeMetadata(intent.metadata, params.metadata),
  });
  world.emit("charge.captured", captured);
  world.emit("payment_intent.succeeded", paid);
  disputeLater(world, captured);
  return paid;
}

/** On-receipt tips: the larger of half the amount and 50 dollars, where the card allows it (page On-receipt tips). */
function overcapture(details: Stripe.Charge["payment_method_details"], authorized: number): number {
  if (!details?.card_present?.overcapture_supported) return 0;
  return Math.max(Math.floor(authorized / 2), 5_000);
}
