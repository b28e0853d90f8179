import type { Commit } from "@tillkit/core";
import { type PostgresStore, postgresStore } from "@tillkit/postgres";
import type { Pool } from "pg";
import { nextUpdate, preparedUpdates } from "./commits.ts";
import type { Database } from "./database.ts";
import { LOADS, printRates, rates, type Runner } from "./rate.ts";
import { makeWaiting } from "./waiting.ts";

const PAYMENTS = 32_768;
const SHARE = PAYMENTS / 4;
const TRANSACTION = "BEGIN + 3 + COMMIT";
const STATEMENT = "one statement by hand";

/** Commits a second on PostgreSQL, beside the same rows written by hand: as the usual transaction, and as one statement. */
export async function benchPostgres({ url, schema, pool }: Database): Promise<void> {
  const store = await postgresStore({ connection: url, schema });
  await makeWaiting(store, 0, PAYMENTS);
  await pool.query("VACUUM ANALYZE");
  const runners = [
    byTransaction(pool, schema),
    byStatement(pool, schema),
    commitRunner(store, { count: SHARE, first: 0 }),
  ];
  for (const load of LOADS)
    printRates(
      `PostgreSQL commits, ${load.inFlight} in flight  (goals: 0.90 of the statement at 1; 4 times the transaction at 32)`,
      await rates(runners, load),
      [TRANSACTION, STATEMENT],
    );
  await store.close();
  await pool.query(`DROP SCHEMA ${schema} CASCADE`);
}

/** The store's own commits, of so many payments from `first` on. */
export function commitRunner(
  store: PostgresStore,
  { count, first }: { readonly count: number; readonly first: number },
): Runner {
  const updates = preparedUpdates("store", count, first);
  return {
    name: "store.commit",
    run: async (n) => {
      const { type } = await store.commit(nextUpdate(updates, n));
      if (type !== "committed") throw new Error(`A commit was answered ${type}.`);
    },
  };
}

function byTransaction(pool: Pool, schema: string): Runner {
  const updates = preparedUpdates("transaction", SHARE, SHARE);
  return {
    name: TRANSACTION,
    run: async (n) => {
      const commit = nextUpdate(updates, n);
      const { payment, expectedVersion, cause, entries } = commit;
      const { tenant, id } = payment;
      const client = await pool.connect();
      await client.query("BEGIN");
      await client.query({
        name: "cause",
        text: `INSERT INTO ${schema}.causes (tenant, cause) VALUES ($1, $2)`,
        values: [tenant, cause],
      });
      await client.query({ name: "update", text: updateOf(schema), values: updateValues(commit) });
      await client.query({
        name: "entry",
        text: `INSERT INTO ${schema}.timeline (tenant, payment_id, version, cause, entries) VALUES ($1, $2, $3, $4, $5)`,
        values: [tenant, id, expectedVersion + 1, cause, JSON.stringify(entries)],
      });
      await client.query("COMMIT");
      client.release();
    },
  };
}

function byStatement(pool: Pool, schema: string): Runner {
  const text = `
    WITH updated AS (${updateOf(schema)} RETURNING tenant, id, version),
    caused AS (INSERT INTO ${schema}.causes (tenant, cause) SELECT tenant, $10 FROM updated),
    history AS (
      INSERT INTO ${schema}.timeline (tenant, payment_id, version, cause, entries) SELECT tenant, id, version, $10, $11 FROM updated)
    SELECT version FROM updated`;
  const updates = preparedUpdates("statement", SHARE, 2 * SHARE);
  return {
    name: STATEMENT,
    run: async (n) => {
      const commit = nextUpdate(updates, n);
      const values = [...updateValues(commit), commit.cause, JSON.stringify(commit.entries)];
      const { rowCount } = await pool.query({ name: "by hand", text, values });
      if (rowCount !== 1) throw new Error("A commit by hand was not made.");
    },
  };
}

/** What a commit keeps of a payment. */
const updateOf = (schema: string): string => `
  UPDATE ${schema}.payments SET version = version + 1, changed_in = pg_current_xact_id(), status = $4, has_review = false,
    due_at = $5, pending = $6, parked = $7, payment = $8, written_at = $9
  WHERE tenant = $1 AND id = $2 AND version = $3`;

function updateValues({ payment, expectedVersion, dueAt, pending, parked, at }: Commit): unknown[] {
  const records = [pending, parked, payment].map((value) => JSON.stringify(value));
  return [payment.tenant, payment.id, expectedVersion, payment.status, dueAt, ...records, at];
}
