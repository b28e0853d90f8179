import assert from "node:assert/strict";
import type { Mark, MarkWrite, Store } from "@tillkit/core";
import { FIXTURE_TIME, paymentFixture, pendingFixture } from "../../fixtures.ts";
import { casesOf, given, idsOf, type StoreCase } from "./case.ts";

const storeCase = casesOf("marks");
const largeCase = casesOf("large values");
const tenantCase = casesOf("tenants");
const orderCase = casesOf("ordering");

const NOW = FIXTURE_TIME;

/** Small documents, each written by compare and swap. */
export const markCases: readonly StoreCase[] = [
  storeCase("a mark comes back as it was written", async ({ store }) => {
    const value = JSON.stringify({ text: "Käse 寿司 👩‍🍳 '\"`;--\u0000", none: null });
    assert.equal(await store.readMark("default", "cursor"), undefined);
    assert.equal(await write(store, { name: "cursor", value, dueAt: NOW + 0.5 }), true);
    const mark = { name: "cursor", version: 1, value, dueAt: NOW + 0.5 };
    assert.deepEqual(await store.readMark("default", "cursor"), mark);
    assert.equal(await write(store, { name: "never", value: "{}" }), true);
    assert.deepEqual(await store.readMark("default", "never"), { name: "never", version: 1, value: "{}", dueAt: null });
  }),

  storeCase("a mark is written only on the version that it has", async ({ store }) => {
    assert.equal(await write(store, { expectedVersion: 1, value: "early" }), false);
    assert.equal(await write(store, { value: "first" }), true);
    assert.equal(await write(store, { value: "again" }), false);
    assert.equal(await write(store, { expectedVersion: 2, value: "ahead" }), false);
    assert.equal((await store.readMark("default", "cursor"))?.value, "first");
    assert.equal(await write(store, { expectedVersion: 1, value: "second", dueAt: NOW }), true);
    const second = { name: "cursor", version: 2, value: "second", dueAt: NOW };
    assert.deepEqual(await store.readMark("default", "cursor"), second);
  }),

  storeCase("a mark is removed only on the version that it has, and begins again", async ({ store }) => {
    assert.equal(await write(store, { value: null }), true);
    await write(store, { value: "first", dueAt: NOW });
    assert.equal(await write(store, { value: null }), false);
    assert.equal(await write(store, { expectedVersion: 2, value: null }), false);
    assert.equal((await store.readMark("default", "cursor"))?.version, 1);
    assert.equal(await write(store, { expectedVersion: 1, value: null }), true);
    assert.equal(await store.readMark("default", "cursor"), undefined);
    assert.deepEqual(await due(store), []);
    await write(store, { value: "anew" });
    assert.equal((await store.readMark("default", "cursor"))?.version, 1);
  }),

  storeCase("of many writes of a mark at once exactly one is made", async ({ store }) => {
    const race = (expectedVersion: number): Promise<readonly boolean[]> =>
      Promise.all(
        Array.from({ length: 10 }, (_, n) => write(store, { expectedVersion, value: `writer ${n}`, dueAt: NOW + n })),
      );
    for (const version of [0, 1, 2]) {
      const results = await race(version);
      assert.equal(results.filter(Boolean).length, 1, `At version ${version}: ${results.join(", ")}`);
      const mark = await store.readMark("default", "cursor");
      assert.equal(mark?.version, version + 1);
      assert.equal(mark.value, `writer ${results.indexOf(true)}`);
    }
  }),

  storeCase("marks are listed by the beginning of their names, in their order", async ({ store }) => {
    for (const name of ["event:b", "event", "event:c", "event:a", "eventually", "eve", "event:%", "event;"])
      await write(store, { name, value: name });
    const list = async (prefix: string, after?: string, limit = 10): Promise<readonly string[]> =>
      namesOf(await store.listMarks({ tenant: "default", prefix, limit, ...(after === undefined ? {} : { after }) }));
    assert.deepEqual(await list("event:"), ["event:%", "event:a", "event:b", "event:c"]);
    assert.deepEqual(await list("event:", "event:a"), ["event:b", "event:c"]);
    assert.deepEqual(await list("event:", undefined, 2), ["event:%", "event:a"]);
    assert.deepEqual(await list("event:", "event:c"), []);
    assert.deepEqual(await list("event:%"), ["event:%"]);
    assert.equal((await list("")).length, 8);
  }),

  storeCase("marks whose time has come are shown, the longest overdue first, to everybody", async ({ store }) => {
    const times = { late: NOW, latest: NOW + 1, early: NOW - 9, never: null, soon: NOW - 1 };
    for (const [name, dueAt] of Object.entries(times)) await write(store, { name, dueAt });
    assert.deepEqual(await due(store), ["early", "soon", "late"]);
    assert.deepEqual(await due(store), ["early", "soon", "late"]);
    assert.deepEqual(await due(store, { limit: 2 }), ["early", "soon"]);
    await write(store, { name: "early", expectedVersion: 1, dueAt: null });
    await write(store, { name: "soon", expectedVersion: 1, dueAt: NOW + 1 });
    assert.deepEqual(await due(store), ["late"]);
    assert.deepEqual(await due(store, { now: NOW + 1 }), ["late", "latest", "soon"]);
  }),

  tenantCase("marks of one tenant are none of another's", async ({ store }) => {
    await write(store, { tenant: "north", value: "north", dueAt: NOW });
    assert.equal(await store.readMark("south", "cursor"), undefined);
    assert.deepEqual(await store.listMarks({ tenant: "south", prefix: "", limit: 10 }), []);
    assert.deepEqual(await store.dueMarks({ tenant: "south", now: NOW, limit: 10 }), []);
    assert.equal(await write(store, { tenant: "south", expectedVersion: 1, value: "no" }), false);
    assert.equal(await write(store, { tenant: "south", value: "south" }), true);
    assert.equal(await write(store, { tenant: "south", expectedVersion: 1, value: null }), true);
    assert.equal((await store.readMark("north", "cursor"))?.value, "north");
  }),

  largeCase("a megabyte of mark is kept", async ({ store }) => {
    const value = JSON.stringify("x".repeat(1_000_000));
    await write(store, { value });
    const mark = await store.readMark("default", "cursor");
    assert(mark?.value === value, `A megabyte came back as ${mark?.value.length} characters.`);
  }),

  orderCase("payments with something parked are found", async ({ store }) => {
    const parked = [{ ...pendingFixture(), parkedAt: NOW, reason: "It cannot succeed." }];
    await given(store, paymentFixture({ id: "pay_1" }), { parked });
    await given(store, paymentFixture({ id: "pay_2" }));
    assert.deepEqual(idsOf(await store.list({ tenant: "default", parked: true, limit: 10 })), ["pay_1"]);
    assert.deepEqual(idsOf(await store.list({ tenant: "default", parked: false, limit: 10 })), ["pay_2"]);
  }),
];

function write(store: Store, fields: Partial<MarkWrite>): Promise<boolean> {
  return store.writeMark({ tenant: "default", name: "cursor", expectedVersion: 0, value: "", dueAt: null, ...fields });
}

async function due(store: Store, { now = NOW, limit = 10 } = {}): Promise<readonly string[]> {
  return namesOf(await store.dueMarks({ tenant: "default", now, limit }));
}

const namesOf = (marks: readonly Mark[]): readonly string[] => marks.map(({ name }) => name);
