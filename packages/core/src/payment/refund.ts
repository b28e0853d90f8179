import type { Failure, FailureCode } from "./common.ts";

/** Money that is given back, or was asked to be: a record of its own beside the payment's status. */
export interface Refund {
  /** Ours (`ref_…`); Stripe's (`re_…`) for one that somebody made elsewhere, as in Stripe's Dashboard. */
  readonly id: string;
  /**
   * The host's id of the return slip. One refund that is not failed or canceled per reference and payment, so that a request that
   * comes again gives nothing back twice. Absent for one that was made elsewhere.
   */
  readonly reference?: string;
  readonly status: RefundStatus;
  /** In minor units of `currency`. */
  readonly amount: number;
  readonly currency: string;
  /** Whose money it is: the payment's own, or that of one that came too much. */
  readonly paymentIntentId: string;
  /** Stripe's id (`re_…`), once it is known. */
  readonly refundId?: string;
  readonly reason?: RefundReason;
  /** Who asked for it, in the host's words. */
  readonly by?: string;
  /** Why, in the host's words. */
  readonly note?: string;
  /** The reader on which the card is presented, for cards that must be. */
  readonly readerId?: string;
  /** While `requested`, and on a reader. */
  readonly presenting?: Presenting;
  /** While `requested`. `checking`: the answer was lost, and Stripe is being asked. `waiting_for_card`: on a reader. */
  readonly stage?: "sending" | "waiting_for_card" | "checking";
  /** Why no money went back. */
  readonly failure?: RefundFailure;
  /** When it was asked for, or first seen. Milliseconds since the epoch. */
  readonly at: number;
}

/** How long a reader asks for the card that the money goes back to. Milliseconds since the epoch. */
export interface Presenting {
  /** When the till takes it off the reader. */
  readonly until: number;
  /** When the till asks Stripe next, if nothing is heard before. */
  readonly lookAt: number;
  /** Why it is being taken off: somebody called it off, or the time is up. A card that is faster wins. */
  readonly withdrawn?: "cashier" | "timeout";
}

/**
 * Where a refund stands. `requested` is written down and Stripe has not confirmed it yet. Stripe can still call a `succeeded` one
 * `failed`, up to some 30 days later: then the money is back with the shop, and a review says so.
 */
export type RefundStatus = "requested" | "pending" | "requires_action" | "succeeded" | "canceled" | "failed";

/** Why money goes back, in the words that Stripe takes. */
export type RefundReason = "duplicate" | "fraudulent" | "requested_by_customer";

/**
 * Why a refund failed: `refund_refused` by Stripe at once, `refund_failed` at the bank, it needs the card on a reader, or what happened
 * on the reader.
 */
export interface RefundFailure extends Pick<Failure, "stripeCode" | "message"> {
  readonly code: "refund_refused" | "refund_failed" | "refund_needs_card" | ReaderRefundFailureCode;
}

/** Why a reader gave no money back. `card_declined` is also another card than the one that paid. */
export type ReaderRefundFailureCode = Extract<
  FailureCode,
  | "card_declined"
  | "customer_canceled"
  | "no_card_presented"
  | "reader_busy"
  | "reader_offline"
  | "reader_unreachable"
  | "reader_displaced"
  | "reader_not_found"
  | "reader_failed"
>;

/** A refund as Stripe shows it. */
export interface SeenRefund {
  /** `re_…` */
  readonly refundId: string;
  /** Our id, from its metadata; absent for one that was made elsewhere. */
  readonly id?: string;
  readonly paymentIntentId: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: Exclude<RefundStatus, "requested">;
  readonly reason?: RefundReason;
  /** Stripe's `failure_reason`. */
  readonly failureReason?: string;
}
