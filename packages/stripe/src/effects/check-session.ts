import type { GatewayAnswer } from "@tillkit/core";
import type Stripe from "stripe";
import type { Connection } from "../connection.ts";
import { readFailure } from "../failure.ts";
import { truthOfSession } from "../objects/session.ts";
import { answerToRead, done } from "../outcome.ts";
import { readExpanded } from "./read-expanded.ts";

/** Asks Stripe how an online payment stands. */
export async function checkSession(
  connection: Connection,
  { checkoutSessionId }: { readonly checkoutSessionId: string },
): Promise<GatewayAnswer> {
  try {
    const truth = truthOfSession(await readSession(connection, checkoutSessionId));
    return truth === undefined ? done() : done(truth);
  } catch (error) {
    return answerToRead(readFailure(error));
  }
}

/** Reads a session with its PaymentIntent, and with the charge that was tried last where the key may see it. */
export async function readSession(connection: Connection, checkoutSessionId: string): Promise<Stripe.Checkout.Session> {
  const stripe = await connection.client();
  return readExpanded(["payment_intent", "payment_intent.latest_charge"], (expand) =>
    stripe.checkout.sessions.retrieve(checkoutSessionId, { expand }, connection.read()),
  );
}
