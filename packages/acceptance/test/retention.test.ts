import { type CollectRequest, createTill, type PruneReport, type Till } from "@tillkit/core";
import { type SqliteStore, sqliteStore } from "@tillkit/sqlite";
import { createModelStripe, type ModelStripe, virtualClock, type VirtualClock } from "@tillkit/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const DAY = 24 * 60 * 60 * 1_000;

let clock: VirtualClock;
let stripe: ModelStripe;
let store: SqliteStore;
let till: Till;

beforeEach(() => {
  clock = virtualClock();
  stripe = createModelStripe({ now: clock.now });
  store = sqliteStore({ file: ":memory:", clock });
  till = createTill({ gateway: stripe.gateway, store, clock });
});
afterEach(() => store.close());

describe("forgetting old payments", () => {
  it("deletes in bounded steps what is paid and ordered, and leaves no row behind", async () => {
    for (let n = 0; n < 5; n++) await sell(`bill-${n}`);
    await clock.advance(40 * DAY);
    const running = await till.collect(coffee("bill-today"));

    const request = { before: clock.now() - 36 * DAY, limit: 2 };
    expect(await till.prune(request)).toEqual({ pruned: 2, orders: 0, more: true });
    expect(await till.prune(request)).toEqual({ pruned: 2, orders: 0, more: true });
    expect(await till.prune(request)).toEqual({ pruned: 1, orders: 0, more: false });
    expect((await till.list()).map(({ payment }) => payment.id)).toEqual([running.id]);
    for (const table of ["names", "timeline"]) {
      const owners = store.database.prepare(`SELECT DISTINCT payment_id AS id FROM tillkit_${table}`).all();
      expect(owners.map(({ id }) => id)).toEqual([running.id]);
    }
    expect(store.database.prepare("SELECT cause FROM tillkit_causes").all()).toEqual([]);
  });

  it("keeps an event of a forgotten payment for a person, and begins no payment", async () => {
    await sell("bill-1");
    await clock.advance(40 * DAY);
    await till.prune({ before: clock.now() - 36 * DAY });
    const results = await Promise.all(stripe.deliveries.map((delivery) => till.webhook(delivery)));
    expect(results.at(-1)).toMatchObject({ outcome: "kept", reason: "unknown_payment" });
    expect(await till.list()).toEqual([]);
  });

  it.each([
    ["before", { before: -34 * DAY }],
    ["before", { before: Number.NaN }],
    ["limit", { before: -36 * DAY, limit: 0 }],
    ["limit", { before: -36 * DAY, limit: 10_001 }],
    ["limit", { before: -36 * DAY, limit: 1.5 }],
  ])("refuses what would forget too much: %s of %o", async (field, { before, ...rest }) => {
    await expect(till.prune({ before: clock.now() + before, ...rest })).rejects.toMatchObject({
      code: "invalid_request",
      details: { field },
    });
  });
});

async function marks(): Promise<readonly string[]> {
  return (await store.listMarks({ tenant: "default", prefix: "order:", limit: 100 })).map(({ name }) => name);
}

describe("forgetting orders whose bill was split", () => {
  const DAYS = 40 * DAY;
  const forget = (limit = 1_000): Promise<PruneReport> => till.prune({ before: clock.now() - 36 * DAY, limit });

  it("deletes one that is covered together with all its shares", async () => {
    await till.orders.set("table-7", { amount: 2_500, currency: "usd" });
    for (const guest of ["ada", "bob"]) await sell(`table-7/${guest}`, "table-7");
    await clock.advance(DAYS);
    expect(await forget()).toEqual({ pruned: 2, orders: 1, more: false });
    expect([await till.list(), await marks()]).toEqual([[], []]);
    await expect(till.orders.get("table-7")).rejects.toMatchObject({ code: "order_not_found" });
    for (const table of ["names", "timeline", "causes"])
      expect(store.database.prepare(`SELECT 1 FROM tillkit_${table}`).all()).toEqual([]);
  });

  it("keeps every share of a bill that is paid in part, until the host has closed it and it is old", async () => {
    await till.orders.set("table-7", { amount: 2_500, currency: "usd" });
    await sell("table-7/ada", "table-7");
    await clock.advance(400 * DAY);
    expect(await forget()).toEqual({ pruned: 0, orders: 0, more: false });
    expect(await till.orders.get("table-7")).toMatchObject({ paid: 1_250, left: 1_250 });

    await till.orders.close("table-7", { by: "Ada", note: "The rest in cash." });
    expect(await forget()).toMatchObject({ orders: 0 });
    await clock.advance(DAYS);
    expect(await forget()).toEqual({ pruned: 1, orders: 1, more: false });
  });

  it("keeps one in which somebody is paying, or which was changed not long ago", async () => {
    await till.orders.set("table-1", { amount: 2_500, currency: "usd" });
    await till.orders.set("table-2", { amount: 2_500, currency: "usd" });
    await clock.advance(DAYS);
    await till.orders.set("table-1", { amount: 2_600, currency: "usd" });
    await till.collect({ ...coffee("table-2/ada"), order: "table-2" });
    await till.idle();
    expect(await forget()).toMatchObject({ pruned: 0, orders: 0 });
    expect(await marks()).toEqual(["order:table-1", "order:table-2"]);
  });

  it("deletes one for which nobody has paid anything, with its canceled shares", async () => {
    await till.orders.set("table-1", { amount: 2_500, currency: "usd" });
    await till.orders.set("table-2", { amount: 2_500, currency: "usd" });
    const { id } = await till.collect({ ...coffee("table-2/ada"), order: "table-2" });
    await till.idle();
    await till.cancel(id);
    await till.idle();
    for (const delivery of stripe.deliveries) await till.webhook(delivery);
    await till.idle();
    await clock.advance(DAYS);
    expect(await forget()).toEqual({ pruned: 1, orders: 2, more: false });
  });

  it("goes through them in bounded steps, another process from where one has stopped", async () => {
    for (let n = 0; n < 5; n++) await till.orders.set(`table-${n}`, { amount: 2_500, currency: "usd" });
    await clock.advance(DAYS);
    await till.orders.set("table-0", { amount: 2_600, currency: "usd" });
    await till.orders.set("table-3", { amount: 2_600, currency: "usd" });
    expect(await forget(2)).toEqual({ pruned: 0, orders: 1, more: true });
    till = createTill({ gateway: stripe.gateway, store, clock });
    expect(await forget(2)).toEqual({ pruned: 0, orders: 1, more: true });
    expect(await forget(2)).toEqual({ pruned: 0, orders: 1, more: false });
    expect(await marks()).toEqual(["order:table-0", "order:table-3"]);
    expect(await store.readMark("default", "prune:orders")).toBeUndefined();
  });

  it("tells of one that is corrupt, and deletes the others", async () => {
    const troubles: unknown[] = [];
    till.events.on("trouble", ({ details }) => troubles.push(details["mark"]));
    await till.orders.set("table-2", { amount: 2_500, currency: "usd" });
    await store.writeMark({ tenant: "default", name: "order:table-1", expectedVersion: 0, value: "{", dueAt: null });
    await clock.advance(DAYS);
    expect(await forget()).toMatchObject({ orders: 1, more: false });
    expect(troubles).toEqual(["order:table-1"]);
  });
});

function coffee(reference: string): CollectRequest {
  return { reference, amount: 1_250, currency: "usd", reader: "tmr_front" };
}

/** A cashier collects, the guest taps, Stripe tells, the order is made. */
async function sell(reference: string, order?: string): Promise<void> {
  const { id } = await till.collect({ ...coffee(reference), ...(order === undefined ? {} : { order }) });
  await till.idle();
  stripe.tap("tmr_front");
  for (const delivery of stripe.deliveries) await till.webhook(delivery);
  await till.idle();
  expect((await till.get(id)).payment).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
}
