import type { Stored } from "@tillkit/core";
import { type PostgresStore, postgresStore } from "@tillkit/postgres";
import { firstCommit, nextCommit, paymentFixture } from "@tillkit/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Cut, type Proxy, startProxy } from "./proxy.ts";
import { type Schema, temporarySchema } from "./schemas.ts";

let made: Schema;
let proxy: Proxy;
let store: PostgresStore;
let first: Stored;

beforeEach(async () => {
  made = temporarySchema();
  proxy = await startProxy(made.url);
  store = await postgresStore({ connection: proxy.url, schema: made.schema, listen: false, prepare: false });
  await made.pool.query(`CREATE TABLE ${made.schema}.orders (bill text)`);
  await store.commit(firstCommit(paymentFixture()));
  first = { payment: paymentFixture(), version: 1, pending: [], parked: [] };
});
afterEach(async () => {
  await store.close();
  await proxy.stop();
  await made.remove();
});

const lost = { code: "store_conflict", retryable: true, details: { outcome: "unknown" } };

describe.each<Cut>(["before", "inside", "after"])("a connection that is cut %s the statement of a commit", (at) => {
  it("is told as unknown, and the commit was made whole or not at all", async () => {
    proxy.cut(at, "updated AS");
    const commit = nextCommit(first, { cause: "evt_1", take: ["pi_1"] });
    await expect(store.commit(commit)).rejects.toMatchObject(lost);
    expect(proxy.cuts).toBe(1);

    const again = await settled(store, commit);
    expect(again).toBe(at === "before" ? "committed" : "duplicate");
    expect((await store.load("default", "pay_1"))?.version).toBe(2);
    expect((await store.find("default", "pi_1"))?.version).toBe(2);
  });

  it("is told to everybody whose commit travelled with it", async () => {
    proxy.cut(at, "inserted AS");
    const ids = ["pay_2", "pay_3", "pay_4"];
    const results = await Promise.allSettled(ids.map((id) => store.commit(firstCommit(paymentFixture({ id })))));
    expect(results).toMatchObject(ids.map(() => ({ status: "rejected", reason: lost })));
    // The server may still be at it: one query sees all of them at one moment.
    const stored = (await store.list({ tenant: "default", limit: 10 })).filter(({ payment }) =>
      ids.includes(payment.id),
    );
    expect([0, ids.length]).toContain(stored.length);
  });
});

describe.each<Cut>(["before", "inside", "after"])("a connection that is cut %s the COMMIT of a transaction", (at) => {
  it("leaves the order and the payment both there, or neither", async () => {
    proxy.cut(at, "COMMIT");
    const writing = store.commitWithin({ tenant: "default", id: "pay_1", expectedVersion: 1 }, async (client) => {
      await client.query(`INSERT INTO ${made.schema}.orders VALUES ('A1')`);
      return nextCommit(first, { take: ["pi_1"], cause: "evt_1" });
    });
    await expect(writing).rejects.toMatchObject(lost);
    expect(proxy.cuts).toBe(1);

    await settled(store, nextCommit(first, { cause: "evt_1" }), at === "before" ? 1 : 2);
    const { rows } = await made.pool.query(`SELECT bill FROM ${made.schema}.orders`);
    const isKept = (await store.find("default", "pi_1")) !== undefined;
    expect([rows.length, isKept]).toEqual(at === "before" ? [0, false] : [1, true]);
  });
});

describe("a connection that the server ends as it begins", () => {
  it("is told to whoever asked for it, and does not end the process", async () => {
    proxy.farewell();
    const opening = postgresStore({ connection: proxy.url, schema: made.schema, listen: false });
    await expect(opening).rejects.toMatchObject(lost);
  });
});

/**
 * What the same commit is answered with once the server has found out about the connection. The server may still be at work on what
 * was lost; its locks make the repetition wait, and then it is a duplicate.
 */
async function settled(
  through: PostgresStore,
  commit: ReturnType<typeof nextCommit>,
  version?: number,
): Promise<string> {
  if (version !== undefined) {
    await expect.poll(async () => (await through.load("default", "pay_1"))?.version).toBe(version);
    return "read";
  }
  for (;;) {
    const { type } = await through.commit(commit);
    // The lost write landed between the repetition's look at the causes and its own write: the next look sees it.
    if (type !== "conflict") return type;
  }
}
