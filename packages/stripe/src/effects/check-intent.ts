import type { GatewayAnswer, TerminalEffect, TerminalPayment } from "@tillkit/core";
import type { Connection } from "../connection.ts";
import { readFailure } from "../failure.ts";
import { truthOf } from "../objects/intent.ts";
import { answerToRead, done } from "../outcome.ts";
import { readAttempt, readIntent } from "./read-attempt.ts";

/** Asks Stripe how a card payment stands. Only while an attempt runs does the reader matter. */
export async function checkIntent(
  connection: Connection,
  payment: TerminalPayment,
  effect: Extract<TerminalEffect, { readonly type: "check_intent" }>,
): Promise<GatewayAnswer> {
  const { paymentIntentId, readerId, attempt, dispatch, knownCharges } = effect;
  if (payment.status === "collecting" || payment.status === "requires_confirmation")
    return readAttempt(connection, paymentIntentId, readerId, { payment, attempt, dispatch, knownCharges });
  return checkIntentAlone(connection, paymentIntentId);
}

/** What the PaymentIntent says by itself; nothing while it is unpaid. */
async function checkIntentAlone(connection: Connection, paymentIntentId: string): Promise<GatewayAnswer> {
  try {
    const truth = truthOf(await readIntent(connection, paymentIntentId));
    return truth === undefined ? done() : done(truth);
  } catch (error) {
    return answerToRead(readFailure(error));
  }
}
