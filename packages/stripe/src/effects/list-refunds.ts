import type { Connection } from "../connection.ts";
import type { StripeRefund } from "../objects/refund.ts";

/** More than any payment has; a list without an end must not hold a worker for ever. */
const LOOK_THROUGH = 1_000;

/** Reads the refunds of a PaymentIntent, oldest first. */
export async function listRefunds(connection: Connection, paymentIntentId: string): Promise<readonly StripeRefund[]> {
  const stripe = await connection.client();
  const refunds: StripeRefund[] = [];
  for await (const refund of stripe.refunds.list({ payment_intent: paymentIntentId, limit: 100 }, connection.read())) {
    refunds.push(refund);
    if (refunds.length >= LOOK_THROUGH) break;
  }
  return refunds.toReversed();
}
