import type { News, SeenRefund } from "@tillkit/core";
import type { Metadata } from "../metadata.ts";

/** What tillkit reads of a Refund, in every API version it may come in. */
export interface StripeRefund {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: string | null;
  readonly payment_intent?: string | { readonly id: string } | null;
  readonly reason?: string | null;
  readonly failure_reason?: string;
  readonly metadata?: Metadata;
}

/** The label by which a refund is known to be ours. */
export const REFUND_LABEL = "tillkit_refund";

const reasons = ["duplicate", "fraudulent", "requested_by_customer"] as const;
const statuses = ["requires_action", "succeeded", "canceled", "failed"] as const;

/** A refund as news; nothing for one that belongs to no PaymentIntent, which no payment here can be. */
export function refundNews(refund: StripeRefund): readonly News[] {
  const seen = seenRefund(refund);
  return seen === undefined ? [] : [{ type: "refund_seen", refund: seen }];
}

/** The PaymentIntent whose money it gives back. */
export function refundedIntent({ payment_intent: intent }: Pick<StripeRefund, "payment_intent">): string | undefined {
  return typeof intent === "string" ? intent : intent?.id;
}

function seenRefund(refund: StripeRefund): SeenRefund | undefined {
  const { id: refundId, amount, currency, status, metadata, failure_reason: failureReason } = refund;
  const paymentIntentId = refundedIntent(refund);
  if (paymentIntentId === undefined) return undefined;
  const ours = metadata?.[REFUND_LABEL];
  const reason = reasons.find((known) => known === refund.reason);
  return {
    refundId,
    ...(ours ? { id: ours } : {}),
    paymentIntentId,
    amount,
    currency,
    // A status that is not known yet is not a final one.
    status: statuses.find((known) => known === status) ?? "pending",
    ...(reason === undefined ? {} : { reason }),
    ...(failureReason === undefined ? {} : { failureReason }),
  };
}
