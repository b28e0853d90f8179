import type { News } from "@tillkit/core";

/** What tillkit reads of a Dispute, in every API version it may come in. */
export interface StripeDispute {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: string;
  readonly reason: string;
  readonly payment_intent?: string | { readonly id: string } | null;
  readonly evidence_details?: { readonly due_by?: number | null } | null;
}

/** A dispute as news; nothing for one that belongs to no PaymentIntent. */
export function disputeNews(dispute: StripeDispute): readonly News[] {
  const { id, amount, currency, status, reason, payment_intent: intent } = dispute;
  const paymentIntentId = typeof intent === "string" ? intent : intent?.id;
  if (paymentIntentId === undefined) return [];
  const dueBy = dispute.evidence_details?.due_by;
  const seen = { id, paymentIntentId, amount, currency, status, reason };
  return [{ type: "dispute_seen", dispute: dueBy ? { ...seen, dueBy: dueBy * 1000 } : seen }];
}
