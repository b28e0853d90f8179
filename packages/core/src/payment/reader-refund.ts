import type { BesideEffect } from "./effects.ts";
import type { Presenting, Refund, RefundFailure } from "./refund.ts";
import { GIVE_UP_MS, HINT_PATIENCE_MS, LOOK_AFTER_MS, PRESENT_MS } from "./timing.ts";

/** A refund for which a reader asks for the card, or may. */
export interface ReaderRefund extends Refund {
  readonly status: "requested";
  readonly readerId: string;
  readonly presenting: Presenting;
}

type Step = readonly [refund: Refund, ...effects: readonly BesideEffect[]];

/** Whether a reader asks for the card, or may. */
export function isOnReader(refund: Refund): refund is ReaderRefund {
  return refund.status === "requested" && refund.presenting !== undefined && refund.readerId !== undefined;
}

/** The reader is told. */
export function sendToReader(refund: Refund, readerId: string): readonly [ReaderRefund, BesideEffect] {
  const { id, paymentIntentId, amount, at } = refund;
  const presenting = { until: at + PRESENT_MS, lookAt: at + LOOK_AFTER_MS };
  return [
    { ...refund, status: "requested", stage: "sending", readerId, presenting },
    { type: "refund_on_reader", key: `refund_on_reader:${id}`, id, paymentIntentId, amount, readerId },
  ];
}

/** The reader asks for the card, as far as anybody can tell. `undefined`: it is looked after already. */
export function awaited(refund: ReaderRefund, at: number): Step | undefined {
  const { stage, presenting } = refund;
  const { until, lookAt, withdrawn } = presenting;
  if (stage === "waiting_for_card" && lookAt > at) return undefined;
  const next = { ...presenting, lookAt: at + LOOK_AFTER_MS };
  const waiting: ReaderRefund = { ...refund, stage: "waiting_for_card", presenting: next };
  if (withdrawn !== undefined) return [waiting, cancel(refund, at, LOOK_AFTER_MS)];
  // Its answer comes at once, and must not look like one to a question that was asked before.
  if (at >= until) return [{ ...waiting, presenting: { until, lookAt: at, withdrawn: "timeout" } }, cancel(refund, at)];
  return [waiting, check(refund, at, Math.min(LOOK_AFTER_MS, until - at))];
}

/** Whether the reader was told to stop for so long that nobody will hear of it any more. */
export function isLost({ presenting }: ReaderRefund, at: number): boolean {
  return at >= presenting.until + GIVE_UP_MS;
}

/** Something happened on the reader. */
export function looked(refund: ReaderRefund, at: number, afterMs = HINT_PATIENCE_MS): Step {
  return [refund, check(refund, at, afterMs)];
}

/** Nobody knows whether the reader was told. It is not told again: what it shows decides. */
export function unsure(refund: ReaderRefund, at: number): Step {
  const presenting = { ...refund.presenting, lookAt: at + LOOK_AFTER_MS };
  return [{ ...refund, stage: "checking", presenting }, check(refund, at, HINT_PATIENCE_MS)];
}

/** Somebody has called it off. */
export function calledOff(refund: ReaderRefund, at: number): Step | undefined {
  const { until, withdrawn } = refund.presenting;
  if (withdrawn === "cashier") return undefined;
  return [{ ...refund, presenting: { until, lookAt: at, withdrawn: "cashier" } }, cancel(refund, at)];
}

/** How it ended without money: what the reader reports after the till took it off is the till's own doing. */
export function endedOnReader({ presenting, stage: _over, ...rest }: ReaderRefund, failure: RefundFailure): Refund {
  if (failure.code !== "card_declined" && presenting.withdrawn === "cashier") return { ...rest, status: "canceled" };
  const timedOut = failure.code !== "card_declined" && presenting.withdrawn === "timeout";
  return { ...rest, status: "failed", failure: timedOut ? { code: "no_card_presented" } : failure };
}

function check({ id, paymentIntentId, readerId }: ReaderRefund, at: number, afterMs: number): BesideEffect {
  const key = `check_reader_refund:${id}:${at}:${afterMs}`;
  return { type: "check_reader_refund", key, id, paymentIntentId, readerId, afterMs };
}

function cancel({ id, paymentIntentId, readerId }: ReaderRefund, at: number, afterMs = 0): BesideEffect {
  const key = `cancel_reader_refund:${id}:${at}:${afterMs}`;
  return { type: "cancel_reader_refund", key, id, paymentIntentId, readerId, afterMs };
}
