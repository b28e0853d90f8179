import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "@tillkit/core";
import { postgresStore } from "@tillkit/postgres";
import { sqliteStore } from "@tillkit/sqlite";
import { Pool } from "pg";
import { startServer } from "../../../postgres/test/server.ts";
import type { Chance } from "../histories/random.ts";
import type { DatabaseAddress } from "./messages.ts";

/** The database that all server processes share, as the soak sees it from outside. */
export interface Database {
  readonly address: DatabaseAddress;
  readonly store: Store;
  /** The references in the host's own table, one for each order. */
  orders(): Promise<readonly string[]>;
  /** Breaks some of the servers' connections while they work, and answers how many. Left out where there are none to break. */
  cutConnections?(chance: Chance): Promise<number>;
  /** Stops it without letting anybody finish, and starts it again. Left out where it is not ours to stop. */
  restart?(): Promise<void>;
  close(): Promise<void>;
}

/** A SQLite file. */
export async function sqliteDatabase(): Promise<Database> {
  const directory = await mkdtemp(join(tmpdir(), "tillkit-soak-"));
  const file = join(directory, "shop.db");
  const store = sqliteStore({ file, busyTimeoutMs: 10_000 });
  store.database.exec("CREATE TABLE orders (payment TEXT NOT NULL, reference TEXT NOT NULL) STRICT");
  return {
    address: { type: "sqlite", file },
    store,
    orders: async () =>
      store.database
        .prepare("SELECT reference FROM orders")
        .all()
        .map(({ reference }) => String(reference)),
    close: async () => {
      await store.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A schema on the server that TILLKIT_TEST_POSTGRES_URL names, or on one of our own, which can then be restarted. */
export async function postgresDatabase(): Promise<Database> {
  const given = process.env["TILLKIT_TEST_POSTGRES_URL"];
  const server = given === undefined ? await startServer() : undefined;
  const base = given ?? server?.url ?? "";
  const schema = `soak_${randomBytes(6).toString("hex")}`;
  // By this name the servers' connections are told from everybody else's.
  const url = new URL(base);
  url.searchParams.set("application_name", schema);
  const pool = new Pool({ connectionString: base });
  // Its connections break with the others when the database restarts.
  pool.on("error", () => undefined);
  const store = await postgresStore({ connection: pool, schema });
  await pool.query(`CREATE TABLE ${schema}.orders (payment text NOT NULL, reference text NOT NULL)`);
  return {
    address: { type: "postgres", url: url.href, schema },
    store,
    orders: async () =>
      (await pool.query<{ reference: string }>(`SELECT reference FROM ${schema}.orders`)).rows.map(
        ({ reference }) => reference,
      ),
    cutConnections: async (chance) => {
      const { rows } = await pool.query<{ pid: number }>(
        "SELECT pid FROM pg_stat_activity WHERE application_name = $1",
        [schema],
      );
      const victims = rows.map(({ pid }) => pid).filter(() => chance.percent(40));
      await pool.query("SELECT pg_terminate_backend(pid) FROM unnest($1::integer[]) AS victim (pid)", [victims]);
      return victims.length;
    },
    ...(server === undefined ? {} : { restart: () => server.restart({ immediately: true }) }),
    close: async () => {
      await store.close();
      if (server === undefined) await pool.query(`DROP SCHEMA ${schema} CASCADE`);
      await pool.end();
      await server?.stop();
    },
  };
}
