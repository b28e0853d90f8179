import type { Commit } from "@tillkit/core";
import { type PostgresStore, postgresStore } from "@tillkit/postgres";
import { firstCommit, nextCommit, paymentFixture } from "@tillkit/testing";
import { Pool } from "pg";
import { startServer } from "../../postgres/test/server.ts";
import { type Rate, rates, type Runner } from "./rate.ts";

const PAYMENTS = 32_768;
const ROUND_MS = 1_000;

/**
 * Commits a second on PostgreSQL, beside the same rows written by hand: as the usual transaction of five round trips, and as one
 * statement. On the server that TILLKIT_TEST_POSTGRES_URL names, or on one of our own that waits for the disk.
 */
export async function benchPostgres(): Promise<void> {
  const given = process.env["TILLKIT_TEST_POSTGRES_URL"];
  const server = given === undefined ? await startServer({ durable: true }).catch(() => undefined) : undefined;
  const url = given ?? server?.url;
  if (url === undefined) {
    console.log("\nPostgreSQL was left out: no server could be started, and TILLKIT_TEST_POSTGRES_URL names none.");
    return;
  }
  const schema = `bench_${process.pid}`;
  const pool = new Pool({ connectionString: url, max: 32 });
  // The server may be gone before the last connection is.
  pool.on("error", () => undefined);
  const store = await postgresStore({ connection: url, schema });
  try {
    await Promise.all(Array.from({ length: PAYMENTS }, (_, n) => store.commit(firstCommit(payment(n)))));
    await pool.query("VACUUM ANALYZE");
    const runners = [byTransaction(pool, schema), byStatement(pool, schema), byStore(store)];
    for (const inFlight of [1, 8, 32]) print(inFlight, await rates(runners, { inFlight, roundMs: ROUND_MS }));
  } finally {
    await store.close();
    await pool.query(`DROP SCHEMA ${schema} CASCADE`);
    await pool.end();
    await server?.stop();
  }
}

/** Each runner has payments of its own, so that none has to load or to try again. */
const versions = new Map<string, number>();

function next(runner: string, share: number, n: number): { readonly commit: Commit; readonly done: () => void } {
  const index = (n % (PAYMENTS / 4)) + (share * PAYMENTS) / 4;
  const version = versions.get(`${index}`) ?? 1;
  const stored = { payment: payment(index), version, pending: [], parked: [] };
  const commit = nextCommit(stored, {
    cause: `evt_${runner}_${n}`,
    entries: [{ at: 1, source: "webhook", input: "hint", status: "opening", cause: `evt_${runner}_${n}` }],
    dueAt: 1_800_000_000_000 + n,
  });
  return { commit, done: () => void versions.set(`${index}`, version + 1) };
}

function byStore(store: PostgresStore): Runner {
  return {
    name: "store.commit",
    run: async (n) => {
      const { commit, done } = next("store", 0, n);
      const { type } = await store.commit(commit);
      if (type !== "committed") throw new Error(`A commit was answered ${type}.`);
      done();
    },
  };
}

function byTransaction(pool: Pool, schema: string): Runner {
  return {
    name: "BEGIN + 3 + COMMIT",
    run: async (n) => {
      const { commit, done } = next("transaction", 1, n);
      const { payment: paid, expectedVersion, cause, entries, dueAt } = commit;
      const { tenant, id } = paid;
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
      if (dueAt !== null) done();
    },
  };
}

function byStatement(pool: Pool, schema: string): Runner {
  const text = `
    WITH updated AS (${updateOf(schema)} RETURNING tenant, id, version),
    caused AS (INSERT INTO ${schema}.causes (tenant, cause) SELECT tenant, $7 FROM updated),
    history AS (
      INSERT INTO ${schema}.timeline (tenant, payment_id, version, cause, entries) SELECT tenant, id, version, $7, $8 FROM updated)
    SELECT version FROM updated`;
  return {
    name: "one statement by hand",
    run: async (n) => {
      const { commit, done } = next("statement", 2, n);
      const values = [...updateValues(commit), commit.cause, JSON.stringify(commit.entries)];
      const { rowCount } = await pool.query({ name: "by hand", text, values });
      if (rowCount !== 1) throw new Error("A commit by hand was not made.");
      done();
    },
  };
}

const updateOf = (schema: string): string => `
  UPDATE ${schema}.payments SET version = version + 1, changed_in = pg_current_xact_id(), due_at = $4, pending = $5, payment = $6
  WHERE tenant = $1 AND id = $2 AND version = $3`;

function updateValues({ payment: paid, expectedVersion, dueAt, pending }: Commit): unknown[] {
  return [paid.tenant, paid.id, expectedVersion, dueAt, JSON.stringify(pending), JSON.stringify(paid)];
}

const payment = (n: number) => paymentFixture({ id: `pay_${n}` });

function print(inFlight: number, scores: readonly Rate[]): void {
  const [transaction, statement] = scores;
  console.log(`\nPostgreSQL, ${inFlight} in flight  (goals: 4 times the transaction at 32; 0.9 of the statement at 1)`);
  console.table(
    Object.fromEntries(
      scores.map(({ name, low, middle, high, p50Ms, p99Ms }) => [
        name,
        {
          "per second": round(middle),
          low: round(low),
          high: round(high),
          "p50 ms": round(p50Ms),
          "p99 ms": round(p99Ms),
          "to transaction": round(middle / (transaction?.middle ?? middle)),
          "to statement": round(middle / (statement?.middle ?? middle)),
        },
      ]),
    ),
  );
}

const round = (value: number): number => Number(value.toPrecision(3));
