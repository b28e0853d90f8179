import assert from "node:assert/strict";
import { firstCommit, nextCommit, paymentFixture } from "../../fixtures.ts";
import { casesOf, committed, given, loaded, type StoreCase } from "./case.ts";

const storeCase = casesOf("causes");

/** Each cause is applied once in a tenant, for ever. */
export const causeCases: readonly StoreCase[] = [
  storeCase("a cause is applied once", async ({ store }) => {
    const first = await given(store);
    await committed(store, nextCommit(first, { cause: "evt_1" }));
    assert.deepEqual(await store.commit(nextCommit(await loaded(store), { cause: "evt_1" })), { type: "duplicate" });
    assert.equal((await loaded(store)).version, 2);
  }),

  storeCase("a cause of one payment is a duplicate for another", async ({ store }) => {
    await given(store, paymentFixture(), { cause: "evt_1" });
    const other = await given(store, paymentFixture({ id: "pay_2" }));
    assert.deepEqual(await store.commit(nextCommit(other, { cause: "evt_1" })), { type: "duplicate" });
    assert.deepEqual(await store.commit(firstCommit(paymentFixture({ id: "pay_3" }), { cause: "evt_1" })), {
      type: "duplicate",
    });
    assert.equal(await store.load("default", "pay_3"), undefined);
  }),

  storeCase("a cause is remembered however much happens after it", async ({ store }) => {
    let stored = await given(store, paymentFixture(), { cause: "evt_0" });
    for (let n = 1; n <= 30; n++) {
      await committed(store, nextCommit(stored, { cause: `evt_${n}` }));
      stored = await loaded(store);
    }
    assert.deepEqual(await store.commit(nextCommit(stored, { cause: "evt_0" })), { type: "duplicate" });
  }),

  storeCase("commits without a cause are never duplicates", async ({ store }) => {
    const first = await given(store);
    await committed(store, nextCommit(first));
    assert.equal(await committed(store, nextCommit(await loaded(store))), 3);
  }),

  storeCase("of many commits with one cause exactly one wins", async ({ store }) => {
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        store.commit(firstCommit(paymentFixture({ id: `pay_${n}` }), { cause: "evt_1" })),
      ),
    );
    assert.equal(results.filter(({ type }) => type === "committed").length, 1);
    assert.equal(results.filter(({ type }) => type === "duplicate").length, 9);
  }),

  storeCase("a cause that lost a race is applied when it is tried again", async ({ store }) => {
    const first = await given(store);
    const [won, lost] = await Promise.all([
      store.commit(nextCommit(first, { cause: "evt_1" })),
      store.commit(nextCommit(first, { cause: "evt_2" })),
    ]);
    const again = won.type === "committed" ? "evt_2" : "evt_1";
    assert.deepEqual([won.type, lost.type].toSorted(), ["committed", "conflict"]);
    assert.equal(await committed(store, nextCommit(await loaded(store), { cause: again })), 3);
  }),
];
