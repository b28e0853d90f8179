import { createTill } from "@tillkit/core";
import { type SqliteStore, sqliteStore } from "@tillkit/sqlite";
import {
  type CrashPoint,
  crashing,
  createModelStripe,
  type ModelStripe,
  virtualClock,
  type VirtualClock,
} from "@tillkit/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { temporaryFile } from "./files.ts";

let temporary: ReturnType<typeof temporaryFile>;

beforeEach(() => {
  temporary = temporaryFile();
});
afterEach(() => temporary.remove());

it.each<CrashPoint>(["before", "after", "silence"])(
  "whenever a till dies (%s the work of a call), the next one ends with one charge and one order",
  async (at) => {
    let died = 0;
    for (let call = 1; ; call++) {
      const file = `${temporary.file}-${call}`;
      const clock = virtualClock();
      const stripe = createModelStripe({ now: clock.now });

      const first = openShop(file);
      const process = crashing(first, { call, at });
      await sell(till(process.port, stripe, clock), stripe, clock);
      await first.close();
      if (process.crashed) died++;

      const second = openShop(file);
      const next = till(second, stripe, clock);
      await sell(next, stripe, clock);
      for (let round = 0; round < 20; round++) {
        await clock.advance(5_000);
        await next.sweep();
        await next.idle();
        await tapAndTell(next, stripe, clock);
      }
      await next.idle();
      expect(second.database.prepare("SELECT bill, cents FROM orders").all()).toEqual([
        { bill: "bill 1", cents: 1250 },
      ]);
      expect([...stripe.intents.values()].filter(({ status }) => status === "succeeded")).toHaveLength(1);
      const found = await next.findByReference("bill 1");
      expect(found?.payment).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
      await second.close();
      if (!process.crashed) break;
    }
    expect(died).toBeGreaterThan(5);
  },
);

function openShop(file: string): SqliteStore {
  const store = sqliteStore(file);
  // Not unique: a second order would be seen.
  store.database.exec("CREATE TABLE IF NOT EXISTS orders (bill TEXT, cents INTEGER)");
  return store;
}

function till(store: SqliteStore, { gateway }: ModelStripe, clock: VirtualClock) {
  const made = createTill({
    gateway,
    store,
    clock,
    fulfil: ({ payment }, database) => {
      database.prepare("INSERT INTO orders VALUES (?, ?)").run(payment.reference, payment.paid.amount);
    },
  });
  // A till that dies complains; that it does is the test's own doing.
  made.events.on("trouble", () => undefined);
  return made;
}

/** A cashier collects, the guest taps, Stripe tells. Whatever the process makes of it. */
async function sell(shop: ReturnType<typeof till>, stripe: ModelStripe, clock: VirtualClock): Promise<void> {
  const request = { reference: "bill 1", amount: 1250, currency: "usd", reader: "tmr_front" };
  void shop.collect(request).catch(() => undefined);
  await clock.advance(1);
  await tapAndTell(shop, stripe, clock);
}

async function tapAndTell(shop: ReturnType<typeof till>, stripe: ModelStripe, clock: VirtualClock): Promise<void> {
  stripe.tap("tmr_front");
  for (const delivery of stripe.deliveries) {
    void shop.webhook(delivery).catch(() => undefined);
    await clock.advance(1);
  }
}
