import {
  type Dispute,
  openReviews,
  type Payment,
  publicDecline,
  type Refund,
  refundableOf,
  type RefundFailure,
  refundedOf,
  refundGuidance,
  type Review,
  type Words,
} from "@tillkit/core";
import { iso } from "./answers.ts";
import { publicText } from "./confidential.ts";

/** Money that was given back, or asked to be. Times in ISO 8601, UTC. */
export interface RefundResource extends Omit<Refund, "at" | "readerId" | "presenting" | "failure"> {
  readonly at: string;
  /** Until when a reader asks for the card. */
  readonly presentBy?: string;
  /** What a till's screen says of it, in English. */
  readonly guidance: Words;
  /** The reader on which the card is presented (`tmr_…`). */
  readonly reader?: string;
  readonly failure?: Pick<RefundFailure, "code" | "stripeCode">;
}

/** A bank's objection. Times in ISO 8601, UTC. */
export interface DisputeResource extends Omit<Dispute, "at" | "dueBy"> {
  readonly at: string;
  readonly dueBy?: string;
}

/** Something for a person to look at. Times in ISO 8601, UTC. */
export interface ReviewResource extends Omit<Review, "at" | "resolved"> {
  readonly at: string;
  /** Whether it still needs somebody: nobody has resolved it, and its money has not gone back. */
  readonly open: boolean;
  readonly resolved?: { readonly at: string; readonly by: string; readonly note?: string };
}

/** What grows beside the status, as the routes answer it. */
export function refundsOf(payment: Payment): {
  readonly amountRefunded?: number;
  readonly refundable?: number;
  readonly refunds: readonly RefundResource[];
  readonly disputes: readonly DisputeResource[];
  readonly review: readonly ReviewResource[];
} {
  const open = openReviews(payment);
  const own = "paid" in payment ? payment.paid.paymentIntentId : undefined;
  return {
    ...(own === undefined ? {} : { amountRefunded: refundedOf(payment, own), refundable: refundableOf(payment, own) }),
    refunds: payment.refunds.map(toRefund),
    disputes: payment.disputes.map(({ at, dueBy, ...dispute }) => ({
      ...dispute,
      reason: publicDecline(dispute.reason),
      ...(dueBy === undefined ? {} : { dueBy: iso(dueBy) }),
      at: iso(at),
    })),
    review: payment.review.map((review) => toReview(review, open.includes(review))),
  };
}

function toRefund(given: Refund): RefundResource {
  const { at, readerId, presenting, failure, ...refund } = given;
  const { code, stripeCode } = failure ?? {};
  return {
    ...refund,
    ...(readerId === undefined ? {} : { reader: readerId }),
    ...(presenting === undefined ? {} : { presentBy: iso(presenting.until) }),
    guidance: refundGuidance(given),
    ...(code === undefined
      ? {}
      : { failure: stripeCode === undefined ? { code } : { code, stripeCode: publicDecline(stripeCode) } }),
    at: iso(at),
  };
}

function toReview({ at, seen, resolved, ...review }: Review, open: boolean): ReviewResource {
  return {
    ...review,
    seen: publicText(seen),
    open,
    at: iso(at),
    ...(resolved === undefined ? {} : { resolved: { ...resolved, at: iso(resolved.at) } }),
  };
}
