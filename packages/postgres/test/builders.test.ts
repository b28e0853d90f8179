import { type PostgresStore, postgresStore } from "@tillkit/postgres";
import { firstCommit, nextCommit, paymentFixture } from "@tillkit/testing";
import { drizzle } from "drizzle-orm/node-postgres";
import { integer, pgSchema, text } from "drizzle-orm/pg-core";
import { Kysely, PostgresDialect } from "kysely";
import type { PoolClient } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Schema, temporarySchema } from "./schemas.ts";

let made: Schema;
let store: PostgresStore;

beforeEach(async () => {
  made = temporarySchema();
  store = await postgresStore({ connection: made.pool, schema: made.schema, listen: false });
  await made.pool.query(`CREATE TABLE ${made.schema}.orders (bill text PRIMARY KEY, cents integer NOT NULL)`);
  await store.commit(firstCommit(paymentFixture()));
});
afterEach(async () => {
  await store.close();
  await made.remove();
});

const builders: Readonly<Record<string, (client: PoolClient, schema: string) => Promise<unknown>>> = {
  Drizzle: async (client, schema) => {
    const orders = pgSchema(schema).table("orders", { bill: text().primaryKey(), cents: integer().notNull() });
    await drizzle({ client }).insert(orders).values({ bill: "A1", cents: 1250 });
  },
  Kysely: async (client, schema) => {
    const pool = { options: {}, connect: async () => lent(client), end: async () => undefined };
    const shop = new Kysely<{ orders: { bill: string; cents: number } }>({ dialect: new PostgresDialect({ pool }) });
    await shop.withSchema(schema).insertInto("orders").values({ bill: "A1", cents: 1250 }).execute();
  },
};

describe.each(Object.entries(builders))("an order that %s writes", (_name, write) => {
  it.each([true, false])("is kept with the payment or not at all (kept: %s)", async (kept) => {
    const writing = store.commitWithin({ tenant: "default", id: "pay_1", expectedVersion: 1 }, async (client) => {
      await write(client, made.schema);
      if (!kept) throw new Error("sold out");
      return nextCommit({ payment: paymentFixture(), version: 1, pending: [], parked: [] });
    });
    await writing.catch(() => undefined);
    const { rows } = await made.pool.query(`SELECT cents FROM ${made.schema}.orders`);
    expect([rows, (await store.load("default", "pay_1"))?.version]).toEqual(kept ? [[{ cents: 1250 }], 2] : [[], 1]);
  });
});

/** The client is the store's to give back. */
function lent(client: PoolClient): PoolClient {
  return new Proxy(client, {
    get: (_, name) => {
      if (name === "release") return () => undefined;
      const value: unknown = Reflect.get(client, name, client);
      return typeof value === "function" ? value.bind(client) : value;
    },
  });
}
