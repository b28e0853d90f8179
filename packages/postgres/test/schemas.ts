import { randomBytes } from "node:crypto";
import { migratePostgres, type PostgresStore, postgresStore, type PostgresStoreOptions } from "@tillkit/postgres";
import type { OpenedDurableStore } from "@tillkit/testing";
import { Pool, type PoolConfig } from "pg";
import { inject } from "vitest";

/** A schema that nothing else uses, with a pool to look into it. */
export interface Schema {
  readonly url: string;
  readonly schema: string;
  readonly pool: Pool;
  readonly remove: () => Promise<void>;
}

/** Names a schema; whoever opens a store there makes it. */
export function temporarySchema(url: string = inject("postgresUrl")): Schema {
  const schema = `test_${randomBytes(6).toString("hex")}`;
  const pool = poolAt(url);
  return {
    url,
    schema,
    pool,
    remove: async () => {
      await pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
      await pool.end();
    },
  };
}

/** A schema that is emptied for each store that is opened in it, which is faster than making it anew. */
export interface Shelf extends Schema {
  open(change?: (pool: Pool) => Pool): Promise<OpenedDurableStore>;
}

/** Makes a shelf whose stores have these options, and a pool of the host's where `host` says how. */
export async function shelfOf(options: Partial<PostgresStoreOptions>, host?: PoolConfig): Promise<Shelf> {
  const made = temporarySchema();
  const { url, schema, pool } = made;
  const hosts = host === undefined ? undefined : poolAt(url, host);
  await migratePostgres(pool, { ...options, schema });
  const empty = ["payments", "names", "timeline", "causes", "idempotency", "marks"]
    .map((table) => `DELETE FROM ${schema}.${table}`)
    .join("; ");

  return {
    ...made,
    open: async (change) => {
      await pool.query(empty);
      const handles: PostgresStore[] = [];
      const another = async () => {
        const connection = hosts ?? (change === undefined ? url : change(pool));
        const handle = await postgresStore({ connection, schema, migrate: false, ...options });
        handles.push(handle);
        return handle;
      };
      const store = await another();
      return {
        store,
        second: another,
        reopen: async () => {
          await store.close();
          return another();
        },
        close: async () => {
          await Promise.all(handles.map((handle) => handle.close()));
        },
      };
    },
    remove: async () => {
      await hosts?.end();
      await made.remove();
    },
  };
}

/** A pool as a host has one. */
export function poolAt(url: string, settings: PoolConfig = {}): Pool {
  const pool = new Pool({ connectionString: url, ...settings });
  // Servers are stopped under it; what it was doing fails by itself.
  pool.on("error", () => undefined);
  return pool;
}
