import assert from "node:assert/strict";
import type { IdempotencyRequest, IdempotencyResult, IdempotencyStore, StoredAnswer } from "@tillkit/core";
import { FIXTURE_TIME } from "../../fixtures.ts";

/** An idempotency store to test, on data of its own that nothing else uses. */
export interface OpenedIdempotency {
  readonly store: IdempotencyStore;
  /** Closes every handle and removes the data. */
  readonly close: () => Promise<void>;
}

/** The same of an idempotency store whose data outlives it, and can be opened by several processes. */
export interface OpenedDurableIdempotency extends OpenedIdempotency {
  /** Closes the store and opens the same data again, as after a restart. */
  readonly reopen: () => Promise<IdempotencyStore>;
  /** Opens another handle on the same data, as another process has it. */
  readonly second: () => Promise<IdempotencyStore>;
}

/** Opens an empty idempotency store. */
export type OpenIdempotency<Opened extends OpenedIdempotency = OpenedIdempotency> = () => Promise<Opened>;

/** One claim about every idempotency store. */
export interface IdempotencyCase<Opened extends OpenedIdempotency = OpenedIdempotency> {
  readonly name: string;
  /** Rejects with an `AssertionError` where the claim is false. */
  readonly run: (open: OpenIdempotency<Opened>) => Promise<void>;
}

/** Writes a case: the store is opened before and closed after, whatever happens. */
export function idempotencyCase<Opened extends OpenedIdempotency>(
  name: string,
  body: (opened: Opened) => Promise<void>,
): IdempotencyCase<Opened> {
  return {
    name,
    run: async (open) => {
      const opened = await open();
      try {
        await body(opened);
      } finally {
        await opened.close();
      }
    },
  };
}

/** When everything begins. */
export const NOW = FIXTURE_TIME;
/** When the first lease has run out. */
export const LATER = NOW + 60_000;

/** A finished answer. */
export const created: StoredAnswer = {
  status: 201,
  headers: { "content-type": "application/json", location: "payments/pay_1" },
  body: '{"id":"pay_1"}',
};

/** What a case says of a request; the rest stands for any. */
export type Wanted = Partial<Omit<IdempotencyRequest, "lease">> & { readonly token?: string };

/** Begins a request, with a lease of a minute. */
export function begin(
  store: IdempotencyStore,
  { tenant = "default", key = "key-1", fingerprint = "coffee", token = "a", now = NOW }: Wanted = {},
): Promise<IdempotencyResult> {
  return store.begin({ tenant, key, fingerprint, lease: { token, until: now + 60_000 }, now });
}

/** Begins a request that must be the one to do the work. */
export async function started(store: IdempotencyStore, wanted: Wanted = {}): Promise<void> {
  assert.deepEqual(await begin(store, wanted), { type: "started" });
}

/** Completes a request. */
export function complete(
  store: IdempotencyStore,
  { tenant = "default", key = "key-1", token = "a", now = NOW }: Wanted = {},
  answer: StoredAnswer = created,
): Promise<boolean> {
  return store.complete({ tenant, key, token, answer, at: now });
}

/** Begins and completes a request. */
export async function finished(
  store: IdempotencyStore,
  wanted: Wanted = {},
  answer: StoredAnswer = created,
): Promise<void> {
  await started(store, wanted);
  assert.equal(await complete(store, wanted, answer), true);
}

/** Gives a key back. */
export function release(
  store: IdempotencyStore,
  { tenant = "default", key = "key-1", token = "a" }: Wanted = {},
): Promise<boolean> {
  return store.release({ tenant, key, token });
}
