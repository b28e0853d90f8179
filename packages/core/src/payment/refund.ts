import type { Failure } from "./common.ts";

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
  /** While `requested`. `checking`: the answer was lost, and the request is being repeated under its key. */
  readonly stage?: "sending" | "checking";
  /** Why no money went back. */
  readonly failure?: RefundFailure;
  /** When it was asked for, or first seen. Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Where a refund stands. `requested` is written down and Stripe has not confirmed it yet. Stripe can still call a `succeeded` one
 * `failed`, up to some 30 days later: then the money is back with the shop, and a review says so.
 */
export type RefundStatus = "requested" | "pending" | "requires_action" | "succeeded" | "canceled" | "failed";

/** Why money goes back, in the words that Stripe takes. */
export type RefundReason = "duplicate" | "fraudulent" | "requested_by_customer";

/** Why a refund failed: `refund_refused` by Stripe at once, `refund_failed` at the bank, or it needs the card on a reader. */
export interface RefundFailure extends Pick<Failure, "stripeCode" | "message"> {
  readonly code: "refund_refused" | "refund_failed" | "refund_needs_card";
}

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
