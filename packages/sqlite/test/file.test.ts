import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sqliteStore } from "@tillkit/sqlite";
import { firstCommit, FIXTURE_TIME, paymentFixture, virtualClock } from "@tillkit/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temporaryFile } from "./files.ts";

let temporary: ReturnType<typeof temporaryFile>;

beforeEach(() => {
  temporary = temporaryFile();
});
afterEach(() => temporary.remove());

describe("opening a file", () => {
  it("makes it durable: WAL, synchronous FULL, foreign keys", async () => {
    const store = sqliteStore(temporary.file);
    const pragma = (name: string) => store.database.prepare(`PRAGMA ${name}`).get()?.[name];
    expect([pragma("journal_mode"), pragma("synchronous"), pragma("foreign_keys")]).toEqual(["wal", 2, 1]);
    await store.close();
  });

  it("brings the schema up to date once, however often it is opened", async () => {
    for (let time = 0; time < 3; time++) await sqliteStore(temporary.file).close();
    const database = new DatabaseSync(temporary.file);
    expect(database.prepare("SELECT number, name FROM tillkit_migrations").all()).toEqual([
      { number: 1, name: "payments" },
      { number: 2, name: "idempotency" },
      { number: 3, name: "marks" },
    ]);
    database.close();
  });

  it("leaves the host's tables and `user_version` alone", async () => {
    const host = new DatabaseSync(temporary.file);
    host.exec("CREATE TABLE payments (id TEXT); PRAGMA user_version = 42");
    host.close();
    const store = sqliteStore(temporary.file);
    await store.commit(firstCommit(paymentFixture()));
    expect(store.database.prepare("PRAGMA user_version").get()).toEqual({ user_version: 42 });
    expect(store.database.prepare("SELECT count(*) AS count FROM payments").get()).toEqual({ count: 0 });
    await store.close();
  });

  it("refuses a database that a newer version has made", async () => {
    const store = sqliteStore(temporary.file);
    store.database.exec("INSERT INTO tillkit_migrations VALUES (99, 'from the future', 0)");
    await store.close();
    expect(() => sqliteStore(temporary.file)).toThrow(
      expect.objectContaining({ code: "store_unusable", message: expect.stringContaining("newer") }),
    );
  });

  it("refuses a file that is no database, and leaves it as it is", () => {
    writeFileSync(temporary.file, "Not a database, but a shopping list of some length.\n".repeat(40));
    const before = readFileSync(temporary.file, "utf8");
    expect(() => sqliteStore(temporary.file)).toThrow(expect.objectContaining({ code: "store_unusable" }));
    expect(readFileSync(temporary.file, "utf8")).toBe(before);
  });

  it("says so where there is no such folder", () => {
    const file = join(temporary.file, "missing", "till.db");
    expect(() => sqliteStore(file)).toThrow(expect.objectContaining({ code: "store_unusable" }));
  });

  it.each([{ pollMs: 0 }, { pollMs: Number.NaN }, { busyTimeoutMs: -1 }, { busyTimeoutMs: 1.5 }])(
    "refuses options that make no sense: %j",
    (options) => {
      expect(() => sqliteStore({ file: temporary.file, ...options })).toThrow(
        expect.objectContaining({ code: "invalid_option" }),
      );
    },
  );

  it("can keep everything in memory", async () => {
    const store = sqliteStore(":memory:");
    await store.commit(firstCommit(paymentFixture()));
    expect((await store.load("default", "pay_1"))?.version).toBe(1);
    await store.close();
  });
});

describe("a corrupt row", () => {
  it.each([
    ["payment", "{"],
    ["payment", "null"],
    ["payment", '{"id":"pay_1"}'],
    ["payment", JSON.stringify(paymentFixture({ id: "pay_2" }))],
    ["payment", JSON.stringify(paymentFixture({ tenant: "other" }))],
    ["pending", "{}"],
    ["parked", '[{"effect":{}}]'],
  ])("with the %s %s names its payment, and does not hurt the others", async (column, text) => {
    const store = sqliteStore(temporary.file);
    for (const id of ["pay_1", "pay_2"])
      await store.commit(firstCommit(paymentFixture({ id }), { dueAt: FIXTURE_TIME }));
    store.database.prepare(`UPDATE tillkit_payments SET ${column} = ? WHERE id = 'pay_1'`).run(text);

    const corrupt = { code: "store_unusable", details: { paymentId: "pay_1", column } };
    await expect(store.load("default", "pay_1")).rejects.toMatchObject(corrupt);
    await expect(store.find("default", "reference:bill-pay_1")).rejects.toMatchObject(corrupt);
    expect((await store.load("default", "pay_2"))?.version).toBe(1);
    const claim = { tenant: "default", now: FIXTURE_TIME, limit: 9, lease: { token: "a", until: FIXTURE_TIME + 1 } };
    expect((await store.claim(claim)).map(({ payment }) => payment.id)).toEqual(["pay_2"]);
    await store.close();
  });
});

describe("looking for other processes' writes", () => {
  it("happens every `pollMs`, and only while somebody listens", async () => {
    const clock = virtualClock();
    const store = sqliteStore({ file: temporary.file, pollMs: 250, clock });
    const other = sqliteStore(temporary.file);
    expect(clock.waiting).toBe(0);

    const told: number[] = [];
    const stop = store.subscribe(({ version }) => told.push(version));
    await other.commit(firstCommit(paymentFixture()));
    await clock.advance(249);
    expect(told).toEqual([]);
    await clock.advance(1);
    expect(told).toEqual([1]);
    await clock.advance(1_000);
    expect(told).toEqual([1]);

    stop();
    expect(clock.waiting).toBe(0);
    await Promise.all([store.close(), other.close()]);
  });

  it("finds what others wrote between our own writes", async () => {
    const clock = virtualClock();
    const store = sqliteStore({ file: temporary.file, clock });
    const other = sqliteStore(temporary.file);
    const told: string[] = [];
    store.subscribe(({ id }) => told.push(id));
    await store.commit(firstCommit(paymentFixture({ id: "pay_1" })));
    await other.commit(firstCommit(paymentFixture({ id: "pay_2" })));
    await store.commit(firstCommit(paymentFixture({ id: "pay_3" })));
    expect(told).toEqual(["pay_1", "pay_3"]);
    await clock.advance(100);
    expect(told).toContain("pay_2");
    await Promise.all([store.close(), other.close()]);
  });

  it("ends when the store is closed", async () => {
    const clock = virtualClock();
    const store = sqliteStore({ file: temporary.file, clock });
    store.subscribe(() => undefined);
    await store.close();
    expect(clock.waiting).toBe(0);
  });
});

describe("reading and claiming", () => {
  it.each([
    [
      "what is due",
      "SELECT rowid FROM tillkit_payments WHERE tenant = ? AND due_at <= ? AND (lease_until IS NULL OR lease_until <= ?) ORDER BY due_at, id LIMIT 20",
      "tillkit_payments_due",
    ],
    [
      "a page",
      "SELECT payment FROM tillkit_payments WHERE tenant = ? AND (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT 20",
      "tillkit_payments_created",
    ],
    [
      "a reference",
      "SELECT payment FROM tillkit_payments WHERE tenant = ? AND reference = ? ORDER BY created_at DESC, id DESC LIMIT 1",
      "tillkit_payments_reference",
    ],
    [
      "an order",
      "SELECT payment FROM tillkit_payments WHERE tenant = ? AND share_of = ? ORDER BY created_at DESC, id DESC LIMIT 100",
      "tillkit_payments_share",
    ],
    [
      "a status",
      "SELECT payment FROM tillkit_payments WHERE tenant = ? AND status IN (?) ORDER BY created_at DESC, id DESC LIMIT 20",
      "tillkit_payments_status",
    ],
    [
      "reviews",
      "SELECT payment FROM tillkit_payments WHERE tenant = ? AND has_review = 1 ORDER BY created_at DESC, id DESC LIMIT 20",
      "tillkit_payments_review",
    ],
    ["changes", "SELECT id FROM tillkit_payments WHERE change > ? ORDER BY change", "tillkit_payments_change"],
  ])("%s is answered from an index, without sorting", async (_what, sql, index) => {
    const store = sqliteStore(temporary.file);
    const plan = store.database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => String(detail));
    expect(plan).toEqual([expect.stringContaining(index)]);
    await store.close();
  });
});
