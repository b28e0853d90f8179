import { type Clock, type Commit, type CommitResult, type Store, TillkitError } from "@tillkit/core";
import type { DatabaseSync } from "node:sqlite";
import { systemClock } from "./clock.ts";
import { commitsTo } from "./commit.ts";
import { madeInside } from "./inside.ts";
import { leasesIn } from "./leases.ts";
import { marksIn } from "./marks.ts";
import { openDatabase } from "./open.ts";
import { pruningIn } from "./prune.ts";
import { readsFrom } from "./reads.ts";
import type { Outcome } from "./transaction.ts";
import { unusable } from "./trouble.ts";
import { watchOf } from "./watch.ts";
import { writerOf } from "./writer.ts";

/** How a SQLite store is opened. */
export interface SqliteStoreOptions {
  /** Path of the database file; made where there is none. `:memory:` keeps everything in this process. */
  readonly file: string;
  /** How often to look for the writes of other processes while somebody listens, in milliseconds. Default: 100. */
  readonly pollMs?: number;
  /** How long a write waits, and with it this process, for another process's, in milliseconds. Default: 5000. */
  readonly busyTimeoutMs?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** A store in a SQLite file. */
export interface SqliteStore extends Store<DatabaseSync, "sync"> {
  /** The connection, for making the host's own tables in the same file. Leave its transactions and tillkit's tables alone. */
  readonly database: DatabaseSync;
}

/**
 * Keeps payments in a SQLite file: durable through crashes and power cuts, and safe for several processes on one machine.
 *
 * Commits that arrive together share one transaction, and each is answered for itself once it is on the disk. `fulfil` is handed
 * the connection inside its transaction: what it writes into tables of the same file is kept with the payment or not at all.
 *
 * @throws TillkitError `store_unusable` where the file cannot be used or a newer tillkit has made it, `store_conflict` where it
 *   stays locked, `invalid_option`
 */
export function sqliteStore(options: string | SqliteStoreOptions): SqliteStore {
  const {
    file,
    pollMs = 100,
    busyTimeoutMs = 5_000,
    clock = systemClock,
  } = typeof options === "string" ? { file: options } : options;
  mustBeNumber("pollMs", pollMs, pollMs > 0, "more than 0");
  mustBeNumber(
    "busyTimeoutMs",
    busyTimeoutMs,
    Number.isInteger(busyTimeoutMs) && busyTimeoutMs >= 0,
    "0 or a whole number",
  );

  const database = openDatabase(file, busyTimeoutMs, clock.now());
  const commits = commitsTo(database);
  const leases = leasesIn(database);
  const reads = readsFrom(database);
  const marks = marksIn(database);
  const pruning = pruningIn(database);
  const watch = watchOf(database, { clock, pollMs });
  const writer = writerOf(database);
  let closed = false;

  function mustBeOpen(): void {
    if (closed) throw unusable("The store is closed. Open a new one.");
  }

  function written(commit: Commit): Outcome<CommitResult> {
    const result = commits.write(commit);
    if (result.type !== "committed") return { answer: result, keep: false };
    if (!watch.isHeard()) return { answer: result, keep: true };
    const { tenant, id } = commit.payment;
    const { version } = result;
    const change = commits.changeOf(commit.payment);
    return { answer: result, keep: true, tell: () => watch.tell({ tenant, id, version }, change) };
  }

  return {
    database,
    transactions: "sync",
    load: async (tenant, id) => {
      mustBeOpen();
      return reads.load(tenant, id);
    },
    find: async (tenant, name) => {
      mustBeOpen();
      return reads.find(tenant, name);
    },
    commit: async (commit) => {
      mustBeOpen();
      return writer.together(() => written(commit));
    },
    commitWithin: async ({ tenant, id, expectedVersion }, make) => {
      mustBeOpen();
      return writer.alone(() =>
        reads.versionOf(tenant, id) === expectedVersion
          ? written(madeInside(database, make))
          : { answer: { type: "conflict" }, keep: false },
      );
    },
    claim: async (request) => {
      mustBeOpen();
      if (!leases.isAnyDue(request)) return [];
      return writer.together(() => ({ answer: leases.claim(request), keep: true }));
    },
    release: async (release) => {
      mustBeOpen();
      return writer.together(() => ({ answer: leases.release(release), keep: true }));
    },
    list: async (query) => {
      mustBeOpen();
      return reads.list(query);
    },
    timeline: async (tenant, id) => {
      mustBeOpen();
      return reads.timeline(tenant, id);
    },
    readMark: async (tenant, name) => {
      mustBeOpen();
      return marks.read(tenant, name);
    },
    writeMark: async (mark) => {
      mustBeOpen();
      return writer.together(() => ({ answer: marks.write(mark), keep: true }));
    },
    listMarks: async (query) => {
      mustBeOpen();
      return marks.list(query);
    },
    dueMarks: async (query) => {
      mustBeOpen();
      return marks.due(query);
    },
    prune: async (old) => {
      mustBeOpen();
      return writer.together(() => ({ answer: pruning.prune(old), keep: true }));
    },
    pruneOrder: async (old) => {
      mustBeOpen();
      return writer.together(() => ({ answer: pruning.pruneOrder(old), keep: true }));
    },
    subscribe: (listener) => {
      mustBeOpen();
      return watch.subscribe(listener);
    },
    close: async () => {
      if (closed) return;
      closed = true;
      watch.stop();
      writer.flush();
      database.close();
    },
  };
}

function mustBeNumber(option: string, value: number, isFine: boolean, what: string): void {
  if (isFine) return;
  throw new TillkitError("invalid_option", `\`${option}\` must be ${what}.`, { details: { option, value } });
}
