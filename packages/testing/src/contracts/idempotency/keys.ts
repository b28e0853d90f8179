import assert from "node:assert/strict";
import { type IdempotencyStore, TillkitError } from "@tillkit/core";
import {
  begin,
  complete,
  created,
  finished,
  type IdempotencyCase,
  idempotencyCase,
  NOW,
  release,
  started,
} from "./case.ts";

/** What is the same request, and what is not. */
export const keyCases: readonly IdempotencyCase[] = [
  idempotencyCase("the first request with a key starts, the next waits", async ({ store }) => {
    await started(store);
    assert.deepEqual(await begin(store, { token: "b" }), { type: "in_progress" });
  }),

  idempotencyCase("a request does not start a second time under its own token", async ({ store }) => {
    await started(store);
    assert.deepEqual(await begin(store), { type: "in_progress" });
  }),

  idempotencyCase("two keys are two requests", async ({ store }) => {
    await started(store, { key: "key-1" });
    await started(store, { key: "key-2", token: "b" });
  }),

  idempotencyCase("of 20 requests at once exactly one starts", async ({ store }) => {
    const results = await Promise.all(Array.from({ length: 20 }, (_, n) => begin(store, { token: `token ${n}` })));
    assert.deepEqual(results.map(({ type }) => type).toSorted(), [
      ...Array.from({ length: 19 }, () => "in_progress"),
      "started",
    ]);
  }),

  idempotencyCase("another fingerprint is a mismatch while the first is at work", async ({ store }) => {
    await started(store);
    assert.deepEqual(await begin(store, { fingerprint: "tea", token: "b" }), { type: "mismatch" });
  }),

  idempotencyCase(
    "another fingerprint is a mismatch once the first is finished, and learns nothing",
    async ({ store }) => {
      await finished(store);
      assert.deepEqual(await begin(store, { fingerprint: "tea", token: "b" }), { type: "mismatch" });
      assert.deepEqual(await begin(store, { token: "c" }), { type: "completed", answer: created });
    },
  ),

  idempotencyCase("tenants do not see each other's keys", async ({ store }) => {
    const south = { ...created, body: "south" };
    await finished(store, { tenant: "north" });
    await finished(store, { tenant: "south", fingerprint: "tea" }, south);
    assert.deepEqual(await begin(store, { tenant: "north" }), { type: "completed", answer: created });
    assert.deepEqual(await begin(store, { tenant: "south", fingerprint: "tea" }), { type: "completed", answer: south });
    await started(store, { tenant: "east" });
    assert.equal(await complete(store, { tenant: "west" }), false);
    assert.equal(await release(store, { tenant: "west" }), false);
    assert.deepEqual(await begin(store, { tenant: "east", token: "b" }), { type: "in_progress" });
  }),

  idempotencyCase("a tenant and a key are not one text", async ({ store }) => {
    await started(store, { tenant: "a", key: "b:c" });
    await started(store, { tenant: "a:b", key: "c" });
  }),

  idempotencyCase("keys differ by case, white space, composition and script", async ({ store }) => {
    // The two é are one letter and two code points; a database may hold such texts to be the same.
    const keys = [
      "key",
      "KEY",
      " key",
      "key ",
      "\u00e9",
      "e\u0301",
      "ключ",
      "鍵",
      "🔑",
      "🗝",
      "مفتاح",
      "%",
      "_",
      "'; --",
      "__proto__",
    ];
    for (const key of keys) await finished(store, { key, token: key }, { ...created, body: key });
    for (const key of keys)
      assert.deepEqual(await begin(store, { key, token: "b" }), {
        type: "completed",
        answer: { ...created, body: key },
      });
  }),

  idempotencyCase("255 characters are kept to the last, of whatever size", async ({ store }) => {
    for (const letter of ["k", "鍵"]) {
      const front = letter.repeat(254);
      await started(store, { key: `${front}a` });
      await started(store, { key: `${front}b`, token: "b" });
      assert.equal(await complete(store, { key: `${front}a` }), true);
      assert.deepEqual(await begin(store, { key: `${front}b`, token: "c" }), { type: "in_progress" });
    }
  }),

  idempotencyCase(
    "an empty key and one of 256 characters are refused as idempotency_key_invalid",
    async ({ store }) => {
      for (const key of ["", "k".repeat(256)])
        await assert.rejects(
          begin(store, { key }),
          (error) => TillkitError.is(error) && error.code === "idempotency_key_invalid",
        );
    },
  ),

  idempotencyCase("a closed store refuses every call as store_unusable", async ({ store }) => {
    await started(store);
    await store.close();
    for (const call of callsOn(store))
      await assert.rejects(call, (error) => TillkitError.is(error) && error.code === "store_unusable");
  }),
];

function callsOn(store: IdempotencyStore): readonly (() => Promise<unknown>)[] {
  return [
    () => begin(store),
    () => complete(store),
    () => release(store),
    () => store.forgetBefore({ tenant: "default", before: NOW, limit: 1 }),
  ];
}
