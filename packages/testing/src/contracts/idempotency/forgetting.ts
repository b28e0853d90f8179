import assert from "node:assert/strict";
import type { IdempotencyStore } from "@tillkit/core";
import {
  begin,
  complete,
  created,
  finished,
  type IdempotencyCase,
  idempotencyCase,
  LATER,
  NOW,
  started,
} from "./case.ts";

/** Old answers make room. */
export const forgettingCases: readonly IdempotencyCase[] = [
  idempotencyCase("answers from before a time are forgotten, that time itself excluded", async ({ store }) => {
    await finished(store, { key: "old", now: NOW - 1 });
    await finished(store, { key: "new", now: NOW });
    assert.equal(await forgetBefore(store, { before: NOW }), 1);
    await started(store, { key: "old", fingerprint: "tea", token: "b" });
    assert.deepEqual(await begin(store, { key: "new", token: "b" }), { type: "completed", answer: created });
  }),

  idempotencyCase("an answer is as old as its completion, not as its request", async ({ store }) => {
    await started(store, { now: NOW - 86_400_000 });
    assert.equal(await complete(store, { now: NOW }), true);
    assert.equal(await forgetBefore(store, { before: NOW }), 0);
  }),

  idempotencyCase(
    "work is not forgotten while its lease runs, and is once it ran out before that time",
    async ({ store }) => {
      await started(store);
      assert.equal(await forgetBefore(store, { before: LATER }), 0);
      assert.deepEqual(await begin(store, { token: "b" }), { type: "in_progress" });
      assert.equal(await forgetBefore(store, { before: LATER + 1 }), 1);
      assert.equal(await complete(store), false);
      await started(store, { fingerprint: "tea", token: "b" });
    },
  ),

  idempotencyCase("no more are forgotten at a time than the limit, the oldest first", async ({ store }) => {
    for (const age of [3, 5, 1, 4, 2]) await finished(store, { key: `key ${age}`, now: NOW - age });
    assert.equal(await forgetBefore(store, { before: NOW, limit: 3 }), 3);
    for (const age of [1, 2])
      assert.deepEqual(await begin(store, { key: `key ${age}`, token: "b" }), { type: "completed", answer: created });
    assert.equal(await forgetBefore(store, { before: NOW, limit: 3 }), 2);
    assert.equal(await forgetBefore(store, { before: NOW, limit: 3 }), 0);
  }),

  idempotencyCase("a tenant forgets only what is its own", async ({ store }) => {
    await finished(store, { tenant: "north", now: NOW - 1 });
    await finished(store, { tenant: "south", now: NOW - 1 });
    assert.equal(await forgetBefore(store, { tenant: "north", before: NOW }), 1);
    assert.deepEqual(await begin(store, { tenant: "south", token: "b" }), { type: "completed", answer: created });
  }),
];

function forgetBefore(
  store: IdempotencyStore,
  { tenant = "default", before, limit = 100 }: { tenant?: string; before: number; limit?: number },
): Promise<number> {
  return store.forgetBefore({ tenant, before, limit });
}
