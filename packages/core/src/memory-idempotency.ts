import { TillkitError } from "./errors.ts";
import { mustBeIdempotencyKey } from "./idempotency-key.ts";
import type { IdempotencyClaim, IdempotencyStore, StoredAnswer } from "./ports/idempotency.ts";
import type { Lease } from "./ports/store.ts";

/** Remembers answers in this process: enough for one process, whose memory of them may end with it. */
export function memoryIdempotency(): IdempotencyStore {
  const tenants = new Map<string, Map<string, Kept>>();
  let closed = false;

  function keysOf(tenant: string): Map<string, Kept> {
    if (closed) throw new TillkitError("store_unusable", "The idempotency store is closed. Make a new one.");
    let keys = tenants.get(tenant);
    if (keys === undefined) tenants.set(tenant, (keys = new Map()));
    return keys;
  }

  /** What was begun under this very token, unless it is finished. */
  function running({ tenant, key, token }: IdempotencyClaim): Running | undefined {
    const kept = keysOf(tenant).get(key);
    return kept !== undefined && "lease" in kept && kept.lease.token === token ? kept : undefined;
  }

  return {
    begin: async ({ tenant, key, fingerprint, lease, now }) => {
      const keys = keysOf(tenant);
      mustBeIdempotencyKey(key);
      const kept = keys.get(key);
      if (kept !== undefined && kept.fingerprint !== fingerprint) return { type: "mismatch" };
      if (kept !== undefined && "answer" in kept) return { type: "completed", answer: kept.answer };
      if (kept !== undefined && kept.lease.until > now) return { type: "in_progress" };
      keys.set(key, { fingerprint, lease: { ...lease } });
      return { type: "started" };
    },
    complete: async ({ answer: { status, headers, body }, at, ...claim }) => {
      const begun = running(claim);
      if (begun === undefined) return false;
      const answer = Object.freeze({ status, headers: Object.freeze({ ...headers }), body });
      keysOf(claim.tenant).set(claim.key, { fingerprint: begun.fingerprint, answer, at });
      return true;
    },
    release: async (claim) => running(claim) !== undefined && keysOf(claim.tenant).delete(claim.key),
    forgetBefore: async ({ tenant, before, limit }) => {
      const keys = keysOf(tenant);
      const old = [...keys]
        .filter(([, kept]) => ageOf(kept) < before)
        .toSorted(([, a], [, b]) => ageOf(a) - ageOf(b))
        .slice(0, limit);
      for (const [key] of old) keys.delete(key);
      return old.length;
    },
    close: async () => {
      closed = true;
      tenants.clear();
    },
  };
}

interface Running {
  readonly fingerprint: string;
  readonly lease: Lease;
}

interface Finished {
  readonly fingerprint: string;
  readonly answer: StoredAnswer;
  readonly at: number;
}

type Kept = Running | Finished;

/** From when its age is counted. */
const ageOf = (kept: Kept): number => ("answer" in kept ? kept.at : kept.lease.until);
