import assert from "node:assert/strict";
import { firstCommit, FIXTURE_TIME, nextCommit, paymentFixture } from "../../fixtures.ts";
import { casesOf, committed, given, idsOf, loaded, type StoreCase } from "./case.ts";

const storeCase = casesOf("tenants");

const lease = { token: "a", until: FIXTURE_TIME + 30_000 };

/** Nothing of one tenant reaches another, also where they use the same ids. */
export const tenantCases: readonly StoreCase[] = [
  storeCase("two tenants can have a payment of the same id", async ({ store }) => {
    const north = await given(store, paymentFixture({ tenant: "north", description: "north" }));
    const south = await given(store, paymentFixture({ tenant: "south", description: "south" }));
    assert.deepEqual(await loaded(store, "pay_1", "north"), north);
    assert.deepEqual(await loaded(store, "pay_1", "south"), south);
    assert.equal(await store.load("east", "pay_1"), undefined);
    await committed(store, nextCommit(south));
    assert.equal((await loaded(store, "pay_1", "north")).version, 1);
  }),

  storeCase("two tenants can have the same name, and find their own", async ({ store }) => {
    await given(store, paymentFixture({ id: "pay_n", tenant: "north" }), { take: ["pi_1", "pi_n"] });
    const south = await given(store, paymentFixture({ id: "pay_s", tenant: "south" }), { take: ["pi_1"] });
    assert.deepEqual(await store.find("south", "pi_1"), south);
    assert.equal(await store.find("south", "pi_n"), undefined);
    await committed(store, nextCommit(south, { drop: ["pi_1"] }));
    assert.equal((await store.find("north", "pi_1"))?.payment.id, "pay_n");
  }),

  storeCase("a cause of one tenant is no duplicate for another", async ({ store }) => {
    await given(store, paymentFixture({ tenant: "north" }), { cause: "evt_1" });
    const south = firstCommit(paymentFixture({ tenant: "south" }), { cause: "evt_1" });
    assert.equal(await committed(store, south), 1);
  }),

  storeCase("a claim takes only the tenant's payments", async ({ store }) => {
    const dueAt = FIXTURE_TIME;
    await given(store, paymentFixture({ id: "pay_n", tenant: "north" }), { dueAt });
    await given(store, paymentFixture({ id: "pay_s", tenant: "south" }), { dueAt });
    const claim = { tenant: "south", now: FIXTURE_TIME, lease, limit: 10 };
    assert.deepEqual(idsOf(await store.claim({ ...claim, id: "pay_n" })), []);
    assert.deepEqual(idsOf(await store.claim(claim)), ["pay_s"]);
    assert.deepEqual(idsOf(await store.claim({ ...claim, tenant: "north" })), ["pay_n"]);
  }),

  storeCase("a lease is given back only in its tenant", async ({ store }) => {
    const dueAt = FIXTURE_TIME;
    for (const tenant of ["north", "south"]) {
      await given(store, paymentFixture({ tenant }), { dueAt });
      await store.claim({ tenant, now: FIXTURE_TIME, lease, limit: 10 });
    }
    assert.equal(await store.release({ tenant: "east", id: "pay_1", version: 1, token: "a" }), false);
    assert.equal(await store.release({ tenant: "south", id: "pay_1", version: 1, token: "a" }), true);
    const claim = { now: FIXTURE_TIME, lease: { ...lease, token: "b" }, limit: 10 };
    assert.deepEqual(idsOf(await store.claim({ ...claim, tenant: "north" })), []);
  }),

  storeCase("a list shows only the tenant's payments, and starts at none of another's", async ({ store }) => {
    await given(store, paymentFixture({ id: "pay_n", tenant: "north", createdAt: FIXTURE_TIME + 1 }));
    await given(store, paymentFixture({ id: "pay_s", tenant: "south" }));
    assert.deepEqual(idsOf(await store.list({ tenant: "south", limit: 10 })), ["pay_s"]);
    assert.deepEqual(idsOf(await store.list({ tenant: "south", limit: 10, reference: "bill-pay_n" })), []);
    assert.deepEqual(idsOf(await store.list({ tenant: "south", limit: 10, after: "pay_n" })), []);
  }),

  storeCase("a history is the tenant's own", async ({ store }) => {
    await given(store, paymentFixture({ tenant: "north" }));
    assert.deepEqual(await store.timeline("south", "pay_1"), []);
    await given(store, paymentFixture({ tenant: "south" }), { entries: [] });
    assert.deepEqual(await store.timeline("south", "pay_1"), []);
    assert.equal((await store.timeline("north", "pay_1")).length, 1);
  }),

  storeCase("listeners are told whose payment changed", async ({ store }) => {
    const told: string[] = [];
    store.subscribe(({ tenant, id }) => told.push(`${tenant}/${id}`));
    await given(store, paymentFixture({ tenant: "north" }));
    await given(store, paymentFixture({ tenant: "south" }));
    assert.deepEqual([...new Set(told)], ["north/pay_1", "south/pay_1"]);
  }),

  storeCase("a transaction sees only the tenant's payment", async ({ store }) => {
    await given(store, paymentFixture({ tenant: "north" }));
    const guard = { tenant: "south", id: "pay_1", expectedVersion: 1 };
    const result = await store.commitWithin(guard, () => {
      throw new Error("There is no such payment: this must not run.");
    });
    assert.deepEqual(result, { type: "conflict" });
  }),

  storeCase("tenants and ids do not run into each other", async ({ store }) => {
    await given(store, paymentFixture({ tenant: "a", id: "b:c" }), { take: ["d"] });
    await given(store, paymentFixture({ tenant: "a:b", id: "c" }), { take: ["c:d"] });
    assert.equal((await loaded(store, "c", "a:b")).payment.tenant, "a:b");
    assert.equal((await loaded(store, "b:c", "a")).payment.tenant, "a");
    assert.equal(await store.find("a:b:c", "d"), undefined);
  }),
];
