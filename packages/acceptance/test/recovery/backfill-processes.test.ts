import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createTill, type Mark } from "@tillkit/core";
import { virtualClock } from "@tillkit/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Listing } from "../../src/recovery/lister.ts";
import { PAGE, undelivered } from "../../src/recovery/undelivered.ts";
import { type Database, postgresDatabase, sqliteDatabase } from "../../src/soak/databases.ts";

const PAGES = 24;

describe.each([
  ["a SQLite file", sqliteDatabase],
  ["PostgreSQL", postgresDatabase],
])("the back-fill of several server processes on %s", { timeout: 60_000 }, (_name, open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterEach(async () => {
    for (const { name, version } of await marks(""))
      await database.store.writeMark({ tenant: "default", name, expectedVersion: version, value: null, dueAt: null });
  });
  afterAll(() => database.close());

  async function marks(prefix: string): Promise<readonly Mark[]> {
    const all: Mark[] = [];
    for (;;) {
      const after = all.at(-1)?.name ?? "";
      const page = await database.store.listMarks({ tenant: "default", prefix, after, limit: 100 });
      all.push(...page);
      if (page.length < 100) return all;
    }
  }

  function lister(asked: (page: number, child: ChildProcess) => void, leaseMs = 60_000): ChildProcess {
    const listing: Listing = { database: database.address, pages: PAGES, leaseMs };
    const script = fileURLToPath(new URL("../../src/recovery/lister.ts", import.meta.url));
    const execArgv = ["--conditions=@tillkit/source", "--no-warnings"];
    const child = fork(script, [JSON.stringify(listing)], { execArgv });
    child.on("message", (page) => asked(Number(page), child));
    return child;
  }

  async function everyEventIsKept(): Promise<void> {
    const names = Array.from({ length: PAGES * PAGE }, (_, n) => `event:evt_${n}`);
    expect((await marks("event:")).map(({ name }) => name)).toEqual(names.toSorted());
  }

  it("asks for each page once, by whichever of two that are at it together", async () => {
    const asked: number[] = [];
    const children = [1, 2].map(() => lister((page) => asked.push(page)));
    const codes = await Promise.all(children.map((child) => once(child, "close")));
    expect(codes.map(([code]) => Number(code))).toEqual([0, 0]);
    expect(asked.toSorted((a, b) => a - b)).toEqual(Array.from({ length: PAGES }, (_, n) => n));
    await everyEventIsKept();
  });

  it("goes on from the page at which a process was killed", async () => {
    let last = 0;
    const leaseMs = 2_000;
    const child = lister((page, asking) => {
      last = page;
      if (page === 7) asking.kill("SIGKILL");
    }, leaseMs);
    await once(child, "close");
    expect(last).toBeGreaterThanOrEqual(7);

    const asked: number[] = [];
    const gateway = undelivered(PAGES, ({ after = "0" }) => void asked.push(Number(after)));
    const till = createTill({ gateway, store: database.store });
    await expect.poll(() => till.backfill()).toMatchObject({ complete: true });
    // The page that it was at is asked for again, unless it was just done.
    expect([last, last + 1]).toContain(asked[0]);
    expect(asked).toEqual(Array.from({ length: PAGES - (asked[0] ?? 0) }, (_, n) => n + (asked[0] ?? 0)));
    await everyEventIsKept();
  });

  it("begins anew where what was written down of it is damaged", async () => {
    const damaged = { tenant: "default", name: "backfill", value: '{"run":', dueAt: null };
    await database.store.writeMark({ ...damaged, expectedVersion: 0 });
    const troubles: unknown[] = [];
    const till = createTill({ gateway: undelivered(PAGES, () => undefined), store: database.store });
    till.events.on("trouble", ({ details }) => troubles.push(details["mark"]));
    for (let more = true; more;) ({ more } = await till.sweep());
    expect((await till.health()).backfill).toMatchObject({ running: false, through: 1_000 * PAGES * PAGE });
    expect(troubles).toEqual(["backfill"]);
    await everyEventIsKept();
  });

  it("is left alone while one takes longer for a page than the lease", async () => {
    const clock = virtualClock();
    const others: unknown[] = [];
    const other = createTill({ gateway: undelivered(1, () => undefined), store: database.store, clock });
    const slow = createTill({
      gateway: undelivered(1, () => undefined),
      store: {
        ...database.store,
        writeMark: async (write) => {
          if (write.name.startsWith("event:")) {
            await clock.advance(40_000);
            others.push(await other.backfill());
          }
          return database.store.writeMark(write);
        },
      },
      clock,
    });
    expect(await slow.backfill()).toEqual({ events: PAGE, applied: 0, kept: PAGE, complete: true });
    expect(others).toEqual([undefined, undefined, undefined]);
  });
});
