import type { CheckoutCommand, CheckoutEffect, CheckoutFact } from "../checkout/inputs.ts";
import { checkoutRules } from "../checkout/rules.ts";
import type { CheckoutPayment } from "../checkout/state.ts";
import { checkoutTransitions } from "../checkout/transitions.ts";
import type { TerminalCommand, TerminalEffect, TerminalFact } from "../terminal/inputs.ts";
import { terminalRules } from "../terminal/rules.ts";
import type { TerminalPayment } from "../terminal/state.ts";
import { terminalTransitions } from "../terminal/transitions.ts";
import { holdWakeAt } from "../terminal/hold.ts";
import { growBeside, isBeside } from "./beside.ts";
import type { MoneyMoved } from "./common.ts";
import type { BesideEffect } from "./effects.ts";
import type { BesideCommand, BesideFact } from "./inputs.ts";
import { lookUp, type Move } from "./machine.ts";
import { openReviews } from "./open-reviews.ts";
import { isOnReader } from "./reader-refund.ts";
import { refundableOf, takingsOf } from "./takings.ts";

/** A payment of either flow: discriminated by `flow`, then by `status`. */
export type Payment = TerminalPayment | CheckoutPayment;

/** The statuses of both flows. */
export type PaymentStatus = Payment["status"];

/** Each status of both flows, once. */
export const paymentStatuses: readonly PaymentStatus[] = [
  // The tables' keys are the statuses; `Object.keys` only forgets it.
  ...new Set([...Object.keys(terminalTransitions), ...Object.keys(checkoutTransitions)] as PaymentStatus[]),
];

/** What a host may ask of a payment. */
export type Command = TerminalCommand | CheckoutCommand | BesideCommand;

/** What Stripe, the clock or the host's `fulfil` has said. */
export type Fact = TerminalFact | CheckoutFact | BesideFact;

/** Anything a payment can hear. */
export type Input = Command | Fact;

/** Anything that must be done because of a move. */
export type Effect = TerminalEffect | CheckoutEffect | BesideEffect;

/** A command that a screen can offer; `close` is asked of a bill, and not of a payment. */
export type CommandType = Exclude<Command["type"], "close">;

/**
 * Decides what an input makes of a payment, without doing anything: no clock, no randomness, no I/O.
 *
 * Answers the next state and the effects that follow, or `undefined` when nothing does: an old fact, or a command that does not fit.
 */
export function decide(payment: Payment, input: Input): Move<Payment, Effect> | undefined {
  if (isBeside(input)) return growBeside<Payment>(payment, input);
  return payment.flow === "terminal"
    ? lookUp<TerminalPayment, TerminalEffect>(terminalRules, payment, input)
    : lookUp<CheckoutPayment, CheckoutEffect>(checkoutRules, payment, input);
}

/** Every command of the transition tables, in the order in which a screen offers them. */
export const commandTypes = [
  "confirm",
  "retry",
  "swap_reader",
  "change_amount",
  "sign",
  "ask_signature",
  "refuse_signature",
  "capture",
  "increment",
  "cancel",
  "check",
] as const satisfies readonly CommandType[];

/** The commands that are legal now, read from the transition table and from what grows beside the status: a screen's buttons. */
export function commandsOf(payment: Payment): readonly CommandType[] {
  const row: object =
    payment.flow === "terminal" ? terminalTransitions[payment.status] : checkoutTransitions[payment.status];
  return [
    ...commandTypes.filter((type) => type in row && isOffered(payment, type)),
    ...(takingsOf(payment).some(({ paymentIntentId }) => refundableOf(payment, paymentIntentId) > 0)
      ? (["refund"] as const)
      : []),
    ...(payment.refunds.some(isOnReader) ? (["cancel_refund"] as const) : []),
    ...(openReviews(payment).length > 0 ? (["resolve"] as const) : []),
  ];
}

/** Commands that a status has, and that not every payment in it can use. */
function isOffered(payment: Payment, type: (typeof commandTypes)[number]): boolean {
  if (payment.flow !== "terminal") return true;
  switch (type) {
    case "sign":
    case "refuse_signature":
      return payment.signing?.status === "awaited";
    case "ask_signature":
      return payment.signing?.status === "awaited" && !("asking" in payment && payment.asking !== undefined);
    case "increment":
      return "incremental" in payment && payment.incremental;
    case "confirm":
    case "retry":
    case "swap_reader":
    case "change_amount":
    case "capture":
    case "cancel":
    case "check":
      return true;
  }
}

/** Whether the payment ended without money, so that its bill can be paid by another. */
export function isOver({ status }: Pick<Payment, "status">): boolean {
  return status === "canceled" || status === "expired" || status === "failed";
}

/** The statuses in which a payment can only change by money that arrives against all rules, and by money that goes back. */
export const finalStatuses: readonly PaymentStatus[] = ["succeeded", "canceled", "expired", "failed"];

/** Whether the payment has one of the {@link finalStatuses}. */
export function isFinal({ status }: Payment): boolean {
  return finalStatuses.includes(status);
}

/**
 * Whether nothing more is going to happen by itself soon: the payment is final, its order is made, refused or held, no refund is on
 * its way to Stripe, and no reader asks for a signature.
 */
export function isAtRest(payment: Payment): boolean {
  if (payment.refunds.some(({ status }) => status === "requested")) return false;
  if (payment.status !== "succeeded") return isFinal(payment);
  return payment.fulfilment.status !== "pending" && !("asking" in payment && payment.asking !== undefined);
}

/** Whether money has moved, as far as anybody knows. `unknown` means: do not charge again yet. */
export function moneyMoved(payment: Payment): MoneyMoved {
  switch (payment.status) {
    case "succeeded":
      return "yes";
    case "requires_signature":
    case "requires_capture":
    case "incrementing":
      return "held";
    case "capturing":
      return payment.stage === "checking" ? "unknown" : "held";
    case "canceling":
    case "expiring":
    case "processing":
      return "unknown";
    case "opening":
      return payment.stage === "checking" ? "unknown" : "no";
    case "collecting":
      return payment.stage === "checking" || payment.stage === "processing" ? "unknown" : "no";
    case "open":
      return payment.stage === "checking" ? "unknown" : "no";
    case "requires_confirmation":
    case "declined":
    case "canceled":
    case "expired":
    case "failed":
      return "no";
  }
}

/**
 * The names that are this payment's alone in its tenant while it is in this status.
 *
 * `reference:…` keeps a bill from being paid twice, `reader:…` a reader from running two payments, and Stripe's ids are how its
 * events find the payment. A store gives a name to one payment at a time.
 */
export function namesOf(payment: Payment): readonly string[] {
  const names: string[] = [];
  // A bill that was closed keeps its name, so that no phone opens a page for it again.
  if (!isOver(payment) || payment.closed !== undefined) names.push(`reference:${payment.reference}`);
  for (const id of new Set(readersOf(payment))) names.push(`reader:${id}`);
  if ("paymentIntentId" in payment && payment.paymentIntentId !== undefined) names.push(payment.paymentIntentId);
  if ("checkoutSessionId" in payment && payment.checkoutSessionId !== undefined) names.push(payment.checkoutSessionId);
  for (const { paymentIntentId } of takingsOf(payment))
    if (!names.includes(paymentIntentId)) names.push(paymentIntentId);
  return names;
}

/** The readers that nobody else may use now: while a payment moves from one to another, both. */
function readersOf(payment: Payment): readonly string[] {
  const refunding = payment.refunds.filter(isOnReader).map(({ readerId }) => readerId);
  return payment.flow === "terminal" ? [...readersInStatus(payment), ...refunding] : refunding;
}

function readersInStatus(payment: TerminalPayment): readonly string[] {
  switch (payment.status) {
    case "collecting": {
      const next = payment.withdrawal?.next?.readerId ?? payment.readerId;
      return next === payment.readerId ? [next] : [payment.readerId, next];
    }
    case "opening":
    case "requires_confirmation":
    case "canceling":
      return [payment.readerId];
    case "requires_signature":
    case "succeeded":
      return payment.asking === undefined ? [] : [payment.asking.readerId];
    case "declined":
    case "requires_capture":
    case "incrementing":
    case "capturing":
    case "canceled":
    case "failed":
      return [];
  }
}

/** When the payment wants to hear `time_passed`, in milliseconds since the epoch. */
export function wakeAt(payment: Payment): number | undefined {
  switch (payment.status) {
    case "collecting":
      return payment.withdrawal === undefined ? Math.min(payment.deadlineAt, payment.lookAt) : payment.lookAt;
    case "requires_confirmation":
      return payment.confirmBy;
    case "declined":
      return payment.abandonAt;
    case "open":
    case "processing":
      return payment.lookAt;
    case "requires_signature":
      return Math.min(payment.deadlineAt, payment.asking?.lookAt ?? Infinity);
    case "requires_capture":
      return holdWakeAt(payment);
    case "succeeded":
      return "asking" in payment ? payment.asking?.lookAt : undefined;
    case "opening":
    case "incrementing":
    case "capturing":
    case "canceling":
    case "expiring":
    case "canceled":
    case "expired":
    case "failed":
      return undefined;
  }
}

/** Whether an effect that was asked for earlier still makes sense; one that does not is dropped without a call. */
export function isWanted(payment: Payment, effect: Effect): boolean {
  switch (effect.type) {
    case "open_intent":
      return payment.status === "opening" || (payment.status === "canceling" && payment.paymentIntentId === undefined);
    case "open_session":
      return payment.status === "opening" || (payment.status === "expiring" && payment.checkoutSessionId === undefined);
    case "hand_to_reader":
      return (
        payment.status === "collecting" &&
        payment.attempts.length === effect.attempt &&
        payment.dispatch === effect.dispatch &&
        payment.withdrawal === undefined
      );
    case "update_intent":
      return (
        payment.status === "collecting" &&
        payment.attempts.length === effect.attempt &&
        payment.withdrawal === undefined &&
        payment.intentAmount !== effect.amount
      );
    case "confirm_intent":
      return (
        payment.status === "collecting" &&
        payment.attempts.length === effect.attempt &&
        payment.confirmed === true &&
        payment.withdrawal === undefined
      );
    case "check_intent":
      // After a hint the event itself may have come; once the money is certain there is nothing to ask, except for a person.
      return effect.afterMs === undefined || !isFinal(payment);
    case "check_session":
      return effect.afterMs === undefined || !isFinal(payment);
    case "cancel_action":
      return payment.status === "canceling" || (payment.status === "collecting" && payment.withdrawal !== undefined);
    case "cancel_intent":
      return payment.status === "canceling";
    case "capture_intent":
      return payment.status === "capturing";
    case "increment_authorization":
      return payment.status === "incrementing";
    case "ask_signature":
    case "check_signature":
      return "asking" in payment && payment.asking?.round === effect.round;
    case "cancel_signature":
      return true;
    case "expire_session":
      return payment.status === "expiring";
    case "refund":
      return payment.refunds.some(({ id, status }) => id === effect.id && status === "requested");
    case "refund_on_reader":
      return payment.refunds.some(
        (refund) => refund.id === effect.id && isOnReader(refund) && refund.presenting.withdrawn === undefined,
      );
    case "check_reader_refund":
    case "cancel_reader_refund":
      return payment.refunds.some((refund) => refund.id === effect.id && isOnReader(refund));
    case "check_refunds":
      return true;
    case "fulfil":
      return payment.status === "succeeded" && payment.fulfilment.status === "pending";
    case "afterwards":
      return payment.status === "succeeded" && payment.fulfilment.status === "done";
  }
}
