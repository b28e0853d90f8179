import assert from "node:assert/strict";
import type { Commit, OldOrder, Payment, Store } from "@tillkit/core";
import { firstCommit, FIXTURE_TIME, nextCommit, paymentFixture, pendingFixture } from "../../fixtures.ts";
import { casesOf, committed, given, loaded, type StoreCase } from "./case.ts";

const orderCase = casesOf("retention");

const BEFORE = FIXTURE_TIME + 1_000;

/** An order goes with all its shares, or stays with all of them. */
export const pruningOrderCases: readonly StoreCase[] = [
  orderCase("shares of an order are not deleted by themselves", async ({ store }) => {
    await given(store, share("pay_1"));
    assert.equal(await store.prune({ tenant: "default", before: BEFORE, limit: 10 }), 0);
    assert.equal((await loaded(store)).version, 1);
  }),

  orderCase("an order is deleted with all its shares, their history, names and causes", async ({ store }) => {
    const mark = await marked(store);
    await given(store, share("pay_1"), { take: ["pi_1"], cause: "evt_1" });
    await given(store, share("pay_2"), { take: ["pi_2"], cause: "evt_2" });
    const kept = await given(store, share("pay_3", { order: "bill 11" }), { take: ["pi_3"], cause: "evt_3" });
    assert.equal(await pruneOrder(store, { mark }), 2);
    assert.equal(await store.readMark("default", mark.name), undefined);
    assert.deepEqual(await store.list({ tenant: "default", limit: 10 }), [kept]);
    assert.equal(await store.find("default", "pi_1"), undefined);
    assert.deepEqual(await store.timeline("default", "pay_2"), []);
    assert.deepEqual(await store.find("default", "pi_3"), kept);
    assert.equal(await committed(store, firstCommit(share("pay_1"), { take: ["pi_1"], cause: "evt_1" })), 1);
    assert.deepEqual(await store.commit(nextCommit(kept, { cause: "evt_3" })), { type: "duplicate" });
  }),

  orderCase("an order without shares is deleted", async ({ store }) => {
    const mark = await marked(store);
    assert.equal(await pruneOrder(store, { mark }), 0);
    assert.equal(await store.readMark("default", mark.name), undefined);
  }),

  orderCase("nothing of an order is deleted while one of its shares is not over, or not old", async ({ store }) => {
    const review = [{ id: "late_payment.pi_1", reason: "late_payment", at: FIXTURE_TIME, seen: "" }] as const;
    const parked = [{ ...pendingFixture(), parkedAt: FIXTURE_TIME, reason: "Stripe refuses it." }];
    const others: Readonly<Record<string, (order: string) => Commit>> = {
      running: (order) => firstCommit(paymentFixture({ id: "pay_1", order })),
      due: (order) => firstCommit(share("pay_2", { order }), { dueAt: FIXTURE_TIME }),
      pending: (order) => firstCommit(share("pay_3", { order }), { pending: [pendingFixture()] }),
      parked: (order) => firstCommit(share("pay_4", { order }), { parked }),
      "to review": (order) => firstCommit(share("pay_5", { order, review })),
      young: (order) => firstCommit(share("pay_6", { order, createdAt: BEFORE }), { at: FIXTURE_TIME }),
      "written since": (order) => firstCommit(share("pay_7", { order }), { at: BEFORE }),
    };
    for (const [why, other] of Object.entries(others)) {
      const mark = await marked(store, { order: why });
      await given(store, share(`pay_over ${why}`, { order: why }));
      await committed(store, other(why));
      assert.equal(await pruneOrder(store, { order: why, mark }), undefined, `A share was ${why}.`);
      assert.equal((await store.readMark("default", mark.name))?.version, 1);
      assert.equal((await store.list({ tenant: "default", order: why, limit: 10 })).length, 2);
    }
  }),

  orderCase("nothing of an order is deleted where its mark has changed, or is not there", async ({ store }) => {
    const mark = await marked(store);
    await given(store, share("pay_1"));
    assert.equal(await pruneOrder(store, { mark: { ...mark, version: 2 } }), undefined);
    await store.writeMark({ tenant: "default", name: mark.name, expectedVersion: 1, value: "{}", dueAt: null });
    assert.equal(await pruneOrder(store, { mark }), undefined);
    assert.equal(await pruneOrder(store, { mark: { name: "order:none", version: 1 } }), undefined);
    assert.equal((await loaded(store)).version, 1);
    assert.equal((await store.readMark("default", mark.name))?.version, 2);
  }),

  orderCase("only the tenant's own order is deleted", async ({ store }) => {
    for (const tenant of ["north", "south"]) {
      await marked(store, { tenant });
      await given(store, share("pay_1", { tenant }));
    }
    const mark = { name: "order:bill 1", version: 1 };
    assert.equal(await pruneOrder(store, { tenant: "north", mark }), 1);
    assert.equal((await loaded(store, "pay_1", "south")).version, 1);
    assert.equal((await store.readMark("south", mark.name))?.version, 1);
  }),

  orderCase("of many who delete an order at once exactly one has", async ({ store }) => {
    const mark = await marked(store);
    await given(store, share("pay_1"));
    const answers = await Promise.all(Array.from({ length: 8 }, () => pruneOrder(store, { mark })));
    assert.deepEqual(
      answers.filter((answer) => answer !== undefined),
      [1],
    );
  }),
];

/** A share of an order that was called off: nothing more will happen to it. */
function share(id: string, fields: Partial<Pick<Payment, "tenant" | "order" | "createdAt" | "review">> = {}): Payment {
  const { deadlineAt: _deadline, stage: _stage, ...common } = paymentFixture({ id, order: "bill 1", ...fields });
  return { ...common, status: "canceled", cancelReason: "cashier" };
}

/** Writes down what is kept of an order. */
async function marked(
  store: Store,
  { tenant = "default", order = "bill 1" }: Partial<OldOrder> = {},
): Promise<OldOrder["mark"]> {
  const name = `order:${order}`;
  assert(await store.writeMark({ tenant, name, expectedVersion: 0, value: "{}", dueAt: null }));
  return { name, version: 1 };
}

function pruneOrder(
  store: Store,
  { tenant = "default", order = "bill 1", mark }: Partial<OldOrder> & Pick<OldOrder, "mark">,
): Promise<number | undefined> {
  return store.pruneOrder({ tenant, order, mark, before: BEFORE });
}
