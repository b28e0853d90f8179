import type { GatewayAnswer, GatewayCall, TerminalEffect } from "@tillkit/core";
import type { Connection } from "../connection.ts";
import { readFailure } from "../failure.ts";
import { truthOf } from "../objects/intent.ts";
import { answerToRead, answerToWrite, done, isAboutState } from "../outcome.ts";
import { readIntent } from "./read-attempt.ts";

type Increment = Extract<TerminalEffect, { readonly type: "increment_authorization" }>;

/** Raises a hold to an amount. An amount that is held already cannot be asked for twice, so what was lost is read first. */
export async function incrementAuthorization(
  connection: Connection,
  effect: Increment,
  { idempotencyKey, recover }: GatewayCall,
): Promise<GatewayAnswer> {
  const { paymentIntentId, amount } = effect;
  if (recover) {
    const seen = await standing(connection, effect);
    if (seen !== undefined) return seen;
  }
  try {
    const stripe = await connection.client();
    const intent = await stripe.paymentIntents.incrementAuthorization(
      paymentIntentId,
      { amount },
      connection.write(idempotencyKey),
    );
    return done(truthOf(intent) ?? { type: "hint" });
  } catch (error) {
    const failure = readFailure(error);
    const answer = answerToWrite(failure);
    if (answer.type !== "refused" || !isAboutState(failure)) return answer;
    return (await standing(connection, effect)) ?? answer;
  }
}

/** How the hold stands, where there is no more to raise: raised already, taken, or gone. */
async function standing(
  connection: Connection,
  { paymentIntentId, amount }: Increment,
): Promise<GatewayAnswer | undefined> {
  try {
    const truth = truthOf(await readIntent(connection, paymentIntentId));
    if (truth?.type === "intent_authorized") return truth.amount >= amount ? done(truth) : undefined;
    return truth === undefined ? undefined : done(truth);
  } catch (error) {
    return answerToRead(readFailure(error));
  }
}
