import { Pool } from "pg";
import { startServer } from "../../postgres/test/server.ts";

/** A PostgreSQL that waits for the disk, with a schema that nothing else uses. */
export interface Database {
  readonly url: string;
  readonly schema: string;
  readonly pool: Pool;
  close(): Promise<void>;
}

/** The server that TILLKIT_TEST_POSTGRES_URL names, or one of our own. `undefined`, with a word about it, where none can be started. */
export async function openDatabase(): Promise<Database | undefined> {
  const given = process.env["TILLKIT_TEST_POSTGRES_URL"];
  const server = given === undefined ? await startServer({ durable: true }).catch(() => undefined) : undefined;
  const url = given ?? server?.url;
  if (url === undefined) {
    console.log("\nPostgreSQL was left out: no server could be started, and TILLKIT_TEST_POSTGRES_URL names none.");
    return undefined;
  }
  const schema = `bench_${process.pid}`;
  const pool = new Pool({ connectionString: url, max: 32 });
  // The server may be gone before the last connection is.
  pool.on("error", () => undefined);
  return {
    url,
    schema,
    pool,
    close: async () => {
      await pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
      await pool.end();
      await server?.stop();
    },
  };
}
