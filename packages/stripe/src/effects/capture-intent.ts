import type { GatewayAnswer, GatewayCall, TerminalEffect } from "@tillkit/core";
import type { Connection } from "../connection.ts";
import { readFailure } from "../failure.ts";
import { truthOf } from "../objects/intent.ts";
import { answerToWrite, done, isAboutState } from "../outcome.ts";
import { readIntent } from "./read-attempt.ts";

type Refused = Extract<GatewayAnswer, { readonly type: "refused" }>;

/** Takes held money. Money can be taken once, so whatever is answered, the PaymentIntent knows what was. */
export async function captureIntent(
  connection: Connection,
  { paymentIntentId, amount }: Extract<TerminalEffect, { readonly type: "capture_intent" }>,
  { idempotencyKey }: GatewayCall,
): Promise<GatewayAnswer> {
  try {
    const stripe = await connection.client();
    const intent = await stripe.paymentIntents.capture(
      paymentIntentId,
      amount === undefined ? {} : { amount_to_capture: amount },
      connection.write(idempotencyKey),
    );
    if (intent.status === "succeeded") return done(truthOf(intent) ?? { type: "hint" });
    return await readInstead(connection, paymentIntentId);
  } catch (error) {
    const failure = readFailure(error);
    const answer = answerToWrite(failure);
    if (answer.type !== "refused" || !isAboutState(failure)) return answer;
    return readInstead(connection, paymentIntentId, answer);
  }
}

/** Refused because it was captured before, or because the hold has lapsed: then that is the news, and not the refusal. */
async function readInstead(connection: Connection, paymentIntentId: string, refused?: Refused): Promise<GatewayAnswer> {
  try {
    const intent = await readIntent(connection, paymentIntentId);
    const truth = truthOf(intent);
    if (truth?.type === "paid" || truth?.type === "intent_canceled") return done(truth);
    if (refused !== undefined && intent.status === "requires_capture") return refused;
    return { type: "unknown", message: `The capture is not finished; the PaymentIntent is ${intent.status}.` };
  } catch (error) {
    return { type: "unknown", message: readFailure(error).message };
  }
}
