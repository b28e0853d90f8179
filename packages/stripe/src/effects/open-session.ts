import type { CheckoutPayment, GatewayAnswer, GatewayCall, News } from "@tillkit/core";
import type Stripe from "stripe";
import type { Connection } from "../connection.ts";
import { readFailure } from "../failure.ts";
import { isFor, metadataOf } from "../metadata.ts";
import { truthOfSession } from "../objects/session.ts";
import { answerToRead, answerToWrite, done } from "../outcome.ts";
import { findCreated } from "./find-created.ts";

/** Makes the Checkout Session, or finds the one that an earlier try has made. */
export async function openSession(
  connection: Connection,
  payment: CheckoutPayment,
  { idempotencyKey, recover }: GatewayCall,
): Promise<GatewayAnswer> {
  if (recover) {
    try {
      const found = await findSession(connection, payment);
      if (found !== undefined) return done(...standing(found));
    } catch (error) {
      return answerToRead(readFailure(error));
    }
  }
  try {
    const stripe = await connection.client();
    const params = sessionParams(payment, connection.environment);
    return done(opened(await stripe.checkout.sessions.create(params, connection.write(idempotencyKey))));
  } catch (error) {
    return answerToWrite(readFailure(error));
  }
}

/** What is sent follows from the payment's frozen fields alone: a repetition must be the same request. */
function sessionParams(payment: CheckoutPayment, environment: string): Stripe.Checkout.SessionCreateParams {
  const { ordered, lines, successUrl, cancelUrl, reference, expiresAt, description } = payment;
  const metadata = metadataOf(payment, environment);
  return {
    mode: "payment",
    line_items: lines.map(({ name, unitAmount, quantity }) => ({
      price_data: { currency: ordered.currency, unit_amount: unitAmount, product_data: { name } },
      quantity,
    })),
    success_url: successUrl,
    ...(cancelUrl === undefined ? {} : { cancel_url: cancelUrl }),
    client_reference_id: reference,
    expires_at: Math.floor(expiresAt / 1000),
    // A session does not pass its metadata on, and events come from both.
    metadata,
    payment_intent_data: { metadata, ...(description === undefined ? {} : { description }) },
  };
}

async function findSession(
  connection: Connection,
  payment: CheckoutPayment,
): Promise<Stripe.Checkout.Session | undefined> {
  const stripe = await connection.client();
  return findCreated(payment, {
    list: (page) => stripe.checkout.sessions.list(page, connection.read()),
    isOurs: ({ metadata }) => isFor(metadata, payment, connection.environment),
  });
}

/** The opening comes first, so that the payment knows its session before it hears what became of it. */
function standing(session: Stripe.Checkout.Session): readonly News[] {
  const truth = truthOfSession(session);
  return truth === undefined || truth.type === "session_still_open" ? [opened(session)] : [opened(session), truth];
}

/** A page that has closed has no URL any more. */
function opened({ id, url }: Stripe.Checkout.Session): News {
  return { type: "session_opened", checkoutSessionId: id, url: url ?? "" };
}
