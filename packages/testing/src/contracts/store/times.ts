import assert from "node:assert/strict";
import type { Store } from "@tillkit/core";
import { firstCommit, nextCommit, paymentFixture } from "../../fixtures.ts";
import { casesOf, committed, given, idsOf, loaded, type OpenedDurableStore, type StoreCase } from "./case.ts";

const zoneCase = casesOf("time zones");

/** Where it was half past two twice, on 25 October 2026: at this instant, and an hour later. */
const TWICE = Date.UTC(2026, 9, 25, 0, 30);
const HOUR = 3_600_000;
const BERLIN = "Europe/Berlin";
/** Neither of them is whole hours from UTC, and they are 22 and a quarter hours apart. */
const WEST = "America/St_Johns";
const EAST = "Pacific/Chatham";

/** Times are instants, in whatever zone this process is. */
export const timeCases: readonly StoreCase[] = [
  zoneCase("times are the same for who reads them in another time zone", async ({ store }) => {
    await inZone(WEST, () => write(store));
    await inZone(EAST, () => isAsWritten(store));
  }),

  zoneCase("what is due in the hour that summer time gives twice is due at its own instant", async ({ store }) => {
    await inZone(BERLIN, async () => {
      await given(store, paymentFixture({ id: "pay_late", createdAt: TWICE + HOUR }), { dueAt: TWICE + HOUR });
      await given(store, paymentFixture({ id: "pay_early", createdAt: TWICE }), { dueAt: TWICE });
      const claim = { tenant: "default", lease: { token: "a", until: TWICE + 9 * HOUR }, limit: 10 };
      assert.deepEqual(idsOf(await store.list({ tenant: "default", limit: 10 })), ["pay_late", "pay_early"]);
      assert.deepEqual(idsOf(await store.claim({ ...claim, now: TWICE + HOUR - 1 })), ["pay_early"]);
      assert.deepEqual(idsOf(await store.claim({ ...claim, now: TWICE + HOUR })), ["pay_late"]);
    });
  }),

  zoneCase(
    "a lease through the hour that summer time gives twice is as long as it was meant to be",
    async ({ store }) => {
      await inZone(BERLIN, async () => {
        const lease = { token: "a", until: TWICE + HOUR };
        await committed(store, firstCommit(paymentFixture(), { dueAt: TWICE - HOUR, at: TWICE, lease }));
        const others = { tenant: "default", lease: { token: "b", until: TWICE + 2 * HOUR }, limit: 1 };
        for (const now of [TWICE + HOUR / 2 - 1, TWICE + HOUR - 1])
          assert.deepEqual(await store.claim({ ...others, now }), []);
        assert.deepEqual(idsOf(await store.claim({ ...others, now: TWICE + HOUR })), ["pay_1"]);
      });
    },
  ),
];

/** The same between processes. */
export const durableTimeCases: readonly StoreCase<OpenedDurableStore>[] = [
  zoneCase("times are the same for another process in another time zone", async ({ store, second }) => {
    await inZone(WEST, () => write(store));
    await inZone(EAST, async () => isAsWritten(await second()));
  }),

  zoneCase("times are the same after a restart in another time zone", async ({ store, reopen }) => {
    await inZone(WEST, () => write(store));
    await inZone(EAST, async () => isAsWritten(await reopen()));
  }),
];

const NOW = TWICE;
const payment = paymentFixture({ createdAt: NOW - 10.25, deadlineAt: NOW + 90_000 });
const lease = { token: "a", until: NOW + 60_000 };
const entry = { at: NOW - 0.5, source: "host", input: "collect", status: "opening" } as const;

/** A payment that is leased until a minute from now, an old one that can go, and a mark that is due now. */
async function write(store: Store): Promise<void> {
  await committed(store, firstCommit(payment, { dueAt: NOW, at: NOW, lease, entries: [entry] }));
  const { deadlineAt: _deadline, stage: _stage, ...common } = paymentFixture({ id: "pay_old", createdAt: NOW - 9 });
  const old = { ...common, status: "canceled", cancelReason: "cashier" } as const;
  await committed(store, firstCommit(old, { at: NOW - 9 }));
  await store.writeMark({ tenant: "default", name: "cursor", expectedVersion: 0, value: "1", dueAt: NOW });
}

async function isAsWritten(store: Store): Promise<void> {
  const others = { tenant: "default", lease: { token: "b", until: NOW + 2 * HOUR }, limit: 10 };
  const stored = await loaded(store);
  assert.deepEqual(stored.payment, payment);
  assert.deepEqual(await store.timeline("default", "pay_1"), [entry]);
  assert.deepEqual(await store.claim({ ...others, now: lease.until - 1 }), []);
  assert.deepEqual(idsOf(await store.claim({ ...others, now: lease.until })), ["pay_1"]);
  const marks = { tenant: "default", limit: 10 };
  assert.deepEqual(await store.dueMarks({ ...marks, now: NOW - 1 }), []);
  assert.equal((await store.dueMarks({ ...marks, now: NOW }))[0]?.dueAt, NOW);
  assert.equal(await store.prune({ tenant: "default", before: NOW - 9, limit: 10 }), 0);
  assert.equal(await store.prune({ tenant: "default", before: NOW - 8, limit: 10 }), 1);
  await committed(store, nextCommit(stored, { dueAt: null }));
  assert.deepEqual(await store.claim({ ...others, now: NOW + 9 * HOUR }), []);
}

/** Does something as a process in this time zone would. In a worker thread nothing changes the zone, and nothing is shown. */
async function inZone(zone: string, work: () => Promise<void>): Promise<void> {
  const before = process.env["TZ"];
  process.env["TZ"] = zone;
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  }
}
