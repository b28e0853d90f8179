import type { ApiAnswer } from "./api-request.ts";

/** The headers Stripe answers with. */
export function answerHeaders(answer: ApiAnswer): Readonly<Record<string, string>> {
  return {
    "content-type": "application/json",
    "request-id": answer.requestId,
    "stripe-version": answer.version,
    ...(answer.idempotencyKey !== null && { "idempotency-key": answer.idempotencyKey }),
    ...(answer.replayed && { "idempotent-replayed": "true" }),
    ...(answer.fault === "rate_limit" && { "stripe-rate-limited-reason": "endpoint-rate" }),
    ...(answer.fault === "lock_timeout" && { "stripe-rate-limited-reason": "resource-specific" }),
  };
}
