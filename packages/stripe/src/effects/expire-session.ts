import type { GatewayAnswer, GatewayCall } from "@tillkit/core";
import type { Connection } from "../connection.ts";
import { readFailure } from "../failure.ts";
import { truthOfSession } from "../objects/session.ts";
import { againUnderNewKey, answerToWrite, done, isAboutState } from "../outcome.ts";
import { readSession } from "./check-session.ts";

/** Closes the page. Where it cannot be closed, answers why: usually the guest has paid. */
export async function expireSession(
  connection: Connection,
  { checkoutSessionId }: { readonly checkoutSessionId: string },
  { idempotencyKey }: GatewayCall,
): Promise<GatewayAnswer> {
  try {
    const stripe = await connection.client();
    const session = await stripe.checkout.sessions.expire(checkoutSessionId, {}, connection.write(idempotencyKey));
    if (session.status === "expired") return done({ type: "session_expired", checkoutSessionId });
  } catch (error) {
    const failure = readFailure(error);
    const answer = answerToWrite(failure);
    if (answer.type !== "refused" || !isAboutState(failure)) return answer;
  }
  try {
    const truth = truthOfSession(await readSession(connection, checkoutSessionId));
    if (truth !== undefined && truth.type !== "session_still_open") return done(truth);
    return againUnderNewKey("The session could not be closed, and is still open.");
  } catch (error) {
    return againUnderNewKey(readFailure(error).message);
  }
}
