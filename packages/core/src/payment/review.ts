/** Something about a payment that a person should look at, with what was seen. */
export interface Review {
  readonly reason: ReviewReason;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** A sentence that says what was seen. */
  readonly seen: string;
}

/** Why a payment needs a person. */
export type ReviewReason =
  /** Stripe took another amount than ordered plus tip. */
  | "amount_mismatch"
  /** Stripe took another currency than ordered. */
  | "currency_mismatch"
  /** Test money for a live bill, or the reverse. */
  | "mode_mismatch"
  /** Money came after the payment had been called off, had expired or failed. */
  | "late_payment"
  /** A second PaymentIntent was paid for this payment. */
  | "surplus_payment"
  /** The host's `fulfil` refused: paid, but there is nothing to give. */
  | "fulfilment_refused"
  /** Something tillkit has to do at Stripe or at the host cannot succeed; see the parked effects. */
  | "effect_parked";

/** Adds a review once: the same reason with the same evidence is one case, however often it is seen. */
export function withReview<P extends { readonly review: readonly Review[] }>(payment: P, review: Review): P {
  const known = payment.review.some(({ reason, seen }) => reason === review.reason && seen === review.seen);
  return known ? payment : { ...payment, review: [...payment.review, review] };
}
