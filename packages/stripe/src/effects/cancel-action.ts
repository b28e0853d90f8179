import type { GatewayAnswer, GatewayCall, TerminalEffect } from "@tillkit/core";
import type { Connection } from "../connection.ts";
import { readFailure } from "../failure.ts";
import { againUnderNewKey, answerToRead, answerToWrite, done } from "../outcome.ts";
import { actionFor } from "./judge-attempt.ts";
import { readReader } from "./read-attempt.ts";

/**
 * Takes a payment off its reader, if it is still the one there: another register's is never touched.
 *
 * It brings no news of money, whatever happens: the card may have been authorized in between, so the PaymentIntent is asked next.
 */
export async function cancelAction(
  connection: Connection,
  { paymentIntentId, readerId, attempt }: Extract<TerminalEffect, { readonly type: "cancel_action" }>,
  { idempotencyKey }: GatewayCall,
): Promise<GatewayAnswer> {
  const reader = await readReader(connection, readerId);
  if (reader === "gone") return done();
  if ("unread" in reader) return answerToRead(reader.unread);
  if (actionFor(reader, paymentIntentId)?.status !== "in_progress") return done();

  try {
    const stripe = await connection.client();
    await stripe.terminal.readers.cancelAction(readerId, {}, connection.writeToReader(idempotencyKey));
    return done();
  } catch (error) {
    const failure = readFailure(error);
    switch (failure.code) {
      case "terminal_reader_busy":
        return againUnderNewKey("The card is being authorized; the reader cannot be interrupted now.");
      case "terminal_reader_offline":
      case "terminal_reader_timeout":
      case "resource_missing":
        return done({ type: "reader_out_of_reach", attempt });
      case undefined:
      default:
        return answerToWrite(failure);
    }
  }
}
