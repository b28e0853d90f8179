import { type PostgresStore, postgresStore } from "@tillkit/postgres";
import { firstCommit, FIXTURE_TIME, nextCommit, paymentFixture } from "@tillkit/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Schema, temporarySchema } from "./schemas.ts";

let made: Schema;
let store: PostgresStore;
const guard = { tenant: "default", id: "pay_1", expectedVersion: 1 };
const first = { payment: paymentFixture(), version: 1, pending: [], parked: [] };
const paid = nextCommit(first, { take: ["pi_1"] });

beforeEach(async () => {
  made = temporarySchema();
  store = await postgresStore({ connection: made.pool, schema: made.schema, listen: false });
  await made.pool.query(`CREATE TABLE ${made.schema}.orders (bill text)`);
  await store.commit(firstCommit(paymentFixture()));
});
afterEach(async () => {
  await store.close();
  await made.remove();
});

describe("the host's part of a transaction", () => {
  it("is kept with the payment", async () => {
    const result = await store.commitWithin(guard, async (client) => {
      await order(client);
      return paid;
    });
    expect([result.type, await orders()]).toEqual(["committed", 1]);
  });

  it.each(["throws", "is too late", "takes another's name"])("is undone when it %s", async (mishap) => {
    await store.commit(firstCommit(paymentFixture({ id: "pay_2" }), { take: ["pi_2"] }));
    const writing = store.commitWithin(guard, async (client) => {
      await order(client);
      if (mishap === "throws") throw new Error("sold out");
      if (mishap === "is too late") await store.commit(nextCommit(first));
      return mishap === "takes another's name" ? { ...paid, take: ["pi_2"] } : paid;
    });
    const outcome = await writing.then(
      ({ type }) => type,
      (error: Error) => error.message,
    );
    expect([outcome, await orders()]).toEqual([
      { throws: "sold out", "is too late": "conflict", "takes another's name": "taken" }[mishap],
      0,
    ]);
  });

  it.each(["COMMIT", "ROLLBACK", "COMMIT; BEGIN"])("may not end the transaction with %s", async (sql) => {
    const writing = store.commitWithin(guard, async (client) => {
      await client.query(sql);
      return paid;
    });
    await expect(writing).rejects.toMatchObject({
      code: "store_unusable",
      message: expect.stringContaining("ended it"),
    });
    expect((await store.load("default", "pay_1"))?.version).toBe(1);
    expect((await store.commit(paid)).type).toBe("committed");
  });

  it("may not go on after a statement that failed", async () => {
    const writing = store.commitWithin(guard, async (client) => {
      await client.query("SELECT * FROM no_such_table").catch(() => undefined);
      return paid;
    });
    await expect(writing).rejects.toMatchObject({
      code: "store_unusable",
      message: expect.stringContaining("went on"),
    });
    expect((await store.load("default", "pay_1"))?.version).toBe(1);
  });

  it("comes out with the host's own SQL error", async () => {
    const writing = store.commitWithin(guard, async (client) => {
      await client.query("SELECT * FROM no_such_table");
      return paid;
    });
    await expect(writing).rejects.toMatchObject({ code: "42P01" });
  });

  it("does not hold up other payments' commits, nor the payment's own", async () => {
    let inner: unknown;
    const result = await store.commitWithin(guard, async (client) => {
      await order(client);
      inner = await Promise.all([
        store.commit(firstCommit(paymentFixture({ id: "pay_2" }))),
        store.commit(nextCommit(first)),
      ]);
      return paid;
    });
    expect(inner).toMatchObject([{ type: "committed" }, { type: "committed" }]);
    expect([result.type, await orders()]).toEqual(["conflict", 0]);
  });
});

describe("commits that travel together", () => {
  it("are answered each for itself, also where one cannot be written at all", async () => {
    const payments = [{ id: "pay_2" }, { id: "pay_x", createdAt: Number.NaN }, { id: "pay_3" }].map(paymentFixture);
    const results = await Promise.allSettled(payments.map((payment) => store.commit(firstCommit(payment))));
    expect(results).toMatchObject([
      { status: "fulfilled", value: { type: "committed" } },
      { status: "rejected", reason: { code: "store_unusable" } },
      { status: "fulfilled", value: { type: "committed" } },
    ]);
    expect(await store.load("default", "pay_x")).toBeUndefined();
    expect((await store.load("default", "pay_3"))?.version).toBe(1);
  });

  it("are a few statements, not one each", async () => {
    const before = await statements();
    await Promise.all(
      Array.from({ length: 200 }, (_, n) => store.commit(firstCommit(paymentFixture({ id: `pay_many_${n}` })))),
    );
    expect((await statements()) - before).toBeLessThanOrEqual(2);
  });

  it("are answered before the store is closed", async () => {
    const writing = store.commit(firstCommit(paymentFixture({ id: "pay_2" })));
    await store.close();
    expect((await writing).type).toBe("committed");
  });
});

describe("a claim", () => {
  it("passes over a payment that somebody else is changing, and does not wait", async () => {
    for (const id of ["pay_2", "pay_3"])
      await store.commit(firstCommit(paymentFixture({ id }), { dueAt: FIXTURE_TIME }));
    const client = await made.pool.connect();
    await client.query(`BEGIN; SELECT FROM ${made.schema}.payments WHERE id = 'pay_2' FOR UPDATE`);
    const lease = { token: "a", until: FIXTURE_TIME + 9 };
    const claimed = await store.claim({ tenant: "default", now: FIXTURE_TIME, lease, limit: 9 });
    await client.query("ROLLBACK");
    client.release();
    expect(claimed.map(({ payment }) => payment.id)).toEqual(["pay_3"]);
  });
});

function order(client: { readonly query: (sql: string) => Promise<unknown> }): Promise<unknown> {
  return client.query(`INSERT INTO ${made.schema}.orders VALUES ('A1')`);
}

async function orders(): Promise<number> {
  return (await made.pool.query(`SELECT FROM ${made.schema}.orders`)).rowCount ?? 0;
}

/** How many transactions have written payments. */
async function statements(): Promise<number> {
  const { rows } = await made.pool.query(`SELECT count(DISTINCT changed_in) AS count FROM ${made.schema}.payments`);
  return Number(rows[0]?.count);
}
