import { isDisputeOver } from "./dispute.ts";
import type { Review } from "./review.ts";
import { refundedOf, takingsOf, type WithMoney } from "./takings.ts";

/**
 * The reviews that still need a person.
 *
 * One ends when a person resolves it, and by itself when its money has all gone back, or when the bank has closed its dispute.
 */
export function openReviews(payment: WithMoney): readonly Review[] {
  return payment.review.length === 0 ? payment.review : payment.review.filter((review) => isOpen(payment, review));
}

function isOpen(payment: WithMoney, { id, reason, money, resolved }: Review): boolean {
  if (resolved !== undefined) return false;
  if (reason === "disputed")
    return !payment.disputes.some((dispute) => `disputed.${dispute.id}` === id && isDisputeOver(dispute));
  return money === undefined || !isGivenBack(payment, money.paymentIntentId);
}

function isGivenBack(payment: WithMoney, paymentIntentId: string): boolean {
  const taking = takingsOf(payment).find((taken) => taken.paymentIntentId === paymentIntentId);
  return taking !== undefined && refundedOf(payment, paymentIntentId) >= taking.amount;
}
