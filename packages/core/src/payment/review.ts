/** Something about a payment that a person should look at, with what was seen. */
export interface Review {
  /** Says which one within the payment: `surplus_payment.pi_2`. The same case has the same id, however often it is seen. */
  readonly id: string;
  readonly reason: ReviewReason;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** A sentence that says what was seen. */
  readonly seen: string;
  /** The money that it is about; it can be given back in one call. */
  readonly money?: ReviewMoney;
  /** Set once a person has dealt with it. */
  readonly resolved?: Resolution;
}

/** Money that a review is about, as Stripe has shown it. */
export interface ReviewMoney {
  readonly paymentIntentId: string;
  /** In minor units. */
  readonly amount: number;
  readonly currency: string;
  /** Whether it was shown as live money. */
  readonly livemode: boolean;
}

/** How a person ended a review. */
export interface Resolution {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Who, in the host's words. */
  readonly by: string;
  readonly note?: string;
}

/** Why a payment needs a person. */
export type ReviewReason =
  /** Stripe took another amount than ordered plus tip. */
  | "amount_mismatch"
  /** Stripe took another currency than ordered. */
  | "currency_mismatch"
  /** Test money for a live bill, or the reverse. */
  | "mode_mismatch"
  /** Stripe's labels on the money are not this payment's, or it went to another account. */
  | "origin_mismatch"
  /** The host had closed the bill, as after it was paid in cash, and money came too. */
  | "paid_elsewhere"
  /** Money came after the payment had been called off, had expired or failed. */
  | "late_payment"
  /** A second PaymentIntent was paid for this payment. */
  | "surplus_payment"
  /** A tip was expected and Stripe did not name it: what exceeds the bill was taken for it. The order is made all the same. */
  | "tip_derived"
  /** The guest would not sign, and the money had been taken. */
  | "signature_refused"
  /** The host's `fulfil` refused: paid, but there is nothing to give. */
  | "fulfilment_refused"
  /** Money that had gone back to the guest came back to the shop: the refund failed in the end. */
  | "refund_failed"
  /** A bank objects on behalf of the cardholder; Stripe's Dashboard takes the answer. */
  | "disputed"
  /** Something tillkit has to do at Stripe or at the host cannot succeed; see the parked effects. */
  | "effect_parked";

/** Adds a review once: a case that is known, resolved or not, is not a new one. */
export function withReview<P extends { readonly review: readonly Review[] }>(payment: P, review: Review): P {
  const known = payment.review.some(({ id }) => id === review.id);
  return known ? payment : { ...payment, review: [...payment.review, review] };
}

/** A tip that Stripe did not name. */
export function tipDerived(paymentIntentId: string, tip: number, at: number): Review {
  return {
    id: `tip_derived.${paymentIntentId}`,
    reason: "tip_derived",
    at,
    seen: `${paymentIntentId} does not name its tip; ${tip} exceeds the bill`,
  };
}
