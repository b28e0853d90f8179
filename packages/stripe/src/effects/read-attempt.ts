import type { GatewayAnswer } from "@tillkit/core";
import type Stripe from "stripe";
import type { Connection } from "../connection.ts";
import { readFailure, type StripeFailure } from "../failure.ts";
import type { SeenReader } from "../objects/action.ts";
import { isUnpaid, truthOf } from "../objects/intent.ts";
import { answerToRead, done } from "../outcome.ts";
import { readExpanded } from "./read-expanded.ts";
import { type Attempted, judgeAttempt } from "./judge-attempt.ts";

/** Reads a PaymentIntent, with the charge that was tried last where the key may see it. */
export async function readIntent(connection: Connection, paymentIntentId: string): Promise<Stripe.PaymentIntent> {
  const stripe = await connection.client();
  return readExpanded(["latest_charge"], (expand) =>
    stripe.paymentIntents.retrieve(paymentIntentId, { expand }, connection.read()),
  );
}

/** Reads a reader, as far as it can be read. */
export async function readReader(
  connection: Connection,
  readerId: string,
): Promise<SeenReader | "gone" | { readonly unread: StripeFailure }> {
  try {
    const stripe = await connection.client();
    const reader = await stripe.terminal.readers.retrieve(readerId, {}, connection.read());
    return reader.deleted ? "gone" : reader;
  } catch (error) {
    const failure = readFailure(error);
    return failure.status === 404 ? "gone" : { unread: failure };
  }
}

/**
 * Reads reader and PaymentIntent, in this order, and judges the attempt.
 *
 * In the other order a card that is presented in between would look like one that never was. A reader that cannot be read does not
 * hide what the PaymentIntent says.
 */
export async function readAttempt(
  connection: Connection,
  paymentIntentId: string,
  readerId: string,
  attempted: Attempted,
): Promise<GatewayAnswer> {
  const reader = await readReader(connection, readerId);
  try {
    const intent = await readIntent(connection, paymentIntentId);
    if (typeof reader === "string" || !("unread" in reader))
      return done(...judgeAttempt({ intent, reader }, attempted));
    const truth = truthOf(intent);
    if (truth !== undefined) return done(truth);
    return isUnpaid(intent) ? answerToRead(reader.unread) : done();
  } catch (error) {
    return answerToRead(readFailure(error));
  }
}
