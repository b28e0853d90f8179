import { migratePostgres, migrationSql, postgresStore } from "@tillkit/postgres";
import { firstCommit, FIXTURE_TIME, nextCommit, paymentFixture, virtualClock } from "@tillkit/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { poolAt, type Schema, temporarySchema } from "./schemas.ts";

let made: Schema;

beforeEach(() => {
  made = temporarySchema();
});
afterEach(() => made.remove());

describe("migrations", () => {
  it("are made once, however often and however many at once they are asked for", async () => {
    const { pool, schema } = made;
    await Promise.all(Array.from({ length: 5 }, () => migratePostgres(pool, { schema })));
    await migratePostgres(pool, { schema });
    const { rows } = await pool.query(`SELECT number, name FROM ${schema}.migrations`);
    expect(rows).toEqual([
      { number: 1, name: "payments" },
      { number: 2, name: "idempotency" },
      { number: 3, name: "marks" },
    ]);
  });

  it("can be read, and run by hand", async () => {
    const { pool, schema } = made;
    await pool.query(migrationSql({ schema }));
    const store = await postgresStore({ connection: pool, schema, listen: false });
    expect((await store.commit(firstCommit(paymentFixture()))).type).toBe("committed");
    await store.close();
  });

  it("need no right to make tables where there is nothing to do", async () => {
    const { pool, schema, url } = made;
    await migratePostgres(pool, { schema });
    const role = `${schema}_role`;
    await pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA ${schema} TO ${role};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}`);
    const own = new URL(url);
    own.username = role;
    own.password = "x";
    const store = await postgresStore({ connection: own.href, schema });
    expect((await store.commit(firstCommit(paymentFixture()))).type).toBe("committed");
    await store.close();
    await pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  });

  it("refuse a schema that a newer version has made", async () => {
    const { pool, schema } = made;
    await migratePostgres(pool, { schema });
    await pool.query(`INSERT INTO ${schema}.migrations (number, name) VALUES (99, 'from the future')`);
    await expect(migratePostgres(pool, { schema })).rejects.toMatchObject({
      code: "store_unusable",
      message: expect.stringContaining("newer"),
    });
  });

  it.each(["Tillkit", "a-b", "x; DROP SCHEMA public", "", "pg_mine", "1st", "a".repeat(64)])(
    "refuse the schema name %j",
    (schema) => {
      expect(() => migrationSql({ schema })).toThrow(expect.objectContaining({ code: "invalid_option" }));
    },
  );

  it.each([-1, 1.5, 2_000])("refuse %d partitions", (partitions) => {
    expect(() => migrationSql({ partitions })).toThrow(expect.objectContaining({ code: "invalid_option" }));
  });
});

describe("opening", () => {
  it("says that it can be tried again where nobody answers", async () => {
    await expect(postgresStore("postgres://nobody@127.0.0.1:1/none")).rejects.toMatchObject({
      code: "store_conflict",
      retryable: true,
    });
  });

  it("leaves the host's pool open when it is closed", async () => {
    const store = await postgresStore({ connection: made.pool, schema: made.schema });
    await store.close();
    expect((await made.pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  });

  it("can share a pool with another schema", async () => {
    const other = temporarySchema();
    const pool = poolAt(made.url, { max: 3 });
    const stores = await Promise.all(
      [made.schema, other.schema].map((schema) => postgresStore({ connection: pool, schema, listen: false })),
    );
    await stores[0]?.commit(firstCommit(paymentFixture()));
    expect(await stores[1]?.load("default", "pay_1")).toBeUndefined();
    await Promise.all(stores.map((store) => store.close()));
    await pool.end();
    await other.remove();
  });
});

describe("tables that are divided by tenant", () => {
  it("keep all of a tenant in one part, and read only that part", async () => {
    const { pool, schema } = made;
    const store = await postgresStore({ connection: pool, schema, partitions: 4, listen: false });
    for (const tenant of ["north", "south", "east"])
      for (const id of ["pay_1", "pay_2", "pay_3"]) await store.commit(firstCommit(paymentFixture({ tenant, id })));
    for (const table of ["payments", "names", "timeline"]) {
      const { rows } = await pool.query(
        `SELECT tenant, count(DISTINCT tableoid) AS parts FROM ${schema}.${table} GROUP BY tenant`,
      );
      expect(rows.map(({ parts }) => Number(parts))).toEqual([1, 1, 1]);
    }
    const { rows } = await pool.query(
      `EXPLAIN SELECT id FROM ${schema}.payments WHERE tenant = 'north' AND id = 'pay_1'`,
    );
    const scans = rows.map((row) => String(row["QUERY PLAN"])).filter((line) => line.includes(" on payments"));
    expect(scans).toHaveLength(1);
    await store.close();
  });
});

describe("a corrupt row", () => {
  it.each([
    ["payment", "{"],
    ["payment", JSON.stringify(paymentFixture({ tenant: "other" }))],
    ["pending", "{}"],
    ["parked", '[{"effect":{}}]'],
  ])("with the %s %s names its payment, and does not hurt the others", async (column, text) => {
    const { pool, schema } = made;
    const store = await postgresStore({ connection: pool, schema, listen: false });
    for (const id of ["pay_1", "pay_2"])
      await store.commit(firstCommit(paymentFixture({ id }), { dueAt: FIXTURE_TIME }));
    await pool.query(`UPDATE ${schema}.payments SET ${column} = $1 WHERE id = 'pay_1'`, [text]);
    await expect(store.load("default", "pay_1")).rejects.toMatchObject({
      code: "store_unusable",
      details: { paymentId: "pay_1", column },
    });
    const lease = { token: "a", until: FIXTURE_TIME + 1 };
    const claimed = await store.claim({ tenant: "default", now: FIXTURE_TIME, limit: 9, lease });
    expect(claimed.map(({ payment }) => payment.id)).toEqual(["pay_2"]);
    await store.close();
  });
});

describe("looking for what was not heard", () => {
  it("finds what a process wrote that could not tell, also what was committed out of order", async () => {
    const { pool, schema } = made;
    const clock = virtualClock();
    const store = await postgresStore({ connection: pool, schema, listen: false, pollMs: 250, clock });
    const silent = await postgresStore({ connection: pool, schema, listen: false });
    const told: string[] = [];
    store.subscribe(({ id, version }) => told.push(`${id} ${version}`));

    // A transaction that begins first and ends last has the lower number.
    const slow = await pool.connect();
    await slow.query("BEGIN; SELECT pg_current_xact_id()");
    await silent.commit(firstCommit(paymentFixture({ id: "pay_1" })));
    await clock.advance(250);
    await expect.poll(() => told).toEqual(["pay_1 1"]);
    await slow.query(
      `UPDATE ${schema}.payments SET version = 2, changed_in = pg_current_xact_id() WHERE id = 'pay_1'; COMMIT`,
    );
    slow.release();
    const again = { payment: paymentFixture({ id: "pay_1" }), version: 2, pending: [], parked: [] };
    await expect.poll(async () => (await clock.advance(250), told)).toEqual(["pay_1 1", "pay_1 2"]);
    await silent.commit(nextCommit(again));
    await expect.poll(async () => (await clock.advance(250), told)).toEqual(["pay_1 1", "pay_1 2", "pay_1 3"]);
    await Promise.all([store.close(), silent.close()]);
  });

  it("hears of many commits at once, more than one notice can carry", async () => {
    const { pool, schema } = made;
    const store = await postgresStore({ connection: pool, schema, pollMs: 3_600_000 });
    const other = await postgresStore({ connection: pool, schema, pollMs: 3_600_000 });
    const told = new Set<string>();
    store.subscribe(({ id }) => told.add(id));
    const ids = Array.from({ length: 300 }, (_, n) => `pay_${"x".repeat(40)}_${n}`);
    await Promise.all(ids.map((id) => other.commit(firstCommit(paymentFixture({ id })))));
    await expect.poll(() => told.size).toBe(300);
    await Promise.all([store.close(), other.close()]);
  });
});
