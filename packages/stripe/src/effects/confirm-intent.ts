import type { GatewayAnswer, GatewayCall, TerminalEffect, TerminalPayment } from "@tillkit/core";
import type { Connection } from "../connection.ts";
import { readFailure } from "../failure.ts";
import { truthOf } from "../objects/intent.ts";
import { againUnderNewKey, answerToWrite, done, isAboutState } from "../outcome.ts";
import { readAttempt, readIntent } from "./read-attempt.ts";

type ConfirmIntent = Extract<TerminalEffect, { readonly type: "confirm_intent" }>;

/**
 * Has the reader charge the card that it has read. It may be asked again: one PaymentIntent is charged once, and Stripe's refusal of a
 * second confirmation leads to a read.
 */
export async function confirmIntent(
  connection: Connection,
  payment: TerminalPayment,
  effect: ConfirmIntent,
  { idempotencyKey, recover }: GatewayCall,
): Promise<GatewayAnswer> {
  const { paymentIntentId, readerId } = effect;
  if (recover) {
    const standing = await standingOf(connection, effect);
    if (standing !== undefined) return standing;
  }
  try {
    const stripe = await connection.client();
    await stripe.terminal.readers.confirmPaymentIntent(
      readerId,
      { payment_intent: paymentIntentId },
      connection.writeToReader(idempotencyKey),
    );
    return await look(connection, payment, effect);
  } catch (error) {
    const failure = readFailure(error);
    const answer = answerToWrite(failure);
    if (failure.code?.startsWith("terminal_reader_")) return againUnderNewKey(failure.message);
    if (answer.type !== "refused" || !isAboutState(failure)) return answer;
    return (await standingOf(connection, effect)) ?? againUnderNewKey(failure.message);
  }
}

/** The reader's answer says that it began, and a look what became of it. */
function look(
  connection: Connection,
  payment: TerminalPayment,
  { paymentIntentId, readerId, attempt, dispatch }: ConfirmIntent,
): Promise<GatewayAnswer> {
  const knownCharges = payment.attempts.flatMap(({ chargeId }) => chargeId ?? []);
  return readAttempt(connection, paymentIntentId, readerId, { payment, attempt, dispatch, knownCharges });
}

/** How the PaymentIntent stands, unless it still waits to be confirmed. */
async function standingOf(
  connection: Connection,
  { paymentIntentId, attempt }: ConfirmIntent,
): Promise<GatewayAnswer | undefined> {
  try {
    const intent = await readIntent(connection, paymentIntentId);
    const truth = truthOf(intent);
    if (truth !== undefined) return done(truth);
    if (intent.status === "requires_confirmation") return undefined;
    return done({ type: "attempt_failed", attempt, failure: { code: "confirmation_expired" } });
  } catch (error) {
    return againUnderNewKey(readFailure(error).message);
  }
}
