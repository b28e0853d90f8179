import type { FailureCode } from "../../payment/common.ts";
import { LOOK_AFTER_MS } from "../../payment/timing.ts";
import { checkIntent, handToReader, lastAttempt } from "../attempts.ts";
import { asksFor } from "../due.ts";
import type { TerminalEffect } from "../inputs.ts";
import { type Collecting, common, type TerminalCommon, type TerminalPayment, type Withdrawal } from "../state.ts";
import { takeOff } from "./calling-off.ts";
import type { To } from "./row.ts";

/** Presents the same PaymentIntent once more: a new attempt, and first of all the amount that is owed by now. */
export function presentAgain(
  payment: TerminalPayment & { readonly paymentIntentId: string },
  { at, readerId, deadlineAt }: { readonly at: number; readonly readerId: string; readonly deadlineAt: number },
): To<Collecting> {
  const number = lastAttempt(payment).number + 1;
  const next: Collecting = {
    ...common(payment),
    status: "collecting",
    readerId,
    attempts: [...payment.attempts, { number, readerId, startedAt: at, outcome: "running" }],
    paymentIntentId: payment.paymentIntentId,
    dispatch: 1,
    stage: "sending",
    onReader: false,
    deadlineAt,
    lookAt: at + LOOK_AFTER_MS,
  };
  return hasRightAmount(next)
    ? [next, handToReader(next, { attempt: number, readerId, dispatch: 1 })]
    : [withoutAmount(next), updateIntent(next)];
}

/** Whether the PaymentIntent is known to ask for what is owed. No reader is given one that is not. */
export function hasRightAmount(payment: TerminalCommon): boolean {
  return payment.intentAmount === asksFor(payment);
}

/**
 * Takes the payment off its reader: to end the attempt, or to present it elsewhere or for another amount. Reader and PaymentIntent
 * are read before anything follows from it.
 */
export function withdraw(state: Collecting, at: number, withdrawal: Withdrawal): To<Collecting> {
  const next: Collecting = { ...state, stage: "checking", lookAt: at + LOOK_AFTER_MS, withdrawal };
  return [next, takeOff(state, at), checkIntent(state, { at })];
}

/** The same withdrawal to other ends: what was asked last counts, and what was asked before about the rest. */
export function movedTo(
  { readerId, withdrawal }: Collecting,
  failure: FailureCode,
  next: { readonly readerId?: string; readonly deadlineAt: number },
): Withdrawal {
  return { failure, next: { readerId: withdrawal?.next?.readerId ?? readerId, ...next } };
}

/** While the change is on its way, nobody knows which of the two amounts it is. */
function withoutAmount({ intentAmount: _unknown, ...state }: Collecting): Collecting {
  return state;
}

function updateIntent(payment: Collecting): TerminalEffect {
  const { paymentIntentId, attempts } = payment;
  const attempt = attempts.length;
  return { type: "update_intent", key: `update_intent:${attempt}`, paymentIntentId, attempt, amount: asksFor(payment) };
}
