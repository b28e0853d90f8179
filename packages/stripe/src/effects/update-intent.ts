import type { GatewayAnswer, GatewayCall, TerminalEffect } from "@tillkit/core";
import type { Connection } from "../connection.ts";
import { readFailure } from "../failure.ts";
import { isUnpaid, truthOf } from "../objects/intent.ts";
import { againUnderNewKey, answerToWrite, done, explain, isAboutState } from "../outcome.ts";
import { readIntent } from "./read-attempt.ts";

/** Gives the PaymentIntent another amount. Where it cannot have one, answers why: usually somebody has paid. */
export async function updateIntent(
  connection: Connection,
  { paymentIntentId, attempt, amount }: Extract<TerminalEffect, { readonly type: "update_intent" }>,
  { idempotencyKey }: GatewayCall,
): Promise<GatewayAnswer> {
  try {
    const stripe = await connection.client();
    await stripe.paymentIntents.update(paymentIntentId, { amount }, connection.write(idempotencyKey));
    return done({ type: "intent_updated", attempt, amount });
  } catch (error) {
    const failure = readFailure(error);
    const answer = answerToWrite(failure);
    if (answer.type !== "refused") return answer;
    const refused = { code: "refused_by_stripe", message: explain(failure) } as const;
    const ended = done({
      type: "attempt_failed",
      attempt,
      failure: failure.code === undefined ? refused : { ...refused, stripeCode: failure.code },
    });
    return isAboutState(failure) ? truthOr(connection, paymentIntentId, ended) : ended;
  }
}

async function truthOr(connection: Connection, paymentIntentId: string, ended: GatewayAnswer): Promise<GatewayAnswer> {
  try {
    const intent = await readIntent(connection, paymentIntentId);
    const truth = truthOf(intent);
    if (truth !== undefined) return done(truth);
    return isUnpaid(intent)
      ? ended
      : againUnderNewKey(`The amount could not be changed; the PaymentIntent is ${intent.status}.`);
  } catch (error) {
    return againUnderNewKey(readFailure(error).message);
  }
}
