import type { TestCard } from "../objects/test-card.ts";
import { notSimulated } from "../protocol/errors.ts";
import { findCard } from "./cards.ts";

/** Stripe's names for test cards online, after `pm_card_` or `tok_` (page Testing). */
const aliases: Readonly<Record<string, string>> = {
  visa: "visa",
  visa_debit: "visa_debit",
  mastercard: "mastercard",
  mastercard_debit: "mastercard_debit",
  mastercard_prepaid: "mastercard_prepaid",
  amex: "amex",
  discover: "discover",
  diners: "diners",
  jcb: "jcb",
  unionpay: "unionpay",
  authenticationRequired: "three_d_secure_always",
  authenticationRequiredOnSetup: "three_d_secure",
  threeDSecure2Required: "three_d_secure_2",
  threeDSecureRequiredChargeDeclined: "three_d_secure_declined",
  authenticationRequiredChargeDeclinedInsufficientFunds: "three_d_secure_insufficient_funds",
  chargeDeclined: "declined",
  visa_chargeDeclined: "declined",
  chargeDeclinedInsufficientFunds: "insufficient_funds",
  visa_chargeDeclinedInsufficientFunds: "insufficient_funds",
  chargeDeclinedLostCard: "lost",
  visa_chargeDeclinedLostCard: "lost",
  chargeDeclinedStolenCard: "stolen",
  visa_chargeDeclinedStolenCard: "stolen",
  chargeDeclinedExpiredCard: "expired",
  chargeDeclinedIncorrectCvc: "incorrect_cvc",
  chargeDeclinedProcessingError: "processing_error",
  chargeDeclinedVelocityLimitExceeded: "velocity_exceeded",
  chargeCustomerFail: "declined_after_attaching",
  createDispute: "disputed",
  createDisputeProductNotReceived: "disputed_not_received",
  createDisputeInquiry: "inquiry",
  refundFail: "refund_fails",
  pendingRefund: "refund_pending",
};

/** The test card that a `pm_card_…` or a `tok_…` stands for; `undefined` for what is not such a name. */
export function aliasOf(name: string, param = "payment_method"): TestCard | undefined {
  const alias = /^(?:pm_card|tok)_([a-zA-Z]\w*)$/.exec(name)?.[1];
  const card = alias === undefined ? undefined : aliases[alias];
  if (card !== undefined) return findCard(card);
  // What comes from Stripe's own list and is not in ours must not look like an id that is not there.
  if (name.startsWith("pm_card_")) throw notSimulated(`the payment method ${name}`, param);
  return undefined;
}
