import assert from "node:assert/strict";
import {
  begin,
  complete,
  created,
  finished,
  type IdempotencyCase,
  idempotencyCase,
  LATER,
  type OpenedDurableIdempotency,
  started,
} from "./case.ts";

/** What an idempotency store remembers outlives its process, and several processes share it. */
export const durableCases: readonly IdempotencyCase<OpenedDurableIdempotency>[] = [
  idempotencyCase("of requests through two handles exactly one starts, each time", async ({ store, second }) => {
    const other = await second();
    for (let round = 0; round < 10; round++) {
      const key = `round ${round}`;
      const results = await Promise.all(
        [store, other, store, other].map((each, n) => begin(each, { key, token: `token ${n}` })),
      );
      assert.equal(results.filter(({ type }) => type === "started").length, 1, key);
    }
  }),

  idempotencyCase("a lease is taken over through another handle", async ({ store, second }) => {
    const other = await second();
    await started(store);
    await started(other, { token: "b", now: LATER });
    assert.equal(await complete(store, { token: "a", now: LATER }), false);
    assert.equal(await complete(other, { token: "b", now: LATER }), true);
    assert.deepEqual(await begin(store, { token: "c", now: LATER }), { type: "completed", answer: created });
  }),

  idempotencyCase("an answer is seen through another handle at once", async ({ store, second }) => {
    const other = await second();
    await started(store);
    assert.deepEqual(await begin(other, { token: "b" }), { type: "in_progress" });
    assert.equal(await complete(store), true);
    assert.deepEqual(await begin(other, { token: "c" }), { type: "completed", answer: created });
  }),

  idempotencyCase("answers and unfinished work outlive a restart", async ({ store, reopen }) => {
    await finished(store, { key: "done" });
    await started(store, { key: "at work" });
    const again = await reopen();
    assert.deepEqual(await begin(again, { key: "done", token: "b" }), { type: "completed", answer: created });
    assert.deepEqual(await begin(again, { key: "at work", token: "b" }), { type: "in_progress" });
    assert.equal(await complete(again, { key: "at work" }), true);
  }),
];
