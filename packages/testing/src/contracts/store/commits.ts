import assert from "node:assert/strict";
import type { TimelineEntry } from "@tillkit/core";
import { firstCommit, FIXTURE_TIME, nextCommit, paymentFixture, pendingFixture } from "../../fixtures.ts";
import { casesOf, committed, given, loaded, type StoreCase } from "./case.ts";

const storeCase = casesOf("versions");
const orderCase = casesOf("ordering");
const clockCase = casesOf("clock steps backwards");
const valueCase = casesOf("values");
const atomicCase = casesOf("atomicity");

/** What a commit writes, and who wins. */
export const commitCases: readonly StoreCase[] = [
  valueCase("an unknown payment is undefined and has no history", async ({ store }) => {
    assert.equal(await store.load("default", "pay_1"), undefined);
    assert.deepEqual(await store.timeline("default", "pay_1"), []);
  }),

  storeCase("the first commit is version 1, each later one is one more", async ({ store }) => {
    const first = await given(store);
    assert.equal(first.version, 1);
    assert.equal(await committed(store, nextCommit(first)), 2);
    assert.equal(await committed(store, nextCommit(await loaded(store))), 3);
    assert.equal((await loaded(store)).version, 3);
  }),

  valueCase("a commit replaces the payment, and what it leaves out is gone", async ({ store }) => {
    const first = await given(store, paymentFixture({ description: "Table 4" }));
    const payment = paymentFixture({ stage: "checking" });
    await committed(store, nextCommit(first, { payment }));
    assert.deepEqual((await loaded(store)).payment, payment);
  }),

  valueCase("pending and parked effects are kept exactly, in their order", async ({ store }) => {
    const pending = [
      pendingFixture({ tries: 3, generation: 2, nextAt: FIXTURE_TIME + 7 }),
      pendingFixture({ effect: { type: "fulfil", key: "pay_1:fulfil" } }),
    ];
    const parked = [{ ...pendingFixture(), parkedAt: FIXTURE_TIME + 1, reason: "The host says “no”." }];
    const stored = await given(store, paymentFixture(), { pending, parked });
    assert.deepEqual(stored, { payment: paymentFixture(), version: 1, pending, parked });
  }),

  orderCase("the history is what was committed, in the order it was committed", async ({ store }) => {
    const entry = { at: FIXTURE_TIME, source: "host", input: "collect", status: "opening" } as const;
    const later = {
      at: FIXTURE_TIME + 9,
      source: "webhook",
      input: "hint",
      status: "opening",
      cause: "evt_1",
    } as const;
    const noted = {
      at: FIXTURE_TIME + 9,
      source: "clock",
      input: "time_passed",
      status: "opening",
      note: "?",
    } as const;
    const first = await given(store, paymentFixture(), { entries: [entry] });
    await committed(store, nextCommit(first, { entries: [later, noted], cause: "evt_1" }));
    await committed(store, nextCommit(await loaded(store), { entries: [entry] }));
    assert.deepEqual(await store.timeline("default", "pay_1"), [entry, later, noted, entry]);
  }),

  clockCase("the history follows the writes, also when the clock steps back", async ({ store }) => {
    const first = await given(store, paymentFixture(), { entries: [entryAt(FIXTURE_TIME)] });
    const earlier = FIXTURE_TIME - 60_000;
    assert.equal(await committed(store, nextCommit(first, { at: earlier, entries: [entryAt(earlier)] })), 2);
    const times = (await store.timeline("default", "pay_1")).map(({ at }) => at);
    assert.deepEqual(times, [FIXTURE_TIME, earlier]);
  }),

  storeCase("a payment cannot be made twice", async ({ store }) => {
    await given(store);
    assert.deepEqual(await store.commit(firstCommit(paymentFixture({ stage: "checking" }))), { type: "conflict" });
    assert.deepEqual((await loaded(store)).payment, paymentFixture());
  }),

  storeCase("a payment that is not there cannot be changed", async ({ store }) => {
    const stored = { payment: paymentFixture(), version: 1, pending: [], parked: [] };
    assert.deepEqual(await store.commit(nextCommit(stored)), { type: "conflict" });
    assert.equal(await store.load("default", "pay_1"), undefined);
  }),

  storeCase("a decision on an old version is a conflict", async ({ store }) => {
    const first = await given(store);
    await committed(store, nextCommit(first));
    assert.deepEqual(await store.commit(nextCommit(first)), { type: "conflict" });
  }),

  storeCase("a decision on a version that does not exist yet is a conflict", async ({ store }) => {
    const first = await given(store);
    assert.deepEqual(await store.commit(nextCommit(first, { expectedVersion: 2 })), { type: "conflict" });
  }),

  storeCase("an old decision is a conflict also where it wants another payment's name", async ({ store }) => {
    await given(store, paymentFixture({ id: "pay_2" }), { take: ["pi_2"] });
    const first = await given(store);
    await committed(store, nextCommit(first));
    assert.deepEqual(await store.commit(nextCommit(first, { take: ["pi_2"] })), { type: "conflict" });
    assert.deepEqual(await store.commit(firstCommit(paymentFixture(), { take: ["pi_2"] })), { type: "conflict" });
  }),

  storeCase("of many commits on one version exactly one wins", async ({ store }) => {
    const first = await given(store);
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        store.commit(nextCommit(first, { payment: paymentFixture({ description: `writer ${n}` }) })),
      ),
    );
    const winners = results.flatMap((result, n) => (result.type === "committed" ? [n] : []));
    assert.equal(winners.length, 1);
    assert.equal(results.filter(({ type }) => type === "conflict").length, 11);
    const { payment, version } = await loaded(store);
    assert.deepEqual([payment.description, version], [`writer ${winners[0]}`, 2]);
  }),

  atomicCase("a refused commit among many does not hurt the others", async ({ store }) => {
    await given(store, paymentFixture({ id: "pay_0" }));
    const results = await Promise.all(
      Array.from({ length: 9 }, (_, n) => store.commit(firstCommit(paymentFixture({ id: `pay_${n}` })))),
    );
    assert.deepEqual(
      results.map(({ type }) => type),
      ["conflict", ...Array.from({ length: 8 }, () => "committed")],
    );
    assert.equal((await loaded(store, "pay_8")).version, 1);
  }),
];

const entryAt = (at: number): TimelineEntry => ({ at, source: "host", input: "check", status: "opening" });
