import type { SimulatorClock } from "../clock.ts";
import { Refusal } from "./errors.ts";

/** An answer as it goes over the wire. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
}

/** What Stripe remembers under idempotency keys. */
export interface IdempotencyKeys {
  /**
   * The stored answer to replay, if there is one.
   *
   * Throws 400 `idempotency_error` for other parameters and 409 `idempotency_key_in_use` while the first still runs.
   */
  find(key: string, fingerprint: string): StoredAnswer | undefined;
  /** Marks the key as running. */
  begin(key: string, fingerprint: string): void;
  /** Keeps the answer, or with `undefined` frees the key for another try. */
  end(key: string, answer: StoredAnswer | undefined): void;
}

/** A key in use, or with the answer it stands for. */
export interface KeptKey {
  readonly fingerprint: string;
  /** When it was first used, in milliseconds. */
  readonly at: number;
  readonly answer?: StoredAnswer;
}

/** Stripe keeps a v1 key for at least 24 hours (page Idempotent requests). */
const keptMs = 24 * 60 * 60 * 1000;

/** Keys of one account, kept in `keys` and forgotten 24 hours after their first use. */
export function idempotencyKeys(clock: SimulatorClock, keys: Map<string, KeptKey>): IdempotencyKeys {
  const isOver = ({ at, answer }: KeptKey) => answer !== undefined && clock.now() - at >= keptMs;

  /** The map keeps the order of first use, so the first that is still kept ends the search. */
  function forgetOld(): void {
    for (const [key, kept] of keys) {
      if (!isOver(kept)) return;
      keys.delete(key);
    }
  }

  return {
    find(key, fingerprint) {
      if (key.length > 255) throw idempotencyError("Idempotency keys may have up to 255 characters.");
      const known = keys.get(key);
      if (!known) return undefined;
      if (isOver(known)) {
        keys.delete(key);
        return undefined;
      }
      if (known.fingerprint !== fingerprint) {
        throw idempotencyError(
          "Keys for idempotent requests can only be used with the same parameters they were first used with. " +
            `Try using a key other than '${key}' if you meant to execute a different request.`,
        );
      }
      if (known.answer) return known.answer;
      const message = `There is currently another in-progress request using this Idempotent Key: ${key}.`;
      throw new Refusal(409, { type: "idempotency_error", code: "idempotency_key_in_use", message }, false);
    },
    begin(key, fingerprint) {
      forgetOld();
      keys.set(key, { fingerprint, at: clock.now() });
    },
    end(key, answer) {
      const begun = keys.get(key);
      if (answer && begun) keys.set(key, { ...begun, answer });
      else keys.delete(key);
    },
  };
}

function idempotencyError(message: string): Refusal {
  return new Refusal(400, { type: "idempotency_error", message }, false);
}
