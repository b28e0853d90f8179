import type { PaymentCommon } from "./common.ts";
import type { Refund } from "./refund.ts";
import type { ReviewMoney } from "./review.ts";
import type { Paid } from "./settle.ts";

/** A payment as far as money is concerned: `paid` is there once it has succeeded. */
export type WithMoney = PaymentCommon & { readonly paid?: Paid };

/** What Stripe has taken in the name of this payment, by PaymentIntent: its own first, then what came too much. */
export function takingsOf(payment: WithMoney): readonly ReviewMoney[] {
  const { paid, livemode } = payment;
  if (paid === undefined) return [];
  const { paymentIntentId, amount, currency } = paid;
  const surplus = payment.review.flatMap(({ reason, money }) =>
    reason === "surplus_payment" && money !== undefined ? [money] : [],
  );
  return paymentIntentId === undefined ? surplus : [{ paymentIntentId, amount, currency, livemode }, ...surplus];
}

/** What can still be given back of a PaymentIntent: what was taken, without what was given back or is on its way. Minor units. */
export function refundableOf(payment: WithMoney, paymentIntentId: string): number {
  const taking = takingsOf(payment).find((taken) => taken.paymentIntentId === paymentIntentId);
  return taking === undefined ? 0 : Math.max(0, taking.amount - sum(refundsOf(payment, paymentIntentId), isAlive));
}

/** What has certainly gone back of a PaymentIntent. Minor units. */
export function refundedOf(payment: PaymentCommon, paymentIntentId: string): number {
  return sum(refundsOf(payment, paymentIntentId), ({ status }) => status === "succeeded");
}

/** What was asked back of a PaymentIntent and may go, or has gone. Minor units. */
export function underwayOf(payment: PaymentCommon, paymentIntentId: string): number {
  return sum(refundsOf(payment, paymentIntentId), isAlive);
}

/** Whether a refund gives money back, or still may: one that failed or was canceled does not, and its reference is free again. */
export function isAlive({ status }: Refund): boolean {
  return status !== "failed" && status !== "canceled";
}

function refundsOf({ refunds }: PaymentCommon, paymentIntentId: string): readonly Refund[] {
  return refunds.filter((refund) => refund.paymentIntentId === paymentIntentId);
}

function sum(refunds: readonly Refund[], counts: (refund: Refund) => boolean): number {
  return refunds.reduce((total, refund) => (counts(refund) ? total + refund.amount : total), 0);
}
