import type { GatewayAnswer, GatewayCall, News, TerminalPayment } from "@tillkit/core";
import type Stripe from "stripe";
import type { Connection } from "../connection.ts";
import { readFailure } from "../failure.ts";
import { isFor, metadataOf } from "../metadata.ts";
import { truthOf } from "../objects/intent.ts";
import { answerToRead, answerToWrite, done } from "../outcome.ts";
import { findCreated } from "./find-created.ts";

/** Makes the PaymentIntent, or finds the one that an earlier try has made. */
export async function openIntent(
  connection: Connection,
  payment: TerminalPayment,
  { idempotencyKey, recover }: GatewayCall,
): Promise<GatewayAnswer> {
  if (recover) {
    try {
      const found = await findIntent(connection, payment);
      if (found !== undefined) return done(...standing(payment, found));
    } catch (error) {
      return answerToRead(readFailure(error));
    }
  }
  try {
    const stripe = await connection.client();
    const params = intentParams(payment, connection.environment);
    return done(opened(payment, await stripe.paymentIntents.create(params, connection.write(idempotencyKey))));
  } catch (error) {
    return answerToWrite(readFailure(error));
  }
}

/** What is sent follows from the payment's frozen fields alone: a repetition must be the same request. */
function intentParams(payment: TerminalPayment, environment: string): Stripe.PaymentIntentCreateParams {
  const { ordered, tip = 0, description } = payment;
  const options = payment.moto === true ? undefined : cardOptions(payment);
  return {
    amount: ordered.amount + tip,
    currency: ordered.currency,
    allowed_payment_method_types: [...methodsOf(payment)],
    capture_method: payment.capture === "manual" ? "manual" : "automatic",
    ...(options === undefined ? {} : { payment_method_options: { card_present: options } }),
    ...(description === undefined ? {} : { description }),
    metadata: metadataOf(payment, environment),
  };
}

type Method = "card" | "card_present" | "interac_present";

/** What the reader may take; the first is what the payment cannot do without. */
function methodsOf({ moto, capture, ordered }: TerminalPayment): readonly [Method, ...Method[]] {
  if (moto === true) return ["card"];
  // Interac is never held, and would only be declined.
  return ordered.currency === "cad" && capture !== "manual" ? ["card_present", "interac_present"] : ["card_present"];
}

type CardOptions = Stripe.PaymentIntentCreateParams.PaymentMethodOptions.CardPresent;

/** How the money is held; `undefined` where it is taken at once. */
function cardOptions({ capture, signing, hold }: TerminalPayment): CardOptions | undefined {
  // A signature that is required comes before the money: it is held where the card can be, as with `manual_preferred`.
  const preferred = capture === "manual_preferred" || (capture === "automatic" && signing?.policy === "required");
  if (capture === "automatic" && !preferred) return undefined;
  return {
    ...(preferred ? { capture_method: "manual_preferred" as const } : {}),
    ...(hold?.incremental === true ? { request_incremental_authorization_support: true } : {}),
    ...(hold?.extended === true ? { request_extended_authorization: true } : {}),
  };
}

async function findIntent(connection: Connection, payment: TerminalPayment): Promise<Stripe.PaymentIntent | undefined> {
  const stripe = await connection.client();
  return findCreated(payment, {
    list: (page) => stripe.paymentIntents.list(page, connection.read()),
    isOurs: ({ metadata }) => isFor(metadata, payment, connection.environment),
  });
}

/** The opening comes first, so that the payment knows its PaymentIntent before it hears what became of it. */
function standing(payment: TerminalPayment, intent: Stripe.PaymentIntent): readonly News[] {
  const truth = truthOf(intent);
  return truth === undefined ? [opened(payment, intent)] : [opened(payment, intent), truth];
}

/** `allowed_payment_method_types` drops what is not available without a word, so the answer is looked at. */
function opened(payment: TerminalPayment, { id, payment_method_types: types }: Stripe.PaymentIntent): News {
  return types.includes(methodsOf(payment)[0])
    ? { type: "intent_opened", paymentIntentId: id }
    : { type: "card_present_unavailable", paymentIntentId: id };
}
