import type { GatewayAnswer, News } from "@tillkit/core";
import type { StripeFailure } from "./failure.ts";

/** Done, or found done: this is how things stand. */
export function done(...news: readonly News[]): GatewayAnswer {
  return { type: "done", news };
}

/**
 * What a failed write means, by status and code, never by the class of the error.
 *
 * | What came back | Answer |
 * |---|---|
 * | no connection was made | later |
 * | no answer, a broken one, or one that is not the API's JSON | unknown |
 * | 409 (`idempotency_key_in_use`, `lock_timeout`), 429, `rate_limit` | later: such answers are not stored under the key |
 * | 5xx | unknown, key spent: it is stored under the key and would only come back |
 * | `idempotency_error` | unknown, key spent: see below |
 * | any other 4xx | refused |
 *
 * `idempotency_error` means that this key was used with other parameters, as by another version of tillkit during a roll-out. That
 * earlier request may have been carried out, so it is not a refusal: the next try has a new key and reads first.
 */
export function answerToWrite(failure: StripeFailure): Exclude<GatewayAnswer, { readonly type: "done" }> {
  const { status, code, type, message } = failure;
  if (status === undefined) return failure.unsent ? { type: "later", message } : { type: "unknown", message };
  if (isCongestion(failure)) return { type: "later", message, ...congestion(failure) };
  if (status >= 500) return { type: "unknown", message: `Stripe answered ${status}: ${message}`, keySpent: true };
  if (type === "idempotency_error")
    return { type: "unknown", message: `This key was used with other parameters: ${message}`, keySpent: true };
  if (status < 400) return { type: "unknown", message };
  return { type: "refused", ...(code === undefined ? {} : { stripeCode: code }), message: explain(failure) };
}

/** What a failed read means: nothing, ever. A read changes nothing, so it can be made again. */
export function answerToRead(failure: StripeFailure): GatewayAnswer {
  return { type: "later", message: explain(failure), ...congestion(failure) };
}

/**
 * For a write that was refused because of how things stood, but a read right after shows that it could be made now, or soon. The
 * refusal may be stored under the key, so the next try needs another.
 */
export function againUnderNewKey(message: string): GatewayAnswer {
  return { type: "unknown", message, keySpent: true };
}

/** Whether a refusal may be about how the object stands, so that reading it explains more than the refusal does. */
export function isAboutState({ status, code = "" }: StripeFailure): boolean {
  return (status === 400 || status === 402) && !code.startsWith("parameter") && code !== "resource_missing";
}

/** A sentence that also says which of the two usual causes it was. */
export function explain({ status, code, message }: StripeFailure): string {
  if (status === 401) return `Stripe does not accept the key${code === undefined ? "" : ` (${code})`}: ${message}`;
  if (status === 403) return `The key may not do this: ${message}`;
  return message;
}

function isCongestion({ status, code }: StripeFailure): boolean {
  return status === 409 || status === 429 || code === "rate_limit" || code === "lock_timeout";
}

/** A lock is about one object; too many calls are about all of them. */
function congestion({ status, code, retryAfterMs }: StripeFailure): {
  readonly retryAfterMs?: number;
  readonly rateLimited?: true;
} {
  return {
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(status === 429 && code !== "lock_timeout" ? { rateLimited: true } : {}),
  };
}
