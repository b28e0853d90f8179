import assert from "node:assert/strict";
import type { ClaimRequest, Store } from "@tillkit/core";
import { firstCommit, FIXTURE_TIME, nextCommit, paymentFixture } from "../../fixtures.ts";
import { casesOf, committed, given, idsOf, loaded, type StoreCase } from "./case.ts";

const storeCase = casesOf("leases");
const orderCase = casesOf("ordering");
const claimCase = casesOf("concurrent claims");
const clockCase = casesOf("clock steps backwards");

const NOW = FIXTURE_TIME + 1_000;
const until = NOW + 30_000;

/** Due payments are handed to one worker at a time. */
export const leaseCases: readonly StoreCase[] = [
  orderCase("what is due is claimed, the longest overdue first", async ({ store }) => {
    await due(store, { pay_1: NOW - 10, pay_2: NOW - 30, pay_3: NOW, pay_4: NOW - 20 });
    assert.deepEqual(await claim(store), ["pay_2", "pay_4", "pay_1", "pay_3"]);
  }),

  storeCase("what is not due yet, or never by itself, is not claimed", async ({ store }) => {
    await due(store, { pay_1: NOW + 1 });
    await given(store, paymentFixture({ id: "pay_2" }), { dueAt: null });
    assert.deepEqual(await claim(store), []);
    assert.deepEqual(await claim(store, { now: NOW + 1 }), ["pay_1"]);
  }),

  storeCase("a claim answers the whole record at its version", async ({ store }) => {
    const stored = await given(store, paymentFixture(), { dueAt: NOW });
    const lease = { token: "a", until };
    assert.deepEqual(await store.claim({ tenant: "default", now: NOW, lease, limit: 5 }), [stored]);
    assert.deepEqual(await loaded(store), stored);
  }),

  claimCase("a claim takes no more than its limit, and the rest stays free", async ({ store }) => {
    await due(store, { pay_1: NOW - 3, pay_2: NOW - 2, pay_3: NOW - 1 });
    assert.deepEqual(await claim(store, { limit: 2 }), ["pay_1", "pay_2"]);
    assert.deepEqual(await claim(store, { token: "b", limit: 2 }), ["pay_3"]);
  }),

  claimCase("what one worker has, nobody else gets", async ({ store }) => {
    await due(store, { pay_1: NOW });
    assert.deepEqual(await claim(store), ["pay_1"]);
    assert.deepEqual(await claim(store, { token: "b" }), []);
    assert.deepEqual(await claim(store, { token: "b", id: "pay_1" }), []);
  }),

  claimCase("what a worker has, it does not get a second time while it has it", async ({ store }) => {
    await due(store, { pay_1: NOW });
    assert.deepEqual(await claim(store), ["pay_1"]);
    assert.deepEqual(await claim(store), []);
  }),

  claimCase("of many claims at once exactly one gets the payment", async ({ store }) => {
    await due(store, { pay_1: NOW });
    const claims = await Promise.all(Array.from({ length: 8 }, (_, n) => claim(store, { token: `worker ${n}` })));
    assert.deepEqual(claims.flat(), ["pay_1"]);
  }),

  storeCase("an expired lease is free for others", async ({ store }) => {
    await due(store, { pay_1: NOW });
    await claim(store);
    assert.deepEqual(await claim(store, { token: "b", now: until - 1 }), []);
    assert.deepEqual(await claim(store, { token: "b", now: until }), ["pay_1"]);
    assert.equal(await release(store, { token: "a" }), false);
  }),

  clockCase("a lease holds while the clock steps back", async ({ store }) => {
    await due(store, { pay_1: FIXTURE_TIME - 60_000 });
    await claim(store);
    assert.deepEqual(await claim(store, { token: "b", now: NOW - 30_000 }), []);
  }),

  storeCase("a claim by id takes only this payment, if it is due", async ({ store }) => {
    await due(store, { pay_1: NOW - 5, pay_2: NOW, pay_3: NOW + 5 });
    assert.deepEqual(await claim(store, { id: "pay_2" }), ["pay_2"]);
    assert.deepEqual(await claim(store, { id: "pay_3" }), []);
    assert.deepEqual(await claim(store, { id: "pay_none" }), []);
    assert.deepEqual(await claim(store), ["pay_1"]);
  }),

  storeCase("a lease that was given back is free at once", async ({ store }) => {
    await due(store, { pay_1: NOW });
    await claim(store);
    assert.equal(await release(store, { token: "a" }), true);
    assert.deepEqual(await claim(store, { token: "b" }), ["pay_1"]);
  }),

  storeCase("a lease is given back once, and only by who has it", async ({ store }) => {
    await due(store, { pay_1: NOW });
    assert.equal(await release(store, { token: "a" }), false);
    await claim(store);
    assert.equal(await release(store, { token: "b" }), false);
    assert.equal(await release(store, { token: "a" }), true);
    assert.equal(await release(store, { token: "a" }), false);
    assert.equal(await release(store, { token: "a", id: "pay_none" }), false);
  }),

  storeCase("a lease is not given back after the payment has changed", async ({ store }) => {
    await due(store, { pay_1: NOW });
    await claim(store);
    await committed(store, nextCommit(await loaded(store), { dueAt: NOW }));
    assert.equal(await release(store, { token: "a", version: 1 }), false);
    assert.deepEqual(await claim(store, { token: "b" }), []);
    assert.equal(await release(store, { token: "a", version: 2 }), true);
  }),

  storeCase("claiming and giving back do not change the version", async ({ store }) => {
    await due(store, { pay_1: NOW });
    await claim(store);
    await release(store, { token: "a" });
    assert.equal(await committed(store, nextCommit(await loaded(store))), 2);
  }),

  storeCase("a commit can take the lease with it", async ({ store }) => {
    const lease = { token: "a", until };
    const first = firstCommit(paymentFixture(), { dueAt: NOW, at: NOW, lease });
    assert.deepEqual(await store.commit(first), { type: "committed", version: 1, leased: true });
    assert.deepEqual(await claim(store, { token: "b" }), []);
    assert.deepEqual(await claim(store, { token: "b", now: until }), ["pay_1"]);
  }),

  storeCase("a commit that asks for no lease gets none, and leaves the one there is", async ({ store }) => {
    await due(store, { pay_1: NOW });
    await claim(store);
    const plain = nextCommit(await loaded(store), { dueAt: NOW, at: NOW });
    assert.deepEqual(await store.commit(plain), { type: "committed", version: 2, leased: false });
    assert.deepEqual(await claim(store, { token: "b" }), []);
  }),

  storeCase("a commit by the worker that has the lease prolongs it", async ({ store }) => {
    await due(store, { pay_1: NOW });
    await claim(store);
    const longer = nextCommit(await loaded(store), { dueAt: NOW, at: NOW, lease: { token: "a", until: until + 10 } });
    assert.deepEqual(await store.commit(longer), { type: "committed", version: 2, leased: true });
    assert.deepEqual(await claim(store, { token: "b", now: until }), []);
    assert.deepEqual(await claim(store, { token: "b", now: until + 10 }), ["pay_1"]);
  }),

  storeCase("a commit can give the lease back with it, and not another worker's", async ({ store }) => {
    await due(store, { pay_1: NOW });
    await claim(store);
    const over = async (token: string) =>
      store.commit(nextCommit(await loaded(store), { dueAt: NOW, at: NOW, lease: { token, until: 0 } }));
    assert.deepEqual(await over("b"), { type: "committed", version: 2, leased: false });
    assert.deepEqual(await claim(store, { token: "b" }), []);
    await over("a");
    assert.deepEqual(await claim(store, { token: "b" }), ["pay_1"]);
  }),

  storeCase("a commit is written, but gets no lease, while another worker has it", async ({ store }) => {
    await due(store, { pay_1: NOW });
    await claim(store);
    const other = nextCommit(await loaded(store), { dueAt: NOW, at: NOW, lease: { token: "b", until: until + 10 } });
    assert.deepEqual(await store.commit(other), { type: "committed", version: 2, leased: false });
    assert.equal(await release(store, { token: "b", version: 2 }), false);
    assert.deepEqual(await claim(store, { token: "c", now: until }), ["pay_1"]);
  }),

  storeCase("a commit takes over a lease that has expired", async ({ store }) => {
    await due(store, { pay_1: NOW });
    await claim(store);
    const lease = { token: "b", until: until + 10 };
    const late = nextCommit(await loaded(store), { dueAt: NOW, at: until, lease });
    assert.deepEqual(await store.commit(late), { type: "committed", version: 2, leased: true });
    assert.equal(await release(store, { token: "a", version: 2 }), false);
    assert.equal(await release(store, { token: "b", version: 2 }), true);
  }),

  storeCase("a commit moves the time a payment is due, also to never", async ({ store }) => {
    await due(store, { pay_1: NOW });
    await committed(store, nextCommit(await loaded(store), { dueAt: NOW + 50 }));
    assert.deepEqual(await claim(store), []);
    await committed(store, nextCommit(await loaded(store), { dueAt: null }));
    assert.deepEqual(await claim(store, { now: NOW + 100_000 }), []);
  }),
];

async function due(store: Store, times: Readonly<Record<string, number>>): Promise<void> {
  for (const [id, dueAt] of Object.entries(times)) await given(store, paymentFixture({ id }), { dueAt });
}

async function claim(
  store: Store,
  {
    token = "a",
    now = NOW,
    limit = 10,
    id,
  }: Partial<Pick<ClaimRequest, "id" | "now" | "limit">> & { token?: string } = {},
): Promise<readonly string[]> {
  const lease = { token, until };
  return idsOf(await store.claim({ tenant: "default", now, lease, limit, ...(id === undefined ? {} : { id }) }));
}

function release(
  store: Store,
  { token, id = "pay_1", version = 1 }: { readonly token: string; readonly id?: string; readonly version?: number },
): Promise<boolean> {
  return store.release({ tenant: "default", id, version, token });
}
