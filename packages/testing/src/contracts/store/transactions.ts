import assert from "node:assert/strict";
import { type Commit, type Store, type Stored, TillkitError } from "@tillkit/core";
import { FIXTURE_TIME, nextCommit, paymentFixture } from "../../fixtures.ts";
import { casesOf, type Change, committed, given, loaded, newsAfter, type StoreCase } from "./case.ts";

const storeCase = casesOf("transactions");
const atomicCase = casesOf("atomicity");

/** What `make` decides inside the transaction is written all or nothing. */
export const transactionCases: readonly StoreCase[] = [
  storeCase("a transaction writes what is made in it", async ({ store }) => {
    const first = await given(store);
    const result = await store.commitWithin(guardOf(first), () => changed(first));
    assert.deepEqual(result, { type: "committed", version: 2, leased: false });
    assert.equal((await loaded(store)).payment.description, "made inside");
    assert.equal((await store.find("default", "pi_inside"))?.version, 2);
    assert.equal((await store.timeline("default", "pay_1")).length, 2);
  }),

  storeCase("a transaction runs `make` once", async ({ store }) => {
    const first = await given(store);
    let runs = 0;
    await store.commitWithin(guardOf(first), () => {
      runs++;
      return changed(first);
    });
    assert.equal(runs, 1);
  }),

  storeCase("`make` does not run when the payment has another version", async ({ store }) => {
    const first = await given(store);
    await committed(store, nextCommit(first));
    let ran = false;
    const result = await store.commitWithin(guardOf(first), () => {
      ran = true;
      return changed(first);
    });
    assert.deepEqual([result, ran], [{ type: "conflict" }, false]);
  }),

  atomicCase("if `make` throws, its error comes out and nothing is written", async ({ store }) => {
    const first = await given(store, paymentFixture(), { dueAt: FIXTURE_TIME });
    const sold = new Error("sold out");
    await assert.rejects(
      store.commitWithin(guardOf(first), () => {
        throw sold;
      }),
      (error) => error === sold,
    );
    await isUntouched(store, first);
  }),

  storeCase("a promise is waited for where the store can, and refused where it cannot", async ({ store }) => {
    const first = await given(store);
    const writing = store.commitWithin(guardOf(first), async () => changed(first));
    if (store.transactions === "async") {
      assert.deepEqual(await writing, { type: "committed", version: 2, leased: false });
      return;
    }
    await assert.rejects(writing, (error) => TillkitError.is(error) && error.code === "fulfil_not_synchronous");
    await isUntouched(store, first);
  }),

  atomicCase("a promise that rejects writes nothing", async ({ store }) => {
    const first = await given(store);
    const writing = store.commitWithin(guardOf(first), () => Promise.reject(new Error("sold out")));
    await assert.rejects(writing);
    await isUntouched(store, first);
  }),

  atomicCase("a transaction with a cause that was seen is a duplicate and writes nothing", async ({ store }) => {
    const first = await given(store, paymentFixture(), { cause: "evt_1" });
    const result = await store.commitWithin(guardOf(first), () => ({ ...changed(first), cause: "evt_1" }));
    assert.deepEqual(result, { type: "duplicate" });
    await isUntouched(store, first);
  }),

  atomicCase("a transaction that wants another payment's name writes nothing", async ({ store }) => {
    await given(store, paymentFixture({ id: "pay_2" }), { take: ["pi_2"] });
    const first = await given(store);
    const result = await store.commitWithin(guardOf(first), () => ({
      ...changed(first),
      take: ["pi_inside", "pi_2"],
    }));
    assert.deepEqual(result, { type: "taken", name: "pi_2", by: "pay_2" });
    await isUntouched(store, first);
  }),

  storeCase("after a transaction that failed the store works on", async ({ store }) => {
    const first = await given(store);
    const failing = store.commitWithin(guardOf(first), () => {
      throw new Error("sold out");
    });
    const others = [3, 4].map((n) => given(store, paymentFixture({ id: `pay_${n}` })));
    await assert.rejects(failing);
    assert.equal((await Promise.all(others)).length, 2);
    const result = await store.commitWithin(guardOf(first), () => changed(first));
    assert.equal(result.type, "committed");
  }),

  storeCase("of transactions and commits on one version exactly one wins", async ({ store }) => {
    const first = await given(store);
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        n % 2 === 0
          ? store.commit(nextCommit(first))
          : store.commitWithin(guardOf(first), () => ({ ...changed(first), take: [], entries: [] })),
      ),
    );
    assert.equal(results.filter(({ type }) => type === "committed").length, 1);
    assert.equal(results.filter(({ type }) => type === "conflict").length, 7);
    assert.equal((await loaded(store)).version, 2);
  }),

  storeCase("a transaction is told to listeners once it is written", async ({ store }) => {
    const first = await given(store);
    const told: Change[] = [];
    store.subscribe((change) => told.push(change));
    await store.commitWithin(guardOf(first), () => {
      assert.deepEqual(newsAfter(1, told), []);
      return changed(first);
    });
    assert.deepEqual(newsAfter(1, told), [2]);
  }),
];

function guardOf({ payment: { tenant, id }, version }: Stored) {
  return { tenant, id, expectedVersion: version } as const;
}

function changed(stored: Stored): Commit {
  return nextCommit(stored, {
    payment: { ...stored.payment, description: "made inside" },
    take: ["pi_inside"],
    entries: [{ at: FIXTURE_TIME, source: "fulfil", input: "fulfilled", status: "opening" }],
    dueAt: FIXTURE_TIME + 1,
  });
}

async function isUntouched(store: Store, before: Stored): Promise<void> {
  assert.deepEqual(await loaded(store), before);
  assert.equal(await store.find("default", "pi_inside"), undefined);
  assert.equal((await store.timeline("default", "pay_1")).length, 1);
  const lease = { token: "a", until: FIXTURE_TIME + 9 };
  const due = await store.claim({ tenant: "default", id: "pay_1", now: FIXTURE_TIME + 5, lease, limit: 1 });
  const wasDue = due.length === 1 && due[0]?.version === before.version;
  assert(due.length === 0 || wasDue, "A write that failed has made the payment due.");
}
