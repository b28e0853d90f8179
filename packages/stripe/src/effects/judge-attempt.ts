import type { News, TerminalPayment } from "@tillkit/core";
import {
  declineOf,
  type FailedAttempt,
  failureOf,
  intentIdOf,
  type SeenAction,
  type SeenReader,
} from "../objects/action.ts";
import { cardOfMethod } from "../objects/charge.ts";
import { isUnpaid, type SeenIntent, truthOf } from "../objects/intent.ts";

/** What was read about an attempt. The reader must have been read before the PaymentIntent. */
export interface Sighting {
  readonly intent: SeenIntent;
  /** `gone`: Stripe knows no such reader, so nothing runs on it. */
  readonly reader: SeenReader | "gone";
}

/** The attempt that is being judged. */
export interface Attempted {
  readonly payment: TerminalPayment;
  readonly attempt: number;
  readonly dispatch: number;
  /** Declined charges of earlier attempts. */
  readonly knownCharges: readonly string[];
}

/**
 * What PaymentIntent and reader say together about an attempt; nothing when that is not certain yet.
 *
 * The PaymentIntent decides. Only while it is unpaid does the reader's action count, and a declined charge is final only once that
 * action is over: with PIN fallback the second charge of one action may succeed.
 */
export function judgeAttempt({ intent, reader }: Sighting, attempted: Attempted): readonly News[] {
  const truth = truthOf(intent);
  if (truth !== undefined) return [truth];
  if (!isUnpaid(intent)) return [];

  const { attempt, dispatch } = attempted;
  const action = reader === "gone" ? undefined : actionFor(reader, intent.id);
  switch (action?.status) {
    case "in_progress":
      return [{ type: "reader_waiting", attempt }];
    case "failed":
      return judgeFailure(action, intent, attempted);
    case "succeeded":
      if (intent.status === "requires_confirmation") return [collected(action, attempt)];
      // The PaymentIntent was read later and says unpaid: one of the two is behind, so nothing is certain.
      return [];
    case undefined:
    default: {
      const declined = newDecline(intent, attempted);
      return [
        declined === undefined
          ? { type: "not_on_reader", attempt, dispatch }
          : { type: "attempt_failed", attempt, ...declined, ...changedAmount(intent, attempted) },
      ];
    }
  }
}

/** The reader's action, where it is about this PaymentIntent. */
export function actionFor({ action }: SeenReader, paymentIntentId: string): SeenAction | undefined {
  return action && intentIdOf(action) === paymentIntentId ? action : undefined;
}

/** The reader has read the card, and the PaymentIntent waits for somebody to say yes. */
function collected({ collect_payment_method: holder }: SeenAction, attempt: number): News {
  const card = cardOfMethod(holder?.payment_method);
  return { type: "card_collected", attempt, ...(card === undefined ? {} : { card }) };
}

function judgeFailure(action: SeenAction, intent: SeenIntent, attempted: Attempted): readonly News[] {
  const { payment, attempt, dispatch } = attempted;
  const offReader: News = { type: "not_on_reader", attempt, dispatch };
  const declined = newDecline(intent, attempted);
  const failed = failureOf(action, declined);
  // The reader lost its connection: the payment may yet go through. Once its time is up, though, the attempt is over, and money
  // that comes after all is still heard.
  if (failed === undefined)
    return payment.status === "collecting" && payment.withdrawal !== undefined ? [offReader] : [];
  if (isOld(failed, attempted)) return [offReader];
  // A soft decline before the end belongs to this attempt: written down, the next attempt cannot be blamed for it.
  const chargeId = failed.chargeId ?? declined?.chargeId;
  const charge = chargeId === undefined ? {} : { chargeId };
  return [{ type: "attempt_failed", attempt, failure: failed.failure, ...charge, ...changedAmount(intent, attempted) }];
}

/** A tip that was chosen before the card was declined stays in the PaymentIntent, and the next guest would tip on top of it. */
function changedAmount(
  { amount }: SeenIntent,
  { payment: { intentAmount } }: Attempted,
): { readonly intentAmount?: number } {
  return amount === undefined || intentAmount === undefined || intentAmount === amount ? {} : { intentAmount: amount };
}

function newDecline(intent: SeenIntent, attempted: Attempted): FailedAttempt | undefined {
  const declined = declineOf(intent);
  return declined === undefined || isOld(declined, attempted) ? undefined : declined;
}

/**
 * Whether a failure is an earlier attempt's. An action has neither an id nor a time, so a charge tells; without one, the same words
 * as last time, while nothing has confirmed that the reader took this attempt, are last time's words.
 */
function isOld({ failure, chargeId }: FailedAttempt, { payment, attempt, knownCharges }: Attempted): boolean {
  if (chargeId !== undefined) return knownCharges.includes(chargeId);
  const confirmed = payment.status === "collecting" && payment.onReader;
  const before = payment.attempts.findLast(({ number }) => number < attempt);
  return !confirmed && before?.failure?.code === failure.code;
}
