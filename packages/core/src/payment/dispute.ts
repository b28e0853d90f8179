/** A bank's objection to a payment, on behalf of the cardholder: seen, and never answered by tillkit. */
export interface Dispute {
  /** `du_…` */
  readonly id: string;
  readonly paymentIntentId: string;
  /** What is disputed, in minor units; it may exceed the payment. */
  readonly amount: number;
  readonly currency: string;
  /** Stripe's status, like `needs_response`, `won` or `lost`. */
  readonly status: string;
  /** Stripe's reason, like `fraudulent` or `product_not_received`. */
  readonly reason: string;
  /** Until when evidence can be given. Milliseconds since the epoch. */
  readonly dueBy?: number;
  /** When it was first seen. Milliseconds since the epoch. */
  readonly at: number;
}

/** A dispute as Stripe shows it. */
export type SeenDispute = Omit<Dispute, "at">;

/** In the order in which a dispute can go through them; Stripe sends no time with them, and its events come in any order. */
const progress: readonly string[] = [
  "warning_needs_response",
  "warning_under_review",
  "warning_closed",
  "needs_response",
  "under_review",
  "prevented",
  "lost",
  "appeal_needs_response",
  "appeal_under_review",
  "won",
];

/** Whether `next` is later in a dispute's life than `known`. A status that is not known yet is news. */
export function isLaterDispute(known: string, next: string): boolean {
  return known !== next && (!progress.includes(next) || progress.indexOf(next) > progress.indexOf(known));
}

/** Whether nobody can or need do anything about it. */
export function isDisputeOver({ status }: Pick<Dispute, "status">): boolean {
  return status === "won" || status === "lost" || status === "warning_closed" || status === "prevented";
}
