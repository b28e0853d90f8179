import { DatabaseSync } from "node:sqlite";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations/index.ts";
import { attempt, isBusy, unusable } from "./trouble.ts";

/**
 * Opens a database file, makes it durable and safe for several processes, and brings its schema up to date.
 *
 * @throws TillkitError `store_unusable` where the file cannot be used, `store_conflict` where it stays locked
 */
export function openDatabase(file: string, busyTimeoutMs: number, now: number): DatabaseSync {
  const database = attempt(() => new DatabaseSync(file));
  try {
    attempt(() => {
      database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
      becomeWal(database, busyTimeoutMs);
      // In WAL mode NORMAL would lose the last answered commits when the power goes (sqlite.org, PRAGMA synchronous).
      database.exec("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
      // In KiB. The upper pages of every index stay at hand, also of a million payments; SQLite's own 2 MB are too few for that.
      database.exec("PRAGMA cache_size = -65536");
    });
    migrate(database, migrations, now);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLite does not wait for the busy timeout when two processes make a new file a WAL file at once: wait here. */
function becomeWal(database: DatabaseSync, busyTimeoutMs: number): void {
  for (let waitedMs = 0; ; waitedMs += PAUSE_MS) {
    try {
      const mode = database.prepare("PRAGMA journal_mode = WAL").get()?.["journal_mode"];
      if (mode === "wal" || mode === "memory") return;
      throw unusable(`The database cannot be put into WAL mode (it is in ${String(mode)} mode). Use a local disk.`);
    } catch (error) {
      if (!isBusy(error) || waitedMs >= busyTimeoutMs) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
}

const PAUSE_MS = 5;
