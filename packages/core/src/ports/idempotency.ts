import type { Lease } from "./store.ts";

/** A finished answer, to be given again word for word. */
export interface StoredAnswer {
  /** The HTTP status. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Text without NUL characters, as JSON is. At most 1 MiB. */
  readonly body: string;
}

/** A request that wants to do its work under a key. */
export interface IdempotencyRequest {
  readonly tenant: string;
  /** 1 to 255 characters; case and composition count. */
  readonly key: string;
  /** What is asked under the key, as a hash: the same key with another fingerprint is another request, and is refused. */
  readonly fingerprint: string;
  /** Its token is new for every request: it is the fence that keeps out who comes back too late. */
  readonly lease: Lease;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What became of an {@link IdempotencyRequest}. */
export type IdempotencyResult =
  /** The work is ours to do; others wait until the lease has run out. */
  | { readonly type: "started" }
  /** Another request with this key and fingerprint is at work, and its lease still runs. */
  | { readonly type: "in_progress" }
  /** The work was done, with this answer. */
  | { readonly type: "completed"; readonly answer: StoredAnswer }
  /** The key belongs to another fingerprint, finished or not. */
  | { readonly type: "mismatch" };

/** The right to finish what {@link IdempotencyStore.begin} has started: good until another request takes it over. */
export interface IdempotencyClaim {
  readonly tenant: string;
  readonly key: string;
  /** The token of the lease that `begin` was given. */
  readonly token: string;
}

/**
 * Remembers answers to requests that carry an `Idempotency-Key`, so that a repeated request is answered and not done again.
 *
 * A key is bound to its first fingerprint from the moment it is begun: also when whoever began it died, since nobody knows how far
 * they came. Time comes in with each call, and is judged by nothing else.
 */
export interface IdempotencyStore {
  /**
   * Of many requests with one key, one is answered `started`, in one atomic step. A lease that ends at `now` or before has run out:
   * the next request with the same fingerprint takes the work over, and the token of the one before is worth nothing any more.
   *
   * @throws TillkitError `idempotency_key_invalid`
   */
  begin(request: IdempotencyRequest): Promise<IdempotencyResult>;
  /**
   * Keeps the answer, which never changes again. Answers false, and keeps nothing, where the token is not the last one that was
   * started. A lease that has run out, but that nobody took over, still counts: the work was done.
   */
  complete(
    finished: IdempotencyClaim & {
      readonly answer: StoredAnswer;
      /** Milliseconds since the epoch: how old the answer is. */
      readonly at: number;
    },
  ): Promise<boolean>;
  /** Frees a key whose work changed nothing, for any fingerprint. Answers false where the token is not the last, or it is finished. */
  release(claim: IdempotencyClaim): Promise<boolean>;
  /**
   * Forgets up to `limit` keys of a tenant, the oldest first: answers from before `before`, and unfinished work whose lease ran out
   * before it. Answers how many.
   */
  forgetBefore(old: { readonly tenant: string; readonly before: number; readonly limit: number }): Promise<number>;
  /** Gives back files and connections of its own. Every later call throws `store_unusable`. */
  close(): Promise<void>;
}
