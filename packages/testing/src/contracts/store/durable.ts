import assert from "node:assert/strict";
import { FIXTURE_TIME, nextCommit, paymentFixture, pendingFixture } from "../../fixtures.ts";
import { casesOf, committed, given, idsOf, loaded, type OpenedDurableStore, type StoreCase } from "./case.ts";

const storeCase = casesOf("two processes");
const restartCase = casesOf("restarts");

const NOW = FIXTURE_TIME + 1_000;
const lease = { token: "a", until: NOW + 30_000 };
const claim = { tenant: "default", now: NOW, lease, limit: 10 };
const mark = { tenant: "default", name: "cursor", dueAt: NOW };

/** What a store keeps outlives its process, and several processes share it. */
export const durableCases: readonly StoreCase<OpenedDurableStore>[] = [
  storeCase("two handles on the same data see each other's commits", async ({ store, second }) => {
    const other = await second();
    const first = await given(store);
    assert.deepEqual(await loaded(other), first);
    await committed(other, nextCommit(first));
    assert.deepEqual(await store.commit(nextCommit(first)), { type: "conflict" });
    assert.equal((await loaded(store)).version, 2);
  }),

  storeCase("of commits by two handles on one version exactly one wins", async ({ store, second }) => {
    const other = await second();
    for (let round = 0; round < 10; round++) {
      const first = await given(store, paymentFixture({ id: `pay_${round}` }));
      const results = await Promise.all([store, other].map((each) => each.commit(nextCommit(first))));
      assert.deepEqual(results.map(({ type }) => type).toSorted(), ["committed", "conflict"]);
    }
  }),

  storeCase("of claims by two handles exactly one gets each payment", async ({ store, second }) => {
    const other = await second();
    const ids = Array.from({ length: 20 }, (_, n) => `pay_${n}`);
    for (const id of ids) await given(store, paymentFixture({ id }), { dueAt: NOW });
    const claims = ids.flatMap((id) =>
      [store, other].map((each, n) => each.claim({ ...claim, lease: { ...lease, token: `${id} ${n}` }, limit: 1 })),
    );
    assert.deepEqual(idsOf((await Promise.all(claims)).flat()).toSorted(), ids.toSorted());
  }),

  storeCase("of writes of a mark by two handles exactly one is made", async ({ store, second }) => {
    const handles = [store, await second()];
    for (let expectedVersion = 0; expectedVersion < 5; expectedVersion++) {
      const writes = handles.map((each, n) => each.writeMark({ ...mark, expectedVersion, value: `handle ${n}` }));
      const results = await Promise.all(writes);
      assert.equal(results.filter(Boolean).length, 1);
      const value = `handle ${results.indexOf(true)}`;
      for (const each of handles) assert.equal((await each.readMark("default", mark.name))?.value, value);
    }
  }),

  storeCase(
    "what two handles delete at once is deleted once, and counted by one of them",
    async ({ store, second }) => {
      const handles = [store, await second()];
      const { deadlineAt: _deadline, stage: _stage, ...common } = paymentFixture();
      const ids = Array.from({ length: 20 }, (_, n) => `pay_${n}`);
      for (const id of ids) await given(store, { ...common, id, status: "canceled", cancelReason: "cashier" });
      const counts = await Promise.all(
        handles.map((each) => each.prune({ tenant: "default", before: NOW, limit: ids.length })),
      );
      assert.equal(
        counts.reduce((sum, count) => sum + count, 0),
        ids.length,
      );
      for (const each of handles) assert.deepEqual(await each.list({ tenant: "default", limit: 1 }), []);
    },
  ),

  restartCase("everything is there after a restart", async ({ store, reopen }) => {
    const before = await given(store, paymentFixture({ description: "Table 4" }), { pending: [pendingFixture()] });
    const history = await store.timeline("default", "pay_1");
    const again = await reopen();
    assert.deepEqual(await loaded(again), before);
    assert.deepEqual(await again.timeline("default", "pay_1"), history);
    assert.deepEqual(await again.find("default", "reference:bill-pay_1"), before);
  }),

  restartCase("a cause is remembered after a restart", async ({ store, reopen }) => {
    await given(store, paymentFixture(), { cause: "evt_1" });
    const again = await reopen();
    assert.deepEqual(await again.commit(nextCommit(await loaded(again), { cause: "evt_1" })), { type: "duplicate" });
  }),

  restartCase("a lease outlives a restart", async ({ store, reopen }) => {
    await given(store, paymentFixture(), { dueAt: NOW });
    await store.claim(claim);
    const again = await reopen();
    const others = { ...claim, lease: { token: "b", until: NOW + 60_000 } };
    assert.deepEqual(await again.claim(others), []);
    assert.deepEqual(idsOf(await again.claim({ ...others, now: lease.until })), ["pay_1"]);
  }),

  restartCase("a mark outlives a restart", async ({ store, reopen }) => {
    await store.writeMark({ ...mark, expectedVersion: 0, value: "kept" });
    const again = await reopen();
    const kept = { name: mark.name, version: 1, value: "kept", dueAt: NOW };
    assert.deepEqual(await again.dueMarks({ tenant: "default", now: NOW, limit: 10 }), [kept]);
    assert.equal(await again.writeMark({ ...mark, expectedVersion: 0, value: "anew" }), false);
  }),
];
