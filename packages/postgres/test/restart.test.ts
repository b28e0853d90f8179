import { TillkitError } from "@tillkit/core";
import { type PostgresStore, postgresStore } from "@tillkit/postgres";
import { firstCommit, paymentFixture } from "@tillkit/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Server, startServer } from "./server.ts";

let server: Server;
let store: PostgresStore;

// A server that can be stopped without stopping the other test files.
beforeAll(async () => {
  server = await startServer();
  store = await postgresStore({ connection: server.url, pollMs: 50 });
});
afterAll(async () => {
  await store.close();
  await server.stop();
});

it("a restart of the database loses no answered commit, and the store goes on by itself", async () => {
  const told = new Set<string>();
  const other = await postgresStore({ connection: server.url });
  other.subscribe(({ id }) => told.add(id));
  const answered: string[] = [];
  const troubles = new Set<unknown>();
  let round = 0;
  let stopped = false;

  const writing = (async () => {
    while (!stopped) {
      const id = `pay_${round++}`;
      try {
        await store.commit(firstCommit(paymentFixture({ id })));
        answered.push(id);
      } catch (error) {
        troubles.add(TillkitError.is(error) && error.retryable ? error.code : error);
      }
    }
  })();
  await expect.poll(() => answered.length).toBeGreaterThan(20);
  await server.restart();
  const before = answered.length;
  await expect.poll(() => answered.length, { timeout: 10_000 }).toBeGreaterThan(before + 20);
  stopped = true;
  await writing;

  expect([...troubles]).toEqual(["store_conflict"]);
  for (const id of answered) expect((await store.load("default", id))?.version).toBe(1);
  // Also what was written while nobody listened is heard of.
  await expect.poll(() => answered.filter((id) => !told.has(id)), { timeout: 10_000 }).toEqual([]);
  await other.close();
});
