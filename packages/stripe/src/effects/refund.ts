import type { BesideEffect, GatewayAnswer, GatewayCall, News } from "@tillkit/core";
import type Stripe from "stripe";
import type { Connection } from "../connection.ts";
import { readFailure, type StripeFailure } from "../failure.ts";
import { metadataOf } from "../metadata.ts";
import { chargeOf } from "../objects/intent.ts";
import { REFUND_LABEL, refundNews, type StripeRefund } from "../objects/refund.ts";
import { answerToRead, answerToWrite, done, explain, isAboutState } from "../outcome.ts";
import { listRefunds } from "./list-refunds.ts";
import { readIntent } from "./read-attempt.ts";

type RefundEffect = Extract<BesideEffect, { readonly type: "refund" }>;

/** Gives money back without the card, or finds the refund that an earlier try has made. */
export async function refund(connection: Connection, effect: RefundEffect, call: GatewayCall): Promise<GatewayAnswer> {
  if (call.recover) {
    try {
      const found = (await listRefunds(connection, effect.paymentIntentId)).find((made) => isOurs(made, effect));
      if (found !== undefined) return done(...refundNews(found));
    } catch (error) {
      return answerToRead(readFailure(error));
    }
  }
  try {
    const stripe = await connection.client();
    const params = refundParams(effect, call, connection.environment);
    return done(...refundNews(await stripe.refunds.create(params, connection.write(call.idempotencyKey))));
  } catch (error) {
    return answerToRefusal(connection, effect, readFailure(error));
  }
}

function refundParams(
  { id, paymentIntentId, amount, reason }: RefundEffect,
  { payment }: GatewayCall,
  environment: string,
): Stripe.RefundCreateParams {
  return {
    payment_intent: paymentIntentId,
    amount,
    ...(reason === undefined ? {} : { reason }),
    metadata: { ...metadataOf(payment, environment), [REFUND_LABEL]: id },
  };
}

/** A refusal usually means that somebody else has given the money back meanwhile: what there is, is told with it. */
async function answerToRefusal(
  connection: Connection,
  effect: RefundEffect,
  failure: StripeFailure,
): Promise<GatewayAnswer> {
  const answer = answerToWrite(failure);
  if (answer.type !== "refused" || !isAboutState(failure)) return answer;
  try {
    const refunds = await listRefunds(connection, effect.paymentIntentId);
    const seen = refunds.flatMap(refundNews);
    if (refunds.some((made) => isOurs(made, effect))) return done(...seen);
    return done(...seen, refusal(effect, failure, await needsCard(connection, effect)));
  } catch (error) {
    return { type: "unknown", message: readFailure(error).message };
  }
}

function refusal({ id }: RefundEffect, failure: StripeFailure, cardNeeded: boolean): News {
  const { code } = failure;
  return {
    type: "refund_refused",
    id,
    failure: {
      code: cardNeeded ? "refund_needs_card" : "refund_refused",
      ...(code === undefined ? {} : { stripeCode: code }),
      message: explain(failure),
    },
  };
}

/** Interac gives money back to a card that is there, and to no other. */
async function needsCard(connection: Connection, { paymentIntentId }: RefundEffect): Promise<boolean> {
  const { seen } = chargeOf(await readIntent(connection, paymentIntentId));
  return Boolean(seen?.payment_method_details?.interac_present);
}

function isOurs({ metadata }: StripeRefund, { id }: RefundEffect): boolean {
  return metadata?.[REFUND_LABEL] === id;
}
