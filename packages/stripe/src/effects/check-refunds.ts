import { type BesideEffect, type GatewayAnswer, type News, type Payment, takingsOf } from "@tillkit/core";
import type { Connection } from "../connection.ts";
import { readFailure } from "../failure.ts";
import { refundNews } from "../objects/refund.ts";
import { answerToRead, done } from "../outcome.ts";
import { listRefunds } from "./list-refunds.ts";

/** Asks Stripe which refunds there are, whoever made them. */
export async function checkRefunds(
  connection: Connection,
  payment: Payment,
  { paymentIntentId }: Extract<BesideEffect, { readonly type: "check_refunds" }>,
): Promise<GatewayAnswer> {
  const intents =
    paymentIntentId === undefined ? takingsOf(payment).map((taking) => taking.paymentIntentId) : [paymentIntentId];
  try {
    const news: News[] = [];
    for (const intent of intents) news.push(...(await listRefunds(connection, intent)).flatMap(refundNews));
    return done(...news);
  } catch (error) {
    return answerToRead(readFailure(error));
  }
}
