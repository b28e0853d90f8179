import type { IdempotencyStore } from "@tillkit/core";
import { sqliteIdempotency, sqliteStore } from "@tillkit/sqlite";
import { durableIdempotencyContract, firstCommit, paymentFixture } from "@tillkit/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { temporaryFile } from "./files.ts";

describe("on a file of its own", () => {
  durableIdempotencyContract({
    describe,
    it,
    open: () => opened((file) => ({ store: sqliteIdempotency(file), closeFile: async () => undefined })),
  });
});

describe("on the connection of a store", () => {
  durableIdempotencyContract({
    describe,
    it,
    open: () =>
      opened((file) => {
        const payments = sqliteStore(file);
        return { store: sqliteIdempotency(payments), closeFile: () => payments.close() };
      }),
  });
});

let temporary: ReturnType<typeof temporaryFile>;

beforeEach(() => {
  temporary = temporaryFile();
});
afterEach(() => temporary.remove());

const request = {
  tenant: "default",
  key: "key-1",
  fingerprint: "coffee",
  lease: { token: "a", until: 2_000 },
  now: 1_000,
};
const answer = { status: 201, headers: { location: "payments/pay_1" }, body: "{}" };

describe("beside the payments", () => {
  it("is not undone with a transaction that it was called in", async () => {
    const payments = sqliteStore(temporary.file);
    const store = sqliteIdempotency(payments);
    let begun: Promise<unknown> | undefined;
    const guard = { tenant: "default", id: "pay_1", expectedVersion: 0 };
    const sale = payments.commitWithin(guard, () => {
      begun = store.begin(request);
      throw new Error("Sold out.");
    });
    await expect(sale).rejects.toThrow("Sold out.");
    expect(await begun).toEqual({ type: "started" });
    expect(await store.complete({ ...request, token: "a", answer, at: 1_000 })).toBe(true);
    await payments.close();
  });

  it("keeps its own when payments are written in the same turn", async () => {
    const payments = sqliteStore(temporary.file);
    const store = sqliteIdempotency(payments);
    const [committed, begun] = await Promise.all([
      payments.commit(firstCommit(paymentFixture())),
      store.begin(request),
    ]);
    expect([committed.type, begun.type]).toEqual(["committed", "started"]);
    await payments.close();
  });

  it("leaves the store open when it is closed, and ends with it", async () => {
    const payments = sqliteStore(temporary.file);
    const [one, other] = [sqliteIdempotency(payments), sqliteIdempotency(payments)];
    await one.close();
    await payments.commit(firstCommit(paymentFixture()));
    await payments.close();
    await expect(other.begin(request)).rejects.toMatchObject({ code: "store_unusable" });
    await other.close();
  });

  it("finds what is old by an index", async () => {
    const payments = sqliteStore(temporary.file);
    const plan = payments.database
      .prepare(
        "EXPLAIN QUERY PLAN SELECT rowid FROM tillkit_idempotency WHERE tenant = ? AND coalesce(answered_at, lease_until) < ? ORDER BY coalesce(answered_at, lease_until) LIMIT 9",
      )
      .all("default", 0);
    expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining("tillkit_idempotency_age")]);
    await payments.close();
  });

  it("says which column of an answer is corrupt", async () => {
    const payments = sqliteStore(temporary.file);
    const store = sqliteIdempotency(payments);
    await store.begin(request);
    await store.complete({ ...request, token: "a", answer, at: 1_000 });
    payments.database.exec("UPDATE tillkit_idempotency SET headers = '{'");
    const corrupt = { code: "store_unusable", details: { column: "headers" } };
    await expect(store.begin(request)).rejects.toMatchObject(corrupt);
    await payments.close();
  });
});

async function opened(
  open: (file: string) => { readonly store: IdempotencyStore; readonly closeFile: () => Promise<void> },
) {
  const { file, remove } = temporaryFile();
  const handles = [open(file)];
  const close = () => Promise.all(handles.map(({ store, closeFile }) => store.close().then(closeFile)));
  const another = async (): Promise<IdempotencyStore> => {
    const handle = open(file);
    handles.push(handle);
    return handle.store;
  };
  return {
    // The array was just made with one.
    store: handles[0]?.store ?? (await another()),
    second: another,
    reopen: async () => {
      await close();
      return another();
    },
    close: async () => {
      await close();
      remove();
    },
  };
}
