import type { Failure } from "../payment/common.ts";
import type { TerminalEffect } from "./inputs.ts";
import type { Attempt, Collecting, TerminalCommon } from "./state.ts";

/** The attempt that runs, or ran last. A payment has one from the start. */
export function lastAttempt({ attempts }: TerminalCommon): Attempt {
  const last = attempts.at(-1);
  if (last === undefined) throw new RangeError("A payment on a reader has at least one attempt.");
  return last;
}

/** Writes how the last attempt ended. */
export function withOutcome(
  payment: TerminalCommon,
  outcome: Attempt["outcome"],
  why: { readonly failure?: Failure; readonly chargeId?: string } = {},
): TerminalCommon {
  const { failure: _failure, chargeId: _chargeId, ...last } = lastAttempt(payment);
  return { ...payment, attempts: [...payment.attempts.slice(0, -1), { ...last, outcome, ...why }] };
}

/** Each hand-over has its own key: Stripe would replay the old attempt's stored answer under the old one. */
export function handToReader(
  { paymentIntentId }: Collecting,
  { attempt, readerId, dispatch }: { readonly attempt: number; readonly readerId: string; readonly dispatch: number },
): TerminalEffect {
  const key = `hand_to_reader:${attempt}.${dispatch}`;
  return { type: "hand_to_reader", key, paymentIntentId, readerId, attempt, dispatch };
}

/** Asks Stripe how the payment stands, with what is needed to tell old news from new. */
export function checkIntent(
  payment: TerminalCommon & { readonly paymentIntentId: string; readonly dispatch?: number },
  { at, afterMs }: { readonly at: number; readonly afterMs?: number },
): TerminalEffect {
  return {
    type: "check_intent",
    key: `check_intent:${at}`,
    paymentIntentId: payment.paymentIntentId,
    readerId: payment.readerId,
    attempt: lastAttempt(payment).number,
    dispatch: payment.dispatch ?? 1,
    knownCharges: payment.attempts.flatMap(({ chargeId }) => chargeId ?? []),
    ...(afterMs === undefined ? {} : { afterMs }),
  };
}
