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
  const { number, readerId, startedAt } = lastAttempt(payment);
  const ended: Attempt = { number, readerId, startedAt, outcome, ...why };
  return { ...payment, attempts: payment.attempts.with(payment.attempts.length - 1, ended) };
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
  const { paymentIntentId, readerId, attempts, dispatch = 1 } = payment;
  const attempt = lastAttempt(payment).number;
  const read = {
    type: "check_intent",
    key: `check_intent:${at}`,
    paymentIntentId,
    readerId,
    attempt,
    dispatch,
  } as const;
  const knownCharges = chargesOf(attempts);
  return afterMs === undefined ? { ...read, knownCharges } : { ...read, knownCharges, afterMs };
}

const none: readonly string[] = [];

/** The declined charges; usually there is one attempt and none. */
function chargesOf(attempts: readonly Attempt[]): readonly string[] {
  const declined = attempts.filter(({ chargeId }) => chargeId !== undefined);
  return declined.length === 0 ? none : declined.flatMap(({ chargeId }) => chargeId ?? []);
}
