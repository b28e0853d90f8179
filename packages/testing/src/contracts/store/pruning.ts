import assert from "node:assert/strict";
import type { Payment, Store } from "@tillkit/core";
import { firstCommit, FIXTURE_TIME, nextCommit, paymentFixture, pendingFixture } from "../../fixtures.ts";
import { casesOf, committed, given, idsOf, loaded, type StoreCase } from "./case.ts";

const storeCase = casesOf("retention");

const BEFORE = FIXTURE_TIME + 1_000;

/** What is over and old can be deleted, and nothing else ever is. */
export const pruningCases: readonly StoreCase[] = [
  storeCase("what is over and old is deleted, with its history, names and causes", async ({ store }) => {
    const kept = await given(store, paymentFixture({ id: "pay_2" }), { take: ["pi_2"], cause: "evt_2" });
    await given(store, over(), { take: ["pi_1"], cause: "evt_1" });
    assert.equal(await prune(store), 1);
    assert.equal(await store.load("default", "pay_1"), undefined);
    assert.equal(await store.find("default", "pi_1"), undefined);
    assert.deepEqual(await store.timeline("default", "pay_1"), []);
    assert.deepEqual(await store.list({ tenant: "default", limit: 10 }), [kept]);
    const anew = firstCommit(paymentFixture(), { take: ["pi_1"], cause: "evt_1" });
    assert.equal(await committed(store, anew), 1);
  }),

  storeCase("names, causes and history of other payments stay when one is deleted", async ({ store }) => {
    const kept = await given(store, paymentFixture({ id: "pay_2" }), { take: ["pi_2"], cause: "evt_2" });
    await given(store, over(), { take: ["pi_1"], cause: "evt_1" });
    await prune(store);
    assert.deepEqual(await store.find("default", "pi_2"), kept);
    assert.equal((await store.timeline("default", "pay_2")).length, 1);
    assert.deepEqual(await store.commit(nextCommit(kept, { cause: "evt_2" })), { type: "duplicate" });
  }),

  storeCase(
    "what is not final, or has something to do or to look at, is not deleted however old",
    async ({ store }) => {
      const review = [{ id: "late_payment.pi_1", reason: "late_payment", at: FIXTURE_TIME, seen: "" }] as const;
      const parked = [{ ...pendingFixture(), parkedAt: FIXTURE_TIME, reason: "Stripe refuses it." }];
      await given(store, paymentFixture({ id: "pay_running" }));
      await given(store, over("pay_due"), { dueAt: FIXTURE_TIME });
      await given(store, over("pay_pending"), { pending: [pendingFixture()] });
      await given(store, over("pay_parked"), { parked });
      await given(store, over("pay_review", { review }));
      assert.equal(await prune(store), 0);
      assert.equal((await store.list({ tenant: "default", limit: 10 })).length, 5);
    },
  ),

  storeCase("what was made or written since is not deleted", async ({ store }) => {
    await given(store, over("pay_young", { createdAt: BEFORE }), { at: FIXTURE_TIME });
    const old = await given(store, over("pay_old"));
    await committed(store, nextCommit(old, { at: BEFORE }));
    assert.equal(await prune(store), 0);
    assert.equal(await prune(store, { before: BEFORE + 1 }), 2);
  }),

  storeCase("no more are deleted at a time than the limit, the oldest first", async ({ store }) => {
    for (const age of [2, 5, 1, 4, 3])
      await given(store, over(`pay_${age}`, { createdAt: FIXTURE_TIME - age }), { at: FIXTURE_TIME });
    assert.equal(await prune(store, { limit: 2 }), 2);
    assert.deepEqual(idsOf(await store.list({ tenant: "default", limit: 10 })), ["pay_1", "pay_2", "pay_3"]);
    assert.equal(await prune(store, { limit: 5 }), 3);
    assert.equal(await prune(store), 0);
  }),

  storeCase("only the tenant's own payments are deleted", async ({ store }) => {
    await given(store, over("pay_1", { tenant: "north" }), { take: ["pi_1"], cause: "evt_1" });
    const south = await given(store, over("pay_1", { tenant: "south" }), { take: ["pi_1"], cause: "evt_1" });
    assert.equal(await prune(store, { tenant: "north" }), 1);
    assert.deepEqual(await loaded(store, "pay_1", "south"), south);
    assert.deepEqual(await store.find("south", "pi_1"), south);
    assert.equal((await store.timeline("south", "pay_1")).length, 1);
    assert.deepEqual(await store.commit(nextCommit(south, { cause: "evt_1" })), { type: "duplicate" });
  }),

  storeCase("listeners hear of what is written after something was deleted", async ({ store }) => {
    await given(store, over());
    await prune(store);
    const told: unknown[] = [];
    const heard = new Promise<void>((resolve) => {
      store.subscribe((change) => {
        told.push(change);
        resolve();
      });
    });
    await given(store, paymentFixture());
    await heard;
    assert.deepEqual(told[0], { tenant: "default", id: "pay_1", version: 1 });
  }),
];

/** A payment that was called off: nothing more will happen to it. */
function over(id = "pay_1", fields: Partial<Pick<Payment, "tenant" | "createdAt" | "review">> = {}): Payment {
  const { deadlineAt: _deadline, stage: _stage, ...common } = paymentFixture({ id, ...fields });
  return { ...common, status: "canceled", cancelReason: "cashier" };
}

function prune(
  store: Store,
  { tenant = "default", before = BEFORE, limit = 100 }: Partial<Parameters<Store["prune"]>[0]> = {},
): Promise<number> {
  return store.prune({ tenant, before, limit });
}
