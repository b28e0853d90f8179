import assert from "node:assert/strict";
import { type Store, TillkitError } from "@tillkit/core";
import { firstCommit, FIXTURE_TIME, nextCommit, paymentFixture } from "../../fixtures.ts";
import { casesOf, type Change, committed, given, loaded, newsAfter, type StoreCase } from "./case.ts";

const storeCase = casesOf("watching");
const closingCase = casesOf("closing");

/** Listeners hear of what is written, and a closed store answers nobody. */
export const watchingCases: readonly StoreCase[] = [
  storeCase("listeners are told each version, before the commit is answered", async ({ store }) => {
    const told: unknown[] = [];
    store.subscribe((change) => told.push(change));
    const first = await given(store);
    assert.deepEqual(told.at(-1), { tenant: "default", id: "pay_1", version: 1 });
    await committed(store, nextCommit(first));
    assert.deepEqual(told.at(-1), { tenant: "default", id: "pay_1", version: 2 });
  }),

  storeCase("a listener that reads finds what it was told of", async ({ store }) => {
    const reads: Promise<unknown>[] = [];
    store.subscribe(({ tenant, id, version }) => {
      reads.push(store.load(tenant, id).then((stored) => assert((stored?.version ?? 0) >= version)));
    });
    await committed(store, nextCommit(await given(store)));
    assert(reads.length >= 2);
    await Promise.all(reads);
  }),

  storeCase("who stops listening hears no more, and others still do", async ({ store }) => {
    const told: string[] = [];
    const stop = store.subscribe(() => told.push("stopped"));
    store.subscribe(() => told.push("stays"));
    stop();
    stop();
    await given(store);
    assert.deepEqual([...new Set(told)], ["stays"]);
  }),

  storeCase("a listener that throws changes nothing for the writer or the others", async ({ store }) => {
    const told: number[] = [];
    store.subscribe(() => {
      throw new Error("a broken screen");
    });
    store.subscribe(({ version }) => told.push(version));
    assert.equal(await committed(store, firstCommit(paymentFixture())), 1);
    assert.equal(await committed(store, nextCommit(await loaded(store))), 2);
    assert.deepEqual([...new Set(told)], [1, 2]);
  }),

  storeCase("claiming and giving back are no news", async ({ store }) => {
    await given(store, paymentFixture(), { dueAt: FIXTURE_TIME });
    const told: Change[] = [];
    store.subscribe((change) => told.push(change));
    const lease = { token: "a", until: FIXTURE_TIME + 1_000 };
    await store.claim({ tenant: "default", now: FIXTURE_TIME, lease, limit: 1 });
    await store.release({ tenant: "default", id: "pay_1", version: 1, token: "a" });
    assert.deepEqual(newsAfter(1, told), []);
  }),

  closingCase("a closed store refuses every call as store_unusable", async ({ store }) => {
    const first = await given(store);
    await store.close();
    for (const call of callsOn(store, nextCommit(first)))
      await assert.rejects(call, (error) => TillkitError.is(error) && error.code === "store_unusable");
    assert.throws(() => store.subscribe(() => undefined), TillkitError);
  }),
];

function callsOn(store: Store, commit: ReturnType<typeof nextCommit>): readonly (() => Promise<unknown>)[] {
  const tenant = "default";
  const id = "pay_1";
  return [
    () => store.load(tenant, id),
    () => store.find(tenant, "pi_1"),
    () => store.commit(commit),
    () => store.commitWithin({ tenant, id, expectedVersion: 1 }, () => commit),
    () => store.claim({ tenant, now: FIXTURE_TIME, lease: { token: "a", until: FIXTURE_TIME + 1 }, limit: 1 }),
    () => store.release({ tenant, id, version: 1, token: "a" }),
    () => store.list({ tenant, limit: 1 }),
    () => store.timeline(tenant, id),
    () => store.readMark(tenant, "cursor"),
    () => store.writeMark({ tenant, name: "cursor", expectedVersion: 0, value: "1", dueAt: null }),
    () => store.listMarks({ tenant, prefix: "", limit: 1 }),
    () => store.prune({ tenant, before: FIXTURE_TIME, limit: 1 }),
    () => store.pruneOrder({ tenant, order: "a", mark: { name: "order:a", version: 1 }, before: FIXTURE_TIME }),
    () => store.dueMarks({ tenant, now: FIXTURE_TIME, limit: 1 }),
  ];
}
