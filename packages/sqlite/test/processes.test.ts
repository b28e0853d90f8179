import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { sqliteIdempotency, type SqliteStore, sqliteStore } from "@tillkit/sqlite";
import { firstCommit, paymentFixture } from "@tillkit/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { temporaryFile } from "./files.ts";
import type { Task } from "./process.ts";

let temporary: ReturnType<typeof temporaryFile>;

beforeEach(() => {
  temporary = temporaryFile();
});
afterEach(() => temporary.remove());

describe("two processes on one file", () => {
  it("lose no update of one payment", async () => {
    const { file } = temporary;
    const store = sqliteStore(file);
    await store.commit(firstCommit(paymentFixture({ description: "0" })));
    const counts = (
      await Promise.all(["a", "b"].map((worker) => answerOf({ file, work: "race", worker, rounds: 100 })))
    ).flat();
    expect(counts.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
    const stored = await store.load("default", "pay_1");
    expect([stored?.payment.description, stored?.version]).toEqual(["200", 201]);
    await store.close();
  });

  it("never work on one payment at once", async () => {
    const { file } = temporary;
    const store = sqliteStore(file);
    const ids = Array.from({ length: 100 }, (_, n) => `pay_${n}`);
    await Promise.all(ids.map((id) => store.commit(firstCommit(paymentFixture({ id }), { dueAt: 1 }))));
    const claimed = (
      await Promise.all(["a", "b"].map((worker) => answerOf({ file, work: "claim", worker, rounds: 0 })))
    ).flat();
    expect(claimed.map(String).toSorted()).toEqual(ids.toSorted());
    await store.close();
  });

  it("give each name to one payment", async () => {
    const { file } = temporary;
    const won = (
      await Promise.all(["a", "b"].map((worker) => answerOf({ file, work: "names", worker, rounds: 100 })))
    ).flat();
    expect(won.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });

  it("see the same times in different time zones", async () => {
    const { file } = temporary;
    const store = sqliteStore(file);
    await store.commit(firstCommit(paymentFixture({ createdAt: 999.25 }), { dueAt: 1_000, at: 999 }));
    await store.writeMark({ tenant: "default", name: "cursor", expectedVersion: 0, value: "1", dueAt: 1_000 });
    const zones = { "America/St_Johns": 210, "Pacific/Chatham": -765 };
    const seen = [];
    for (const zone of Object.keys(zones))
      seen.push(await answerOf({ file, work: "times", worker: "same", rounds: 0, zone }));
    const [first, second] = seen;
    expect(first).toEqual([0, 0, null, null, 1, 1, 999.25, 1_000, zones["America/St_Johns"]]);
    // The first has the payment by now.
    expect(second).toEqual([0, 0, null, null, 0, 1, null, 1_000, zones["Pacific/Chatham"]]);
    await store.close();
  });

  it("start the work under an idempotency key once", async () => {
    const { file } = temporary;
    const won = (
      await Promise.all(["a", "b"].map((worker) => answerOf({ file, work: "keys", worker, rounds: 100 })))
    ).flat();
    expect(won.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });

  it("hear of each other's writes also after the one with the last number was deleted", async () => {
    const { file } = temporary;
    const [store, other] = [sqliteStore({ file, pollMs: 1 }), sqliteStore(file)];
    const told: string[] = [];
    const stop = store.subscribe(({ id }) => told.push(id));
    const over = {
      ...paymentFixture({ id: "pay_over" }),
      status: "failed",
      failure: { code: "reader_failed" },
    } as const;
    await other.commit(firstCommit(paymentFixture({ id: "pay_first" })));
    await other.commit(firstCommit(over));
    await vi.waitFor(() => expect(told).toEqual(["pay_first", "pay_over"]));
    expect(await other.prune({ tenant: "default", before: Number.MAX_SAFE_INTEGER, limit: 9 })).toBe(1);
    await other.commit(firstCommit(paymentFixture({ id: "pay_next" })));
    await vi.waitFor(() => expect(told).toContain("pay_next"));
    stop();
    await Promise.all([store.close(), other.close()]);
  });

  it("make a new database together", async () => {
    const { file } = temporary;
    const tasks = ["a", "b", "c", "d"].map((worker) => answerOf({ file, work: "names", worker, rounds: 1 }));
    expect((await Promise.all(tasks)).flat()).toEqual([0]);
    const [together, alone] = [sqliteStore(file), sqliteStore(":memory:")];
    expect(stepsOf(together)).toEqual(stepsOf(alone));
    await Promise.all([together.close(), alone.close()]);
  });
});

describe("a process that is killed while it writes", () => {
  it("leaves every answered commit whole, and none half", async () => {
    const { file } = temporary;
    for (const worker of ["a", "b", "c"]) {
      const answered: string[] = [];
      const child = forked({ file, work: "write until killed", worker, rounds: 0 });
      const closed = once(child, "close");
      child.on("message", (ids: string[]) => {
        answered.push(...ids);
        if (answered.length >= 80) child.kill("SIGKILL");
      });
      await closed;

      const store = sqliteStore(file);
      expect(store.database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
      for (const id of answered) {
        const stored = await store.load("default", id);
        expect(stored?.version).toBe(1);
        expect(await store.find("default", `reader:tmr_${id}`)).toEqual(stored);
        expect(await store.timeline("default", id)).toHaveLength(1);
      }
      // What was under way when it died is there with everything, or not at all.
      const [payments, causes, histories] = ["payments", "causes", "timeline"].map(
        (table) => store.database.prepare(`SELECT count(*) AS count FROM tillkit_${table}`).get()?.["count"],
      );
      expect([causes, histories]).toEqual([payments, payments]);
      await store.close();
    }
  });
});

describe("a process that is killed while it answers", () => {
  it("leaves every answer that it kept, and its unfinished work for the next to take over", async () => {
    const { file } = temporary;
    for (const worker of ["a", "b", "c"]) {
      const answered: string[] = [];
      const child = forked({ file, work: "answer until killed", worker, rounds: 0 });
      const closed = once(child, "close");
      child.on("message", (keys: string[]) => {
        answered.push(...keys);
        if (answered.length >= 80) child.kill("SIGKILL");
      });
      await closed;

      const store = sqliteStore(file);
      const idempotency = sqliteIdempotency(store);
      const lease = { token: "next", until: 3_000 };
      const begin = (key: string, now: number) =>
        idempotency.begin({ tenant: "default", key, fingerprint: "coffee", lease, now });
      for (const key of answered)
        expect(await begin(key, 1_000)).toEqual({
          type: "completed",
          answer: { status: 201, headers: { location: key }, body: key },
        });
      const unfinished = store.database.prepare("SELECT key FROM tillkit_idempotency WHERE status IS NULL").all();
      for (const { key } of unfinished) {
        expect(await begin(String(key), 1_999)).toEqual({ type: "in_progress" });
        expect(await begin(String(key), 2_000)).toEqual({ type: "started" });
        expect(await idempotency.release({ tenant: "default", key: String(key), token: "next" })).toBe(true);
      }
      await store.close();
    }
  });
});

describe("another process's commits", () => {
  it("are told to listeners, and nobody looks once nobody listens", async () => {
    const { file } = temporary;
    const store = sqliteStore({ file, pollMs: 1 });
    const other = sqliteStore(file);
    const told = new Promise<unknown>((resolve) => {
      const stop = store.subscribe((change) => {
        stop();
        resolve(change);
      });
    });
    await other.commit(firstCommit(paymentFixture()));
    expect(await told).toEqual({ tenant: "default", id: "pay_1", version: 1 });
    await Promise.all([store.close(), other.close()]);
  });
});

function stepsOf({ database }: SqliteStore): readonly unknown[] {
  return database.prepare("SELECT number, name FROM tillkit_migrations").all();
}

function forked(task: Task): ChildProcess {
  const child = fork(new URL("process.ts", import.meta.url), {
    execArgv: ["--conditions=@tillkit/source"],
    env: task.zone === undefined ? process.env : { ...process.env, TZ: task.zone },
  });
  child.send(task);
  return child;
}

async function answerOf(task: Task): Promise<unknown[]> {
  const child = forked(task);
  const answers: unknown[][] = [];
  child.on("message", (answer: unknown[]) => answers.push(answer));
  await once(child, "close");
  expect(answers).toHaveLength(1);
  return answers.flat();
}
