import { type StoredAnswer, TillkitError } from "@tillkit/core";
import type { Call } from "./call.ts";
import type { Answer, Exchange } from "./exchange.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { keyOf } from "./idempotency-key.ts";
import type { Settings } from "./options.ts";
import { problem } from "./problem.ts";
import type { Route } from "./routes/route.ts";

/**
 * Makes what runs a route once for each `Idempotency-Key`, and answers repetitions with what was answered first.
 *
 * Follows draft-ietf-httpapi-idempotency-key-header: 409 while the first is at work, 422 for a key that belongs to something else.
 */
export function onceFor<Native>({
  idempotency,
  till: { tenant },
  clock,
  jsonBodyLimit,
}: Settings<Native>): (call: Call, route: Route) => Promise<Answer> {
  let forgottenAt = 0;

  async function forgetOld(now: number): Promise<void> {
    // Also when the clock has stepped back.
    if (Math.abs(now - forgottenAt) < FORGET_EVERY_MS) return;
    forgottenAt = now;
    await idempotency.forgetBefore({ tenant, before: now - KEPT_MS, limit: 1_000 });
  }

  return async (call, route) => {
    const { exchange } = call;
    const header = exchange.header("idempotency-key");
    if (header === undefined) return route.run(call);
    const key = keyOf(header);
    const bytes = await exchange.bytes(jsonBodyLimit);
    const fingerprint = await fingerprintOf(exchange.method, exchange.path, bytes);

    const now = clock.now();
    await forgetOld(now);
    const token = crypto.randomUUID();
    const lease = { token, until: now + LEASE_MS };
    const begun = await idempotency.begin({ tenant, key, fingerprint, lease, now });
    if (begun.type === "completed") return replayed(begun.answer);
    if (begun.type === "in_progress") return inProgress();
    if (begun.type === "mismatch") throw reused();

    const claim = { tenant, key, token };
    const answer = await route.run({ ...call, exchange: withBytes(exchange, bytes) }).catch(async (error: unknown) => {
      if (isDefinite(error)) return problem(error);
      // What went wrong is to be told, not that this went wrong too: the lease runs out by itself.
      await idempotency.release(claim).catch(() => undefined);
      throw error;
    });
    // Where this fails, the client is not told of a success that a repetition would not find again.
    await idempotency.complete({ ...claim, answer: toStored(answer), at: clock.now() });
    return answer;
  };
}

/** As long as a worker's lease of a payment: whoever died is followed after a minute. */
const LEASE_MS = 60_000;
/** As long as Stripe promises to keep its own. */
const KEPT_MS = 86_400_000;
const FORGET_EVERY_MS = 60_000;

/**
 * A refusal that comes from how things stood, like that of a `retry` on a payment that is paid: it would be another later, and is
 * kept, so that a repetition that was long on its way does nothing of its own. What was wrong with the request itself (400, 413,
 * 415), or what may be sent again unchanged, is not: it did nothing, and the key stays free.
 */
function isDefinite(error: unknown): error is TillkitError {
  return TillkitError.is(error) && !error.retryable && (error.status === 404 || error.status === 409);
}

/** The body can be read from the wire only once. */
function withBytes(exchange: Exchange<unknown>, bytes: Uint8Array): Exchange<unknown> {
  const { method, path, query, native } = exchange;
  return { method, path, query, native, header: (name) => exchange.header(name), bytes: async () => bytes };
}

function toStored({ status, headers, body = "" }: Answer): StoredAnswer {
  if (typeof body !== "string") throw new TypeError("Only answers in text can be given again.");
  return { status, headers, body };
}

function replayed({ status, headers, body }: StoredAnswer): Answer {
  const again = { status, headers: { ...headers, "idempotency-replayed": "true" } };
  return body === "" ? again : { ...again, body };
}

function inProgress(): Answer {
  const error = new TillkitError(
    "idempotency_in_progress",
    "A request with this Idempotency-Key is still being worked on. Send it again in a moment, under the same key.",
    { retryable: true },
  );
  // Most are done within a second. After a crash it is a minute; asking every second until then costs little.
  return problem(error, { "retry-after": "1" });
}

function reused(): TillkitError {
  return new TillkitError(
    "idempotency_key_reused",
    "This Idempotency-Key was used for another request. Make a new key for each thing that somebody wants.",
  );
}
