import { formatMoney, type Money } from "../money/money.ts";
import type { Evidence, PaymentCommon } from "./common.ts";
import { withCard } from "./common-fields.ts";
import { type Review, type ReviewMoney, type ReviewReason, tipDerived, withReview } from "./review.ts";

declare const settled: unique symbol;

/**
 * Proof that a payment was paid, made only by `settle`.
 *
 * The brand has no value at run time; it keeps every other piece of code from writing "paid" by hand.
 */
export interface Paid {
  readonly [settled]: true;
  /** Absent for a bill over nothing, which Stripe never saw. */
  readonly paymentIntentId?: string;
  readonly checkoutSessionId?: string;
  readonly chargeId?: string;
  /** Everything that was taken, tip included, in minor units. */
  readonly amount: number;
  /** The part of `amount` that is a tip. */
  readonly tip: number;
  readonly currency: string;
  /** What the guest was shown and charged, where that was another currency than the bill's. */
  readonly presented?: Money;
  /** Milliseconds since the epoch: when tillkit learned of it. */
  readonly at: number;
}

/** Something that the host does once its order is made. */
export interface FollowUp {
  /** The name that the host has given it: `kitchenTicket`. */
  readonly name: string;
  /** When it was done, in milliseconds since the epoch. Absent while it is still to be done. */
  readonly doneAt?: number;
}

/** Where the host's order stands. */
export type Fulfilment =
  /** `fulfil` is to be called, or is being called. */
  | { readonly status: "pending" }
  /** `fulfil` ran; the order is made. `afterwards`: what follows from it, like the kitchen's ticket. */
  | { readonly status: "done"; readonly at: number; readonly afterwards?: readonly FollowUp[] }
  /** `fulfil` said that it cannot be done; see the review. */
  | { readonly status: "refused"; readonly at: number; readonly reason: string }
  /** What was paid is not what was ordered: a person decides; see the review. */
  | { readonly status: "held" };

/** What every paid payment carries, whatever its flow. */
export interface SettledFields {
  readonly paid: Paid;
  readonly fulfilment: Fulfilment;
}

/** What should have been taken. By default what was ordered, and the tip that Stripe names. */
export interface DueMoney {
  /** Without the tip, in minor units. */
  readonly amount: number;
  /** In minor units. */
  readonly tip: number;
  /** The tip is our own conclusion: Stripe did not name it. */
  readonly derived?: true;
}

/**
 * The only way to paid, for both flows and every source: webhook, return page, poll and sweep.
 *
 * Compares what Stripe took with the bill. What fits is to be fulfilled; what does not is held for review with its evidence.
 */
export function settle<P extends PaymentCommon>(
  payment: P,
  evidence: Evidence,
  {
    at,
    late = false,
    due = { amount: payment.ordered.amount, tip: evidence.tip },
  }: { readonly at: number; readonly late?: boolean; readonly due?: DueMoney },
): { readonly payment: P; readonly fields: SettledFields } {
  const { tip } = due;
  const differences = differencesOf(payment, evidence, { due, at });
  const timing = payment.closed !== undefined ? [afterClosing(evidence, at)] : late ? [lateness(evidence, at)] : none;
  const reviews = timing.length === 0 ? differences : [...differences, ...timing];
  const known = withCard(payment, evidence.card) ?? payment;
  const told = due.derived === true ? withReview(known, tipDerived(evidence.paymentIntentId, tip, at)) : known;
  return {
    payment: reviews.reduce(withReview, told),
    fields: { paid: paidBy(evidence, { tip, at }), fulfilment: { status: reviews.length === 0 ? "pending" : "held" } },
  };
}

/** Settles a bill over nothing: there is no money, so there is no evidence to compare. */
export function settleFree({ ordered: { currency } }: PaymentCommon, at: number): SettledFields {
  // The brand is given here and in `paidBy`.
  return { paid: { amount: 0, tip: 0, currency, at } as Paid, fulfilment: { status: "pending" } };
}

function paidBy(
  { paymentIntentId, amount, currency, checkoutSessionId, chargeId, presented }: Evidence,
  { tip, at }: { readonly tip: number; readonly at: number },
): Paid {
  const money = { paymentIntentId, amount, tip, currency, at };
  const session = checkoutSessionId === undefined ? money : { ...money, checkoutSessionId };
  const charged = chargeId === undefined ? session : { ...session, chargeId };
  return (presented === undefined ? charged : { ...charged, presented }) as Paid;
}

const none: readonly Review[] = [];

function differencesOf(
  payment: PaymentCommon,
  evidence: Evidence,
  { due, at }: { readonly due: DueMoney; readonly at: number },
): readonly Review[] {
  const { ordered, livemode } = payment;
  const stranger = strangenessOf(payment, evidence);
  const fits = evidence.amount === due.amount + due.tip;
  if (fits && evidence.currency === ordered.currency && evidence.livemode === livemode && stranger === undefined)
    return none;
  const reviews: Review[] = [];
  const { paymentIntentId } = evidence;
  const differs = (reason: ReviewReason, seen: string): void =>
    void reviews.push(reviewOf(reason, evidence, { at, seen }));
  if (evidence.currency !== ordered.currency)
    differs("currency_mismatch", `${paymentIntentId} took ${evidence.currency}, ordered ${ordered.currency}`);
  else if (!fits)
    differs(
      "amount_mismatch",
      `${paymentIntentId} took ${formatMoney(evidence)}, due were ${formatMoney({ ...ordered, amount: due.amount })} and a tip of ${due.tip}`,
    );
  if (evidence.livemode !== livemode)
    differs("mode_mismatch", `${paymentIntentId} is ${modeOf(evidence)}, the payment is ${modeOf({ livemode })}`);
  if (stranger !== undefined) differs("origin_mismatch", stranger);
  return reviews;
}

/** What says that the money is somebody else's: another tenant's, payment's or installation's labels, or another account. */
function strangenessOf(payment: PaymentCommon, { paymentIntentId, labels, account }: Evidence): string | undefined {
  const { id, tenant, environment = "default" } = payment;
  if (account !== payment.account)
    return `${paymentIntentId} is of account ${account ?? "(own)"}, the payment of ${payment.account ?? "(own)"}`;
  if (labels === undefined) return undefined;
  const isOurs = labels.tenant === tenant && labels.paymentId === id && labels.environment === environment;
  if (isOurs) return undefined;
  return `${paymentIntentId} is labelled ${labels.tenant}/${labels.paymentId} (${labels.environment}), not ${tenant}/${id} (${environment})`;
}

/** The bill was closed, as after it was paid in cash: whatever it was, the guest has paid it otherwise. */
export function afterClosing(money: ReviewMoney, at: number): Review {
  return reviewOf("paid_elsewhere", money, {
    at,
    seen: `${money.paymentIntentId} was paid for a bill that the host has closed`,
  });
}

/** Money for a bill that was called off is never silently fulfilled: the host may have sold the table again. */
function lateness(evidence: Evidence, at: number): Review {
  const seen = `${evidence.paymentIntentId} was paid after the payment had ended`;
  return reviewOf("late_payment", evidence, { at, seen });
}

/** A case about money that Stripe has shown. */
export function reviewOf(
  reason: ReviewReason,
  { paymentIntentId, amount, currency, livemode }: ReviewMoney,
  { at, seen }: { readonly at: number; readonly seen: string },
): Review {
  const money = { paymentIntentId, amount, currency, livemode };
  return { id: `${reason}.${paymentIntentId}`, reason, at, seen, money };
}

const modeOf = ({ livemode }: { readonly livemode: boolean }): string => (livemode ? "live" : "test");
