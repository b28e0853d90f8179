import type { PaymentCommon } from "./common.ts";
import { type Dispute, isLaterDispute } from "./dispute.ts";
import type { BesideEffect } from "./effects.ts";
import type { BesideInput } from "./inputs.ts";
import type { Move } from "./machine.ts";
import { openReviews } from "./open-reviews.ts";
import {
  awaited,
  calledOff,
  endedOnReader,
  isLost,
  isOnReader,
  looked,
  type ReaderRefund,
  sendToReader,
  unsure,
} from "./reader-refund.ts";
import type { Refund, SeenRefund } from "./refund.ts";
import { withReview } from "./review.ts";
import { afterClosing, type SettledFields } from "./settle.ts";
import { refundableOf, takingsOf, underwayOf } from "./takings.ts";
import { HINT_PATIENCE_MS } from "./timing.ts";

type Growing = PaymentCommon & Partial<SettledFields>;
type Of<Type> = Extract<BesideInput, { readonly type: Type }>;
type Grown<P> = Move<P, BesideEffect> | undefined;

/**
 * What grows beside the status: refunds, disputes, and how reviews end. Every status hears it, because Stripe sends its events in any
 * order: a refund may be heard of before the money that it gives back.
 */
const rules: {
  readonly [Type in BesideInput["type"]]: <P extends Growing>(payment: P, input: Of<Type>) => Grown<P>;
} = {
  refund: (payment, { type: _command, ...asked }) => {
    const currency = payment.paid?.currency ?? payment.ordered.currency;
    if (asked.amount < 1 || asked.amount > refundableOf(payment, asked.paymentIntentId)) return undefined;
    const refund: Refund = { ...asked, currency, status: "requested", stage: "sending" };
    if (asked.readerId === undefined) return [withRefund(payment, refund), refundEffect(refund)];
    // The guest presents one card at a time.
    if (payment.refunds.some(isOnReader)) return undefined;
    const [sent, effect] = sendToReader(refund, asked.readerId);
    return [withRefund(payment, sent), effect];
  },

  cancel_refund: (payment, { id, at }) => {
    const refund = onReader(payment, id);
    return refund && stepped(payment, calledOff(refund, at));
  },

  refund_awaited: (payment, { id, at }) => {
    const refund = onReader(payment, id);
    if (refund === undefined) return undefined;
    if (!isLost(refund, at)) return stepped(payment, awaited(refund, at));
    const failed = endedOnReader(refund, { code: "reader_unreachable" });
    return only(withRefundFailed(withRefund(payment, failed), failed, at));
  },

  refund_hint: (payment, { id, at, afterMs }) => {
    const refund = onReader(payment, id);
    return refund && stepped(payment, looked(refund, at, afterMs));
  },

  refund_seen: (payment, { refund: seen, at }) => {
    const known = payment.refunds.find((refund) => isSame(refund, seen));
    if (known === undefined) return only(withFailureSeen(withRefund(payment, found(seen, at)), seen, at));
    const next = advanced(known, seen);
    return next === undefined ? undefined : only(withFailureSeen(withRefund(payment, next), seen, at));
  },

  refund_refused: (payment, { id, failure, at }) => {
    const refund = requested(payment, id);
    if (refund === undefined) return undefined;
    // Cashier and guest are at the reader and see it: nobody else has to look.
    if (isOnReader(refund)) return only(withRefund(payment, endedOnReader(refund, failure)));
    const { stage: _over, ...rest } = refund;
    const failed: Refund = { ...rest, status: "failed", failure };
    return only(withRefundFailed(withRefund(payment, failed), failed, at));
  },

  refund_unknown: (payment, { id, at }) => {
    const refund = requested(payment, id);
    if (refund === undefined || refund.stage === "checking") return undefined;
    if (isOnReader(refund)) return stepped(payment, unsure(refund, at));
    return only(withRefund(payment, { ...refund, stage: "checking" }));
  },

  refunded_total_seen: (payment, { paymentIntentId, amount, at }) =>
    underwayOf(payment, paymentIntentId) >= amount
      ? undefined
      : [
          payment,
          {
            type: "check_refunds",
            key: `check_refunds:${paymentIntentId}:${at}`,
            paymentIntentId,
            afterMs: HINT_PATIENCE_MS,
          },
        ],

  dispute_seen: (payment, { dispute: seen, at }) => {
    const known = payment.disputes.find(({ id }) => id === seen.id);
    if (known !== undefined && !isLaterDispute(known.status, seen.status)) return undefined;
    const dispute: Dispute = { ...seen, at: known?.at ?? at };
    const disputes = [...payment.disputes.filter((other) => other !== known), dispute];
    return only(
      withReview(
        { ...payment, disputes },
        {
          id: `disputed.${seen.id}`,
          reason: "disputed",
          at,
          seen: `${seen.id} disputes ${seen.amount} ${seen.currency} of ${seen.paymentIntentId}: ${seen.reason}`,
        },
      ),
    );
  },

  followed: (payment, { name, at }) => {
    const { fulfilment } = payment;
    if (fulfilment?.status !== "done") return undefined;
    const { afterwards = [] } = fulfilment;
    const index = afterwards.findIndex((followUp) => followUp.name === name && followUp.doneAt === undefined);
    if (index < 0) return undefined;
    return only({
      ...payment,
      fulfilment: { ...fulfilment, afterwards: afterwards.with(index, { name, doneAt: at }) },
    });
  },

  close: (payment, { at, by, note }) => {
    if (payment.closed !== undefined) return undefined;
    const closed = { ...payment, closed: { at, by, ...(note === undefined ? {} : { note }) } };
    const [money] = takingsOf(payment);
    if (money === undefined) return only(closed);
    const { fulfilment } = payment;
    const held = fulfilment?.status === "pending" ? { ...closed, fulfilment: { status: "held" } as const } : closed;
    return only(withReview(held, afterClosing(money, at)));
  },

  resolve: (payment, { review: id, by, note, fulfil = false, at }) => {
    const review = openReviews(payment).find((open) => open.id === id);
    if (review === undefined) return undefined;
    const resolved = { ...review, resolved: { at, by, ...(note === undefined ? {} : { note }) } };
    const next = { ...payment, review: payment.review.with(payment.review.indexOf(review), resolved) };
    if (!fulfil) return only(next);
    const { fulfilment } = payment;
    if (fulfilment?.status !== "held" && fulfilment?.status !== "refused") return undefined;
    return [
      { ...next, fulfilment: { status: "pending" } },
      { type: "fulfil", key: "fulfil" },
    ];
  },
};

/** Whether an input is about what grows beside the status, and not about the status. */
export function isBeside(input: { readonly type: string }): input is BesideInput {
  return Object.hasOwn(rules, input.type);
}

/** Decides what such an input makes of a payment. `undefined`: an old fact, or a command that does not fit. */
export function growBeside<P extends Growing>(payment: P, input: BesideInput): Grown<P> {
  // The table has a rule for each type; only this look-up has to forget which.
  const rule = rules[input.type] as (payment: P, input: BesideInput) => Grown<P>;
  return rule(payment, input);
}

/** Asks Stripe for every refund of this payment's money. */
export function checkRefunds(at: number): BesideEffect {
  return { type: "check_refunds", key: `check_refunds:${at}` };
}

function refundEffect({ id, amount, paymentIntentId, reason }: Refund): BesideEffect {
  return {
    type: "refund",
    key: `refund:${id}`,
    id,
    amount,
    paymentIntentId,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** One step of a refund on a reader, as a move of its payment. */
function stepped<P extends Growing>(
  payment: P,
  step: readonly [Refund, ...(readonly BesideEffect[])] | undefined,
): Grown<P> {
  if (step === undefined) return undefined;
  const [refund, ...effects] = step;
  return [payment.refunds.includes(refund) ? payment : withRefund(payment, refund), ...effects];
}

function onReader({ refunds }: Growing, id: string): ReaderRefund | undefined {
  return refunds.filter(isOnReader).find((refund) => refund.id === id);
}

function requested({ refunds }: Growing, id: string): Refund | undefined {
  return refunds.find((refund) => refund.id === id && refund.status === "requested");
}

/** By Stripe's id; by ours only until Stripe's is known, so that a second refund under one of our ids would be seen as a second. */
function isSame(refund: Refund, seen: SeenRefund): boolean {
  return refund.refundId === undefined ? refund.id === seen.id : refund.refundId === seen.refundId;
}

/** Stripe's refunds go one way only, and its events come in any order. */
const progress = ["requested", "pending", "requires_action", "succeeded", "canceled", "failed"] as const;

function advanced(known: Refund, seen: SeenRefund): Refund | undefined {
  const isLater = known.refundId === undefined || progress.indexOf(seen.status) > progress.indexOf(known.status);
  if (!isLater) return undefined;
  const { stage: _over, presenting: _here, failure: _before, ...rest } = known;
  return { ...rest, ...standing(seen), amount: seen.amount, currency: seen.currency };
}

function found(seen: SeenRefund, at: number): Refund {
  const { refundId, paymentIntentId, amount, currency, reason } = seen;
  return {
    id: refundId,
    paymentIntentId,
    amount,
    currency,
    ...standing(seen),
    ...(reason === undefined ? {} : { reason }),
    at,
  };
}

function standing({ refundId, status, failureReason }: SeenRefund): Pick<Refund, "refundId" | "status" | "failure"> {
  const stands = { refundId, status };
  if (status !== "failed") return stands;
  return {
    ...stands,
    failure: { code: "refund_failed", ...(failureReason === undefined ? {} : { stripeCode: failureReason }) },
  };
}

function withRefund<P extends Growing>(payment: P, refund: Refund): P {
  const index = payment.refunds.findIndex(({ id }) => id === refund.id);
  const refunds = index < 0 ? [...payment.refunds, refund] : payment.refunds.with(index, refund);
  return { ...payment, refunds };
}

function withFailureSeen<P extends Growing>(payment: P, seen: SeenRefund, at: number): P {
  const refund = payment.refunds.find(({ refundId }) => refundId === seen.refundId);
  return refund?.status === "failed" ? withRefundFailed(payment, refund, at) : payment;
}

/** Whoever asked for it may be gone by now, and the guest waits for money. */
function withRefundFailed<P extends Growing>(payment: P, refund: Refund, at: number): P {
  const { id, paymentIntentId, amount, currency, failure } = refund;
  const why = failure?.stripeCode ?? failure?.message ?? failure?.code ?? "no reason was given";
  return withReview(payment, {
    id: `refund_failed.${id}`,
    reason: "refund_failed",
    at,
    seen: `Refund ${id} of ${amount} ${currency} from ${paymentIntentId} failed: ${why}`,
    money: { paymentIntentId, amount, currency, livemode: payment.livemode },
  });
}

function only<State>(next: State): readonly [State] {
  return [next];
}
