import { fdatasyncSync, openSync, closeSync, writeSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { type SqliteStore, sqliteStore } from "@tillkit/sqlite";
import { firstCommit } from "@tillkit/testing";
import { nextUpdate, preparedUpdates } from "./commits.ts";
import { temporaryFolder } from "./folder.ts";
import { LOADS, printRates, rates, type Runner } from "./rate.ts";
import { waiting } from "./waiting.ts";

const PAYMENTS = 8_192;
const HAND = "the same SQL by hand";
const DISK = "fdatasync of the disk";

/** Commits a second on SQLite with `synchronous=FULL`, beside the same rows written by hand, and beside what the disk can do. */
export async function benchSqlite(): Promise<void> {
  const folder = temporaryFolder();
  const store = sqliteStore(folder.file("commits.db"));
  await Promise.all(Array.from({ length: PAYMENTS }, (_, n) => store.commit(firstCommit(waiting(n), { dueAt: 4e12 }))));
  const hand = new DatabaseSync(folder.file("commits.db"));
  hand.exec("PRAGMA synchronous = FULL");
  const disk = openSync(folder.file("disk"), "w");
  const runners = [bySync(disk), byHand(hand), byStore(store)];
  for (const load of LOADS)
    printRates(
      `SQLite commits, ${load.inFlight} in flight  (goals: 0.90 of the SQL by hand at 1; 4 times the disk at 32)`,
      await rates(runners, load),
      [DISK, HAND],
    );
  closeSync(disk);
  hand.close();
  await store.close();
  folder.remove();
}

function bySync(disk: number): Runner {
  const page = Buffer.alloc(4_096, 1);
  return {
    name: DISK,
    run: async (n) => {
      writeSync(disk, page, 0, page.length, (n % 256) * page.length);
      fdatasyncSync(disk);
    },
  };
}

function byStore(store: SqliteStore): Runner {
  const updates = preparedUpdates("store", PAYMENTS / 2, 0);
  return {
    name: "store.commit",
    run: async (n) => {
      const { type } = await store.commit(nextUpdate(updates, n));
      if (type !== "committed") throw new Error(`A commit was answered ${type}.`);
    },
  };
}

/** The rows that the store writes, and no more: event, payment, history. */
function byHand(database: DatabaseSync): Runner {
  const [begin, cause, update, history, commit] = [
    "BEGIN IMMEDIATE",
    "INSERT INTO tillkit_causes (tenant, cause) VALUES (?, ?)",
    `UPDATE tillkit_payments SET version = version + 1, change = (SELECT max(change) + 1 FROM tillkit_payments), status = ?4,
      has_review = 0, due_at = ?5, pending = ?6, parked = ?7, payment = ?8, written_at = ?9
      WHERE tenant = ?1 AND id = ?2 AND version = ?3`,
    "INSERT INTO tillkit_timeline (tenant, payment_id, version, cause, entries) VALUES (?, ?, ?, ?, ?)",
    "COMMIT",
  ].map((sql) => database.prepare(sql));
  const updates = preparedUpdates("hand", PAYMENTS / 2, PAYMENTS / 2);
  return {
    name: HAND,
    run: async (n) => {
      const {
        payment,
        expectedVersion,
        cause: event = "",
        entries,
        dueAt,
        pending,
        parked,
        at,
      } = nextUpdate(updates, n);
      const { tenant, id, status } = payment;
      const [effects, stuck, record] = [pending, parked, payment].map((value) => JSON.stringify(value));
      begin?.run();
      cause?.run(tenant, event);
      update?.run(tenant, id, expectedVersion, status, dueAt, effects ?? "", stuck ?? "", record ?? "", at);
      history?.run(tenant, id, expectedVersion + 1, event, JSON.stringify(entries));
      commit?.run();
    },
  };
}
