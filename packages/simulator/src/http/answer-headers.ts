import type { ApiAnswer } from "./api-request.ts";

/** The headers Stripe answers with. */
export function answerHeaders(answer: ApiAnswer): Readonly<Record<string, string>> {
  return {
    "content-type": answer.media ?? "application/json",
    "request-id": answer.requestId,
    "stripe-version": answer.version,
    ...(answer.idempotencyKey !== null && { "idempotency-key": answer.idempotencyKey }),
    ...(answer.replayed && { "idempotent-replayed": "true" }),
    ...(answer.shouldRetry !== undefined && { "stripe-should-retry": String(answer.shouldRetry) }),
    // A `lock_timeout` is a 429 without it.
    ...(answer.limitedBy && { "stripe-rate-limited-reason": answer.limitedBy }),
  };
}
