import type { Store } from "@tillkit/core";
import { postgresStore } from "@tillkit/postgres";
import { sqliteStore } from "@tillkit/sqlite";
import { firstCommit } from "@tillkit/testing";
import { nextUpdate, preparedUpdates } from "./commits.ts";
import type { Database } from "./database.ts";
import { temporaryFolder } from "./folder.ts";
import { rates, type Runner } from "./rate.ts";
import { waiting } from "./waiting.ts";

/** How many payments are stored already, and are over. */
export const SIZES: readonly number[] = [10_000, 100_000];

/** The same with a million, which takes minutes to make. */
export const WITH_A_MILLION: readonly number[] = [...SIZES, 1_000_000];

const WORKING = 4_096;
const LOAD = { inFlight: 8, runs: 2_000 };
const NOW = 1_800_000_000_000;

/** How fast the daily work is while old payments pile up, on PostgreSQL. */
export async function benchGrowthOnPostgres({ url, schema, pool }: Database, sizes: readonly number[]): Promise<void> {
  const store = await postgresStore({ connection: url, schema });
  await measure("PostgreSQL", { store, sizes }, async (from, to) => {
    const numbers = `generate_series(${from}, ${to - 1}) AS numbers (n)`;
    for (const sql of copies(`${schema}.`, numbers, "changed_in", "changed_in")) await pool.query(sql);
    await pool.query("VACUUM ANALYZE");
  });
  await store.close();
  await pool.query(`DROP SCHEMA ${schema} CASCADE`);
}

/** The same on SQLite. */
export async function benchGrowthOnSqlite(sizes: readonly number[]): Promise<void> {
  const folder = temporaryFolder();
  const store = sqliteStore(folder.file("growth.db"));
  await measure("SQLite", { store, sizes }, async (from, to) => {
    const numbers = `(WITH RECURSIVE counted (n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM counted WHERE n < ${to - 1}) SELECT n FROM counted)`;
    store.database.exec("BEGIN");
    const change = "(SELECT max(change) FROM tillkit_payments)";
    for (const sql of copies("tillkit_", numbers, "change", `${change} + n - ${from} + 1`)) store.database.exec(sql);
    // All in one transaction, unlike any shop: what it has left in the log is put in its place first.
    store.database.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
  });
  await store.close();
  folder.remove();
}

/** Makes old payments by the million: copies of one that the store has written itself, each with its own id. */
function copies(prefix: string, numbers: string, change: string, next: string): readonly string[] {
  return [
    `INSERT INTO ${prefix}payments (tenant, id, version, ${change}, flow, status, reference, created_at, written_at, has_review, pending, parked, payment)
      SELECT tenant, ${own("id")}, version, ${next}, flow, status, ${own("reference")}, created_at + n, written_at, has_review, pending, parked, ${own("payment")}
      FROM ${prefix}payments CROSS JOIN ${numbers} WHERE id = 'pay_old'`,
    `INSERT INTO ${prefix}names (tenant, name, payment_id)
      SELECT tenant, ${own("name")}, ${own("payment_id")} FROM ${prefix}names CROSS JOIN ${numbers} WHERE payment_id = 'pay_old'`,
    `INSERT INTO ${prefix}timeline (tenant, payment_id, version, cause, entries)
      SELECT tenant, ${own("payment_id")}, version, ${own("cause")}, ${own("entries")} FROM ${prefix}timeline CROSS JOIN ${numbers}
      WHERE payment_id = 'pay_old'`,
    `INSERT INTO ${prefix}causes (tenant, cause)
      SELECT tenant, ${own("cause")} FROM ${prefix}causes CROSS JOIN ${numbers} WHERE cause = 'evt_pay_old'`,
  ];
}

const own = (column: string): string => `replace(${column}, 'pay_old', 'pay_old' || n)`;

async function measure(
  name: string,
  { store, sizes }: { readonly store: Store; readonly sizes: readonly number[] },
  grow: (from: number, to: number) => Promise<void>,
): Promise<void> {
  await store.commit(firstCommit(old(), { cause: "evt_pay_old", take: ["reference:bill-pay_old", "pi_pay_old"] }));
  for (let n = 0; n < WORKING; n += 1_024)
    await Promise.all(
      Array.from({ length: 1_024 }, (_, k) => store.commit(firstCommit(waiting(n + k), { dueAt: 4e12 }))),
    );
  const updates = preparedUpdates("growth", WORKING, 0);
  const rows: Record<string, Record<string, number>> = {};
  let size = 0;
  for (const next of sizes) {
    await grow(size, next);
    size = next;
    for (const { name: work, middle } of await rates(runnersOn(store, updates, size), LOAD)) {
      const first = rows[work]?.[`at ${sizes[0]}`] ?? middle;
      rows[work] = { ...rows[work], [`at ${size}`]: Math.round(middle), ratio: Number((middle / first).toFixed(2)) };
    }
  }
  console.log(`\n${name} while it grows: times a second, ${LOAD.inFlight} in flight  (goal: ratio 0.8 at a million)`);
  console.table(rows);
}

function runnersOn(store: Store, updates: ReturnType<typeof preparedUpdates>, size: number): readonly Runner[] {
  // Steps through the whole table, not in its order.
  const some = (n: number): string => `pay_old${(n * 7_919) % size}`;
  const lease = { token: "bench", until: NOW + 1 };
  return [
    { name: "commit", run: (n) => store.commit(nextUpdate(updates, n)) },
    { name: "load", run: (n) => store.load("default", some(n)) },
    { name: "find by reference", run: (n) => store.find("default", `reference:bill-${some(n)}`) },
    { name: "newest 20", run: () => store.list({ tenant: "default", limit: 20 }) },
    {
      name: "newest 20 that wait",
      run: () => store.list({ tenant: "default", status: ["opening", "collecting"], limit: 20 }),
    },
    {
      name: "newest 20 that are over",
      run: () => store.list({ tenant: "default", status: ["succeeded", "canceled"], limit: 20 }),
    },
    { name: "claim what is due: nothing", run: () => store.claim({ tenant: "default", now: 1, lease, limit: 8 }) },
  ];
}

function old(): Parameters<typeof firstCommit>[0] {
  const { deadlineAt: _d, lookAt: _l, dispatch: _n, stage: _s, onReader: _o, ...common } = waiting(0);
  const changed = { id: "pay_old", reference: "bill-pay_old", paymentIntentId: "pi_pay_old" };
  return { ...common, ...changed, status: "canceled", cancelReason: "cashier" };
}
