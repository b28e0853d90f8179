import { TillkitError } from "@tillkit/core";
import { type SqliteStore, sqliteStore } from "@tillkit/sqlite";
import { firstCommit, nextCommit, paymentFixture } from "@tillkit/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temporaryFile } from "./files.ts";

let temporary: ReturnType<typeof temporaryFile>;
let store: SqliteStore;

beforeEach(async () => {
  temporary = temporaryFile();
  store = sqliteStore(temporary.file);
  store.database.exec("CREATE TABLE orders (id TEXT PRIMARY KEY)");
  await store.commit(firstCommit(paymentFixture()));
});
afterEach(async () => {
  await store.close();
  temporary.remove();
});

const guard = { tenant: "default", id: "pay_1", expectedVersion: 1 };
const paid = nextCommit({ payment: paymentFixture(), version: 1, pending: [], parked: [] });

describe("the host's order", () => {
  it("is kept together with the payment", async () => {
    const result = await store.commitWithin(guard, (database) => {
      database.prepare("INSERT INTO orders VALUES ('A1')").run();
      return paid;
    });
    expect([result.type, orders()]).toEqual(["committed", ["A1"]]);
  });

  it("is undone when the host throws", async () => {
    const work = store.commitWithin(guard, (database) => {
      database.prepare("INSERT INTO orders VALUES ('A1')").run();
      throw new Error("sold out");
    });
    await expect(work).rejects.toThrow("sold out");
    expect([orders(), (await store.load("default", "pay_1"))?.version]).toEqual([[], 1]);
  });

  it("is undone when the host promises", async () => {
    const work = store.commitWithin(guard, (database) => {
      database.prepare("INSERT INTO orders VALUES ('A1')").run();
      // What a host without types could do.
      return Promise.resolve(paid) as never;
    });
    await expect(work).rejects.toMatchObject({ code: "fulfil_not_synchronous" });
    expect(orders()).toEqual([]);
  });

  it("is undone when the payment cannot be written", async () => {
    await store.commit(firstCommit(paymentFixture({ id: "pay_2" }), { take: ["pi_2"] }));
    const result = await store.commitWithin(guard, (database) => {
      database.prepare("INSERT INTO orders VALUES ('A1')").run();
      return { ...paid, take: ["pi_2"] };
    });
    expect([result.type, orders()]).toEqual(["taken", []]);
  });

  it("comes out with the host's own SQL error", async () => {
    const work = store.commitWithin(guard, (database) => {
      database.exec("INSERT INTO no_such_table VALUES (1)");
      return paid;
    });
    await expect(work).rejects.toMatchObject({ code: "ERR_SQLITE_ERROR" });
  });

  it("may not end the transaction", async () => {
    const work = store.commitWithin(guard, (database) => {
      database.exec("COMMIT");
      return paid;
    });
    await expect(work).rejects.toMatchObject({ code: "store_unusable" });
    expect((await store.load("default", "pay_1"))?.version).toBe(1);
    expect((await store.commit(paid)).type).toBe("committed");
  });

  it("is made in its turn, when its `fulfil` asks the store for something else", async () => {
    let inner: Promise<unknown> | undefined;
    const result = await store.commitWithin(guard, () => {
      inner = store.commit(firstCommit(paymentFixture({ id: "pay_2" })));
      return paid;
    });
    expect([result.type, await inner]).toMatchObject(["committed", { type: "committed", version: 1 }]);
  });
});

describe("commits that share a transaction", () => {
  it("are answered each for itself, also where one cannot be written at all", async () => {
    const unwritable = paymentFixture({ id: "pay_x", createdAt: Number.NaN });
    const results = await Promise.allSettled(
      [paymentFixture({ id: "pay_2" }), unwritable, paymentFixture({ id: "pay_3" })].map((payment) =>
        store.commit(firstCommit(payment)),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((await store.load("default", "pay_3"))?.version).toBe(1);
    expect(await store.load("default", "pay_x")).toBeUndefined();
  });

  it("are answered with what is true when SQLite ends the transaction by itself", async () => {
    store.database.exec(`CREATE TEMP TRIGGER fatal BEFORE INSERT ON tillkit_payments WHEN NEW.id = 'pay_x'
      BEGIN SELECT RAISE(ROLLBACK, 'the disk is gone'); END`);
    const ids = ["pay_2", "pay_x", "pay_3"];
    const results = await Promise.allSettled(ids.map((id) => store.commit(firstCommit(paymentFixture({ id })))));
    const stored = await Promise.all(ids.map((id) => store.load("default", id)));
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(stored).toEqual([undefined, undefined, undefined]);
    expect((await store.commit(firstCommit(paymentFixture({ id: "pay_4" })))).type).toBe("committed");
  });

  it("are answered with what is true when the disk is full", async () => {
    const { page_count: pages } = store.database.prepare("PRAGMA page_count").get() ?? {};
    store.database.exec(`PRAGMA max_page_count = ${Number(pages) + 4}`);
    const ids = Array.from({ length: 6 }, (_, n) => `pay_full_${n}`);
    const results = await Promise.allSettled(
      ids.map((id, n) =>
        store.commit(firstCommit(paymentFixture({ id, description: "x".repeat(n === 2 ? 100_000 : 100) }))),
      ),
    );
    expect(results[2]).toMatchObject({ status: "rejected", reason: { code: "store_unusable" } });
    const stored = await Promise.all(ids.map((id) => store.load("default", id)));
    expect(stored.map((each) => each !== undefined)).toEqual(results.map(({ status }) => status === "fulfilled"));
  });

  it("are on the disk before the store is closed", async () => {
    const writing = store.commit(firstCommit(paymentFixture({ id: "pay_2" })));
    await store.close();
    expect((await writing).type).toBe("committed");
    const again = sqliteStore(temporary.file);
    expect((await again.load("default", "pay_2"))?.version).toBe(1);
    await again.close();
  });
});

describe("a lock that outlasts the timeout", () => {
  it("is a conflict that may be tried again, and nothing is written", async () => {
    const impatient = sqliteStore({ file: temporary.file, busyTimeoutMs: 0 });
    store.database.exec("BEGIN IMMEDIATE");
    const error: unknown = await impatient.commit(paid).catch((caught: unknown) => caught);
    store.database.exec("ROLLBACK");
    expect(TillkitError.is(error) && [error.code, error.retryable]).toEqual(["store_conflict", true]);
    expect((await impatient.commit(paid)).type).toBe("committed");
    await impatient.close();
  });
});

describe("a transaction that meets a lock", () => {
  it("does not run the host's part", async () => {
    const impatient = sqliteStore({ file: temporary.file, busyTimeoutMs: 0 });
    store.database.exec("BEGIN IMMEDIATE");
    let ran = false;
    const work = impatient.commitWithin(guard, () => {
      ran = true;
      return paid;
    });
    await expect(work).rejects.toMatchObject({ code: "store_conflict", retryable: true });
    store.database.exec("ROLLBACK");
    expect(ran).toBe(false);
    await impatient.close();
  });
});

function orders(): unknown[] {
  return store.database
    .prepare("SELECT id FROM orders")
    .all()
    .map(({ id }) => id);
}
