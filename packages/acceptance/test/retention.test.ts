import { type CollectRequest, createTill, type Till } from "@tillkit/core";
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
    expect(await till.prune(request)).toEqual({ pruned: 2, more: true });
    expect(await till.prune(request)).toEqual({ pruned: 2, more: true });
    expect(await till.prune(request)).toEqual({ pruned: 1, more: false });
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

function coffee(reference: string): CollectRequest {
  return { reference, amount: 1_250, currency: "usd", reader: "tmr_front" };
}

/** A cashier collects, the guest taps, Stripe tells, the order is made. */
async function sell(reference: string): Promise<void> {
  const { id } = await till.collect(coffee(reference));
  await till.idle();
  stripe.tap("tmr_front");
  for (const delivery of stripe.deliveries) await till.webhook(delivery);
  await till.idle();
  expect((await till.get(id)).payment).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
}
