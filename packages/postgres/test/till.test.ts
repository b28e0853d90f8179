import { createTill } from "@tillkit/core";
import { type PostgresStore, postgresStore } from "@tillkit/postgres";
import { type CrashPoint, crashing, createModelStripe, type ModelStripe, virtualClock } from "@tillkit/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Schema, temporarySchema } from "./schemas.ts";

let made: Schema;

beforeEach(async () => {
  made = temporarySchema();
  const store = await openStore();
  // Not unique: a second order would be seen.
  await made.pool.query(`CREATE TABLE ${made.schema}.orders (bill text, cents integer)`);
  await store.close();
});
afterEach(() => made.remove());

it.each<CrashPoint>(["before", "after"])(
  "whenever a till dies (%s the work of a call), the next one ends with one charge and one order",
  async (at) => {
    let died = 0;
    for (let call = 1; ; call++) {
      const bill = `bill ${call}`;
      const clock = virtualClock();
      const stripe = createModelStripe({ now: clock.now });
      const store = await openStore();
      const process = crashing(store, { call, at });
      const first = till(process.port, stripe, clock);
      await sell(first, stripe, bill).catch(() => undefined);
      await first.idle();
      if (process.crashed) died++;

      const next = till(store, stripe, clock);
      await sell(next, stripe, bill).catch(() => undefined);
      for (let round = 0; round < 20; round++) {
        await clock.advance(5_000);
        await next.sweep();
        await next.idle();
        await tapAndTell(next, stripe);
      }
      await next.idle();
      const { rows } = await made.pool.query(`SELECT cents FROM ${made.schema}.orders WHERE bill = $1`, [bill]);
      expect(rows).toEqual([{ cents: 1250 }]);
      expect([...stripe.intents.values()].filter(({ status }) => status === "succeeded")).toHaveLength(1);
      const found = await next.findByReference(bill);
      expect(found?.payment).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
      await store.close();
      if (!process.crashed) break;
    }
    expect(died).toBeGreaterThan(4);
  },
);

function openStore(): Promise<PostgresStore> {
  return postgresStore({ connection: made.pool, schema: made.schema, listen: false });
}

function till(store: PostgresStore, { gateway }: ModelStripe, clock: ReturnType<typeof virtualClock>) {
  const shop = createTill({
    gateway,
    store,
    clock,
    fulfil: async ({ payment }, client) => {
      const values = [payment.reference, payment.paid.amount];
      await client.query(`INSERT INTO ${made.schema}.orders VALUES ($1, $2)`, values);
    },
  });
  // A till that dies complains; that it does is the test's own doing.
  shop.events.on("trouble", () => undefined);
  return shop;
}

async function sell(shop: ReturnType<typeof till>, stripe: ModelStripe, reference: string): Promise<void> {
  await shop.collect({ reference, amount: 1250, currency: "usd", reader: "tmr_front" });
  await tapAndTell(shop, stripe);
}

async function tapAndTell(shop: ReturnType<typeof till>, stripe: ModelStripe): Promise<void> {
  stripe.tap("tmr_front");
  for (const delivery of stripe.deliveries) await shop.webhook(delivery).catch(() => undefined);
}
