import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { type PostgresStore, postgresStore } from "@tillkit/postgres";
import { firstCommit, paymentFixture } from "@tillkit/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Task } from "./process.ts";
import { type Schema, temporarySchema } from "./schemas.ts";

let made: Schema;
let store: PostgresStore;

beforeEach(async () => {
  made = temporarySchema();
  store = await postgresStore({ connection: made.url, schema: made.schema });
});
afterEach(async () => {
  await store.close();
  await made.remove();
});

describe("two processes on one database", () => {
  it("lose no update of one payment", async () => {
    await store.commit(firstCommit(paymentFixture({ description: "0" })));
    const counts = (
      await Promise.all(["a", "b"].map((worker) => answerOf({ work: "race", worker, rounds: 60 })))
    ).flat();
    expect(counts.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 120 }, (_, n) => n + 1));
    const stored = await store.load("default", "pay_1");
    expect([stored?.payment.description, stored?.version]).toEqual(["120", 121]);
  });

  it("never work on one payment at once", async () => {
    const ids = Array.from({ length: 100 }, (_, n) => `pay_${n}`);
    await Promise.all(ids.map((id) => store.commit(firstCommit(paymentFixture({ id }), { dueAt: 1 }))));
    const claimed = (
      await Promise.all(["a", "b"].map((worker) => answerOf({ work: "claim", worker, rounds: 0 })))
    ).flat();
    expect(claimed.map(String).toSorted()).toEqual(ids.toSorted());
  });

  it("give each name to one payment", async () => {
    const won = (await Promise.all(["a", "b"].map((worker) => answerOf({ work: "names", worker, rounds: 60 })))).flat();
    expect(won.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 60 }, (_, n) => n));
  });

  it("see the same times in different time zones", async () => {
    await store.commit(firstCommit(paymentFixture({ createdAt: 999.25 }), { dueAt: 1_000, at: 999 }));
    await store.writeMark({ tenant: "default", name: "cursor", expectedVersion: 0, value: "1", dueAt: 1_000 });
    const zones = { "America/St_Johns": 210, "Pacific/Chatham": -765 };
    const seen = [];
    for (const zone of Object.keys(zones))
      seen.push(await answerOf({ work: "times", worker: "same", rounds: 0, zone }));
    const [first, second] = seen;
    expect(first).toEqual([0, 0, null, null, 1, 1, 999.25, 1_000, zones["America/St_Johns"]]);
    // The first has the payment by now.
    expect(second).toEqual([0, 0, null, null, 0, 1, null, 1_000, zones["Pacific/Chatham"]]);
  });

  it("make a new schema together", async () => {
    const steps = async () => (await made.pool.query(`SELECT number, name FROM ${made.schema}.migrations`)).rows;
    const alone = await steps();
    await store.close();
    await made.pool.query(`DROP SCHEMA ${made.schema} CASCADE`);
    const won = (
      await Promise.all(["a", "b", "c"].map((worker) => answerOf({ work: "names", worker, rounds: 1 })))
    ).flat();
    expect(won).toEqual([0]);
    expect(await steps()).toEqual(alone);
  });
});

describe("a process that is killed while it writes", () => {
  it("leaves every answered commit whole, and none half", async () => {
    for (const worker of ["a", "b", "c"]) {
      const answered: string[] = [];
      const child = forked({ work: "write until killed", worker, rounds: 0 });
      const closed = once(child, "close");
      child.on("message", (ids: string[]) => {
        answered.push(...ids);
        if (answered.length >= 80) child.kill("SIGKILL");
      });
      await closed;

      for (const id of answered) {
        const stored = await store.load("default", id);
        expect(stored?.version).toBe(1);
        expect(await store.find("default", `reader:tmr_${id}`)).toEqual(stored);
        expect(await store.timeline("default", id)).toHaveLength(1);
      }
      // What was under way when it died is there with everything, or not at all.
      const { rows } = await made.pool.query(`
        SELECT id FROM ${made.schema}.payments p
        LEFT JOIN ${made.schema}.timeline t ON t.tenant = p.tenant AND t.payment_id = p.id AND t.version = 1
        FULL JOIN ${made.schema}.causes c ON c.cause = 'evt ' || p.id
        FULL JOIN ${made.schema}.names n ON n.payment_id = p.id
        WHERE p.id IS NULL OR t.cause IS NULL OR c.cause IS NULL OR n.name IS NULL`);
      expect(rows).toEqual([]);
    }
  });
});

describe("another process's commits", () => {
  it("are told to listeners without waiting for the next look", async () => {
    const told = new Promise<unknown>((resolve) => store.subscribe(resolve));
    await answerOf({ work: "names", worker: "a", rounds: 1 });
    expect(await told).toEqual({ tenant: "default", id: "pay_a_0", version: 1 });
  });
});

function forked(task: Omit<Task, "url" | "schema">): ChildProcess {
  const child = fork(new URL("process.ts", import.meta.url), {
    execArgv: ["--conditions=@tillkit/source"],
    env: task.zone === undefined ? process.env : { ...process.env, TZ: task.zone },
  });
  child.send({ ...task, url: made.url, schema: made.schema });
  return child;
}

async function answerOf(task: Omit<Task, "url" | "schema">): Promise<unknown[]> {
  const child = forked(task);
  const answers: unknown[][] = [];
  child.on("message", (answer: unknown[]) => answers.push(answer));
  await once(child, "close");
  expect(answers).toHaveLength(1);
  return answers.flat();
}
