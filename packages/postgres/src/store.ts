import { randomUUID } from "node:crypto";
import { type Clock, type Commit, type Store, TillkitError } from "@tillkit/core";
import { Pool, type PoolClient } from "pg";
import { announcerOf } from "./announcer.ts";
import { changesIn } from "./changes.ts";
import { systemClock } from "./clock.ts";
import { commitsTo } from "./commit.ts";
import { earsOf } from "./ears.ts";
import { transactionsOn } from "./inside.ts";
import { leasesIn } from "./leases.ts";
import type { Change } from "./listeners.ts";
import { loadsFrom } from "./loads.ts";
import { marksIn } from "./marks.ts";
import { type MigrationOptions, migratePostgres } from "./migrate.ts";
import { noticeOf } from "./notices.ts";
import { pruningIn } from "./prune.ts";
import { readsFrom } from "./reads.ts";
import { preparing } from "./statement.ts";
import { unusable } from "./trouble.ts";
import { watchOf } from "./watch.ts";
import { writerOf } from "./writer.ts";

/** How a PostgreSQL store is opened. */
export interface PostgresStoreOptions extends MigrationOptions {
  /** The host's own pool, which stays open when the store is closed, or a URL, for a pool of the store's own. */
  readonly connection: Pool | string;
  /** Whether the schema is brought up to date first. Default: true. */
  readonly migrate?: boolean;
  /** Whether to tell and to hear of changes by NOTIFY and LISTEN, which keeps one connection. Default: true. */
  readonly listen?: boolean;
  /** Whether PostgreSQL keeps the plans of statements. Default: true. */
  readonly prepare?: boolean;
  /** How often to look for what was not heard, in milliseconds. Default: 2000. */
  readonly pollMs?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** A store in a PostgreSQL database. */
export interface PostgresStore extends Store<PoolClient, "async"> {
  /** The pool that it works on. */
  readonly pool: Pool;
  /** Where its tables are. */
  readonly schema: string;
  /** Whether PostgreSQL keeps the plans of its statements. */
  readonly prepared: boolean;
}

/**
 * Keeps payments in PostgreSQL, for any number of processes, servers and tenants.
 *
 * A commit is one round trip, and commits that arrive together share one statement; each is answered for itself once it is kept.
 * `fulfil` is handed the client inside its transaction: what it writes into the same database is kept with the payment or not at
 * all. A lost connection is `store_conflict`, retryable, with `details.outcome` `unknown`: the write was made whole or not at all.
 *
 * @throws TillkitError `store_unusable` where the database cannot be used or a newer tillkit has made the schema, `store_conflict`
 *   where it cannot be reached, `invalid_option`
 */
export async function postgresStore(options: string | PostgresStoreOptions): Promise<PostgresStore> {
  const settings = typeof options === "string" ? { connection: options } : options;
  const { connection, schema = "tillkit", listen = true, pollMs = 2_000, clock = systemClock } = settings;
  if (!(pollMs > 0))
    throw new TillkitError("invalid_option", "`pollMs` must be more than 0.", {
      details: { option: "pollMs", value: pollMs },
    });

  const isOwn = typeof connection === "string";
  const pool = isOwn ? poolOf(connection, settings.prepare ?? true) : connection;
  try {
    if (settings.migrate ?? true) await migratePostgres(pool, settings);
    return await opened(pool, { ...settings, schema, listen, pollMs, clock, isOwn });
  } catch (error) {
    if (isOwn) await pool.end();
    throw error;
  }
}

function poolOf(connectionString: string, isPlanned: boolean): Pool {
  const pool = new Pool({
    connectionString,
    application_name: "tillkit",
    allowExitOnIdle: true,
    ...(isPlanned ? { options: PLANNING } : {}),
  });
  // A connection that breaks while it is idle is replaced; the event must not end the process.
  pool.on("error", () => undefined);
  return pool;
}

/**
 * Plans are kept. One that was made while a table was small would read the whole of it, until PostgreSQL has new statistics: the
 * index is right from the first payment on.
 */
const PLANNING = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off";

type Settings = Required<Pick<PostgresStoreOptions, "schema" | "listen" | "pollMs" | "clock">> &
  Pick<PostgresStoreOptions, "prepare"> & { readonly isOwn: boolean };

async function opened(pool: Pool, settings: Settings): Promise<PostgresStore> {
  const { schema, listen, pollMs, clock, isOwn } = settings;
  const prepared = settings.prepare ?? true;
  const prepare = preparing(prepared);
  const channel = `${schema}_changes`;
  const from = randomUUID();
  const write = commitsTo(schema, prepare);
  const loads = loadsFrom(pool, schema, prepare);
  const reads = readsFrom(pool, schema, prepare);
  const leases = leasesIn(pool, schema, prepare);
  const marks = marksIn(pool, schema, prepare);
  const pruning = pruningIn(pool, schema, prepare);
  const within = transactionsOn(pool, { schema, prepare, write });
  const watch = await watchOf(changesIn(pool, schema, prepare), { clock, pollMs });
  const announcer = listen ? announcerOf(pool, { channel, from, clock, prepare }) : undefined;
  const ears = listen ? earsOf(pool, { channel, clock, hear: heard }) : undefined;
  const writer = writerOf(pool, write, tell);
  let closing: Promise<void> | undefined;

  function heard(payload: string | undefined): void {
    const notice = payload === undefined ? undefined : noticeOf(payload);
    if (notice?.from !== from) watch.hear(notice?.changes);
  }

  function tell(commits: readonly Commit[]): void {
    if (commits.length === 0) return;
    const changes: readonly Change[] = commits.map(({ payment: { tenant, id }, expectedVersion }) => ({
      tenant,
      id,
      version: expectedVersion + 1,
    }));
    watch.hear(changes);
    announcer?.announce(changes);
  }

  async function close(): Promise<void> {
    await Promise.all([writer.idle(), loads.idle()]);
    await Promise.all([watch.stop(), ears?.stop(), announcer?.stop()]);
    if (isOwn) await pool.end();
  }

  function mustBeOpen(): void {
    if (closing !== undefined) throw unusable("The store is closed. Open a new one.");
  }

  return {
    pool,
    schema,
    prepared,
    transactions: "async",
    load: async (tenant, id) => {
      mustBeOpen();
      return loads.ask({ tenant, id });
    },
    find: async (tenant, name) => {
      mustBeOpen();
      return reads.find(tenant, name);
    },
    commit: async (commit) => {
      mustBeOpen();
      return writer.ask(commit);
    },
    commitWithin: async (guard, make) => {
      mustBeOpen();
      const { result, commit } = await within(guard, make);
      if (commit !== undefined) tell([commit]);
      return result;
    },
    claim: async (request) => {
      mustBeOpen();
      return leases.claim(request);
    },
    release: async (release) => {
      mustBeOpen();
      return leases.release(release);
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
      return marks.readMark(tenant, name);
    },
    writeMark: async (mark) => {
      mustBeOpen();
      return marks.writeMark(mark);
    },
    listMarks: async (query) => {
      mustBeOpen();
      return marks.listMarks(query);
    },
    dueMarks: async (query) => {
      mustBeOpen();
      return marks.dueMarks(query);
    },
    subscribe: (listener) => {
      mustBeOpen();
      return watch.subscribe(listener);
    },
    prune: async (old) => {
      mustBeOpen();
      return pruning.prune(old);
    },
    pruneOrder: async (old) => {
      mustBeOpen();
      return pruning.pruneOrder(old);
    },
    close: () => (closing ??= close()),
  };
}
