import type { TestCard } from "../objects/test-card.ts";
import { notSimulated } from "../protocol/errors.ts";
import { findCard } from "./cards.ts";

/** Stripe's names for test cards online (page Testing). */
const aliases: Readonly<Record<string, string>> = {
  pm_card_visa: "visa",
  pm_card_visa_debit: "visa_debit",
  pm_card_mastercard: "mastercard",
  pm_card_amex: "amex",
  pm_card_discover: "discover",
  pm_card_authenticationRequired: "three_d_secure_always",
  pm_card_chargeDeclined: "declined",
  pm_card_visa_chargeDeclined: "declined",
  pm_card_chargeDeclinedInsufficientFunds: "insufficient_funds",
  pm_card_visa_chargeDeclinedInsufficientFunds: "insufficient_funds",
  pm_card_chargeDeclinedLostCard: "lost",
  pm_card_chargeDeclinedStolenCard: "stolen",
  pm_card_chargeDeclinedExpiredCard: "expired",
  pm_card_chargeDeclinedProcessingError: "processing_error",
  pm_card_createDispute: "disputed",
  pm_card_createDisputeProductNotReceived: "disputed_not_received",
  pm_card_createDisputeInquiry: "inquiry",
  pm_card_refundFail: "refund_fails",
  pm_card_pendingRefund: "refund_pending",
};

/** The test card a `pm_card_…` stands for. No other payment method is simulated, and asking for one is refused. */
export function aliasOf(paymentMethod: string): TestCard {
  const name = aliases[paymentMethod];
  if (name === undefined) throw notSimulated(`the payment method ${paymentMethod}`, "payment_method");
  return findCard(name);
}
