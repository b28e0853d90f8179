import { TillkitError } from "./errors.ts";

/**
 * Refuses what no idempotency store can keep as a key. Stores call it first, so that none of them cuts a long key short.
 *
 * @throws TillkitError `idempotency_key_invalid`
 */
export function mustBeIdempotencyKey(key: string): void {
  if (key.length >= 1 && key.length <= MAX_LENGTH) return;
  throw new TillkitError(
    "idempotency_key_invalid",
    `An idempotency key has 1 to ${MAX_LENGTH} characters, not ${key.length}. A random UUID is a good one.`,
    { details: { length: key.length } },
  );
}

/** Counted in UTF-16 units. */
const MAX_LENGTH = 255;
