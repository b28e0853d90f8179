import type { CancelReason, GatewayAnswer, GatewayCall, TerminalEffect } from "@tillkit/core";
import type { Connection } from "../connection.ts";
import { readFailure } from "../failure.ts";
import { truthOf } from "../objects/intent.ts";
import { againUnderNewKey, answerToWrite, done, isAboutState } from "../outcome.ts";
import { readIntent } from "./read-attempt.ts";

/** Closes the PaymentIntent. Where it cannot be closed, answers why: usually somebody has paid. */
export async function cancelIntent(
  connection: Connection,
  { paymentIntentId, reason }: Extract<TerminalEffect, { readonly type: "cancel_intent" }>,
  { idempotencyKey }: GatewayCall,
): Promise<GatewayAnswer> {
  try {
    const stripe = await connection.client();
    const intent = await stripe.paymentIntents.cancel(
      paymentIntentId,
      { cancellation_reason: reasonAtStripe(reason) },
      connection.write(idempotencyKey),
    );
    if (intent.status === "canceled") return done({ type: "intent_canceled" });
  } catch (error) {
    const failure = readFailure(error);
    const answer = answerToWrite(failure);
    if (answer.type !== "refused" || !isAboutState(failure)) return answer;
  }
  return readInstead(connection, paymentIntentId);
}

/** A cancellation that did not happen leaves three cases: paid, canceled already, or on its way to one of them. */
async function readInstead(connection: Connection, paymentIntentId: string): Promise<GatewayAnswer> {
  try {
    const intent = await readIntent(connection, paymentIntentId);
    const truth = truthOf(intent);
    if (truth?.type === "paid" || truth?.type === "intent_canceled") return done(truth);
    return againUnderNewKey(`The PaymentIntent could not be canceled; it is ${intent.status}.`);
  } catch (error) {
    return againUnderNewKey(readFailure(error).message);
  }
}

function reasonAtStripe(reason: CancelReason): "requested_by_customer" | "abandoned" {
  return reason === "timeout" || reason === "abandoned" ? "abandoned" : "requested_by_customer";
}
