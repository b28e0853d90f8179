import type { CheckoutLine, Payment } from "@tillkit/core";
import type { GuestOutcome } from "@tillkit/guest";

/** How a guest's payment stands, for the guest's page. Fields that do not apply are absent. */
export interface GuestOutcomeResource {
  readonly outcome: GuestOutcome["outcome"];
  /** The page's button: go to `url` (`pay`), press Pay (`start`), ask again in some seconds (`wait`), show this to the staff, nothing. */
  readonly next: GuestOutcome["next"];
  /** Stripe's page, with `next: "pay"`. */
  readonly url?: string;
  /** What the staff finds it by. */
  readonly paymentId?: string;
  /** What was ordered, in minor units. Only for who has a link to the bill. */
  readonly amount?: number;
  /** What was taken, tip included. */
  readonly amountPaid?: number;
  /** The part of `amountPaid` that is a tip. */
  readonly tip?: number;
  readonly currency?: string;
  readonly lines?: readonly CheckoutLine[];
}

/** Writes an outcome for a guest who has a link to the bill. */
export function toOutcomeResource(outcome: GuestOutcome): GuestOutcomeResource {
  const { payment } = outcome;
  return { ...toPublicOutcome(outcome), ...(payment === undefined ? {} : moneyOf(payment)) };
}

/** Writes an outcome for whoever knows a session's id: how it stands, and nothing of what was bought. */
export function toPublicOutcome(result: GuestOutcome): GuestOutcomeResource {
  const { outcome, next, payment } = result;
  return {
    outcome,
    next,
    ...("url" in result ? { url: result.url } : {}),
    ...(payment === undefined ? {} : { paymentId: payment.id }),
  };
}

function moneyOf(payment: Payment): Partial<GuestOutcomeResource> {
  const { amount, currency } = payment.ordered;
  return {
    amount,
    currency,
    ...("paid" in payment ? { amountPaid: payment.paid.amount, tip: payment.paid.tip } : {}),
    ...(payment.flow === "checkout" ? { lines: payment.lines } : {}),
  };
}
