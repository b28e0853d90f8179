import assert from "node:assert/strict";
import {
  begin,
  complete,
  created,
  type IdempotencyCase,
  idempotencyCase,
  LATER,
  NOW,
  release,
  started,
} from "./case.ts";

/** Whoever dies at work is followed by another, and is not heard any more if it comes back. */
export const leaseCases: readonly IdempotencyCase[] = [
  idempotencyCase("a lease holds to its last millisecond, and is taken over after", async ({ store }) => {
    await started(store);
    assert.deepEqual(await begin(store, { token: "b", now: LATER - 1 }), { type: "in_progress" });
    await started(store, { token: "b", now: LATER });
    assert.deepEqual(await begin(store, { token: "c", now: LATER }), { type: "in_progress" });
  }),

  idempotencyCase("of 20 requests after a crash exactly one takes over", async ({ store }) => {
    await started(store);
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) => begin(store, { token: `token ${n}`, now: LATER })),
    );
    assert.equal(results.filter(({ type }) => type === "started").length, 1);
  }),

  idempotencyCase("who was taken over can neither complete nor release", async ({ store }) => {
    await started(store);
    await started(store, { token: "b", now: LATER });
    assert.equal(await complete(store, { token: "a", now: LATER }, { ...created, body: "stale" }), false);
    assert.equal(await release(store, { token: "a" }), false);
    assert.deepEqual(await begin(store, { token: "c", now: LATER }), { type: "in_progress" });
    assert.equal(await complete(store, { token: "b", now: LATER }), true);
    assert.equal(await complete(store, { token: "a", now: LATER }, { ...created, body: "stale" }), false);
    assert.deepEqual(await begin(store, { token: "c", now: LATER }), { type: "completed", answer: created });
  }),

  idempotencyCase("who was taken over stays out, also after the other gave the key back", async ({ store }) => {
    await started(store);
    await started(store, { token: "b", now: LATER });
    assert.equal(await release(store, { token: "b" }), true);
    await started(store, { token: "c", now: LATER });
    assert.equal(await complete(store, { token: "a", now: LATER }), false);
    assert.equal(await release(store, { token: "b" }), false);
    assert.deepEqual(await begin(store, { token: "d", now: LATER }), { type: "in_progress" });
  }),

  idempotencyCase("work that took longer than its lease counts, if nobody took it over", async ({ store }) => {
    await started(store);
    assert.equal(await complete(store, { now: LATER + 60_000 }), true);
    assert.deepEqual(await begin(store, { token: "b", now: LATER + 60_000 }), { type: "completed", answer: created });
  }),

  idempotencyCase("a crash does not free the key for another fingerprint", async ({ store }) => {
    await started(store);
    assert.deepEqual(await begin(store, { fingerprint: "tea", token: "b", now: LATER }), { type: "mismatch" });
    await started(store, { token: "c", now: LATER });
  }),

  idempotencyCase("a key that was given back is free at once, for any fingerprint", async ({ store }) => {
    await started(store);
    assert.equal(await release(store), true);
    assert.equal(await release(store), false);
    assert.equal(await complete(store), false);
    await started(store, { fingerprint: "tea", token: "b" });
  }),

  idempotencyCase("a key is given back only by who has it", async ({ store }) => {
    await started(store);
    assert.equal(await release(store, { token: "b" }), false);
    assert.equal(await release(store, { key: "key-2" }), false);
    assert.deepEqual(await begin(store, { token: "b" }), { type: "in_progress" });
  }),

  idempotencyCase("a lease holds while the clock steps back", async ({ store }) => {
    await started(store);
    assert.deepEqual(await begin(store, { token: "b", now: NOW - 86_400_000 }), { type: "in_progress" });
    assert.equal(await complete(store, { now: NOW - 86_400_000 }), true);
    assert.deepEqual(await begin(store, { token: "b", now: NOW - 86_400_000 }), { type: "completed", answer: created });
  }),
];
