import { createTill, type Store, type Till } from "@tillkit/core";
import { postgresStore } from "@tillkit/postgres";
import { sqliteStore } from "@tillkit/sqlite";
import { createModelStripe, type ModelStripe } from "@tillkit/testing";
import type { Database } from "./database.ts";
import { temporaryFolder } from "./folder.ts";

const SALES = 500;
const TABLES = ["payments", "names", "timeline", "causes"];

/** What one paid and ordered card payment leaves behind: rows, bytes, and on PostgreSQL transactions and bytes of its log. */
export async function countFootprint(database: Database): Promise<void> {
  const rows = { SQLite: await onSqlite(), PostgreSQL: await onPostgres(database) };
  console.log(`\nWhat one sale leaves behind, on average of ${SALES}`);
  console.table(rows);
}

async function onSqlite(): Promise<object> {
  const folder = temporaryFolder();
  const store = sqliteStore(folder.file("footprint.db"));
  const { database } = store;
  const size = (): number =>
    Number(
      database.prepare("SELECT page_count * page_size AS size FROM pragma_page_count, pragma_page_size").get()?.[
        "size"
      ],
    );
  const before = size();
  await sellOn(store);
  const counts = TABLES.map((table) => [
    table,
    Number(database.prepare(`SELECT count(*) AS count FROM tillkit_${table}`).get()?.["count"]) / SALES,
  ]);
  const report = { ...Object.fromEntries(counts), bytes: Math.round((size() - before) / SALES) };
  await store.close();
  folder.remove();
  return report;
}

async function onPostgres({ url, schema, pool }: Database): Promise<object> {
  const store = await postgresStore({ connection: url, schema });
  const ask = async (sql: string): Promise<number> => Number((await pool.query<{ value: string }>(sql)).rows[0]?.value);
  const size = () =>
    ask(`SELECT sum(pg_total_relation_size(c.oid)) AS value FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
      WHERE s.nspname = '${schema}' AND c.relkind = 'r'`);
  const log = () => ask("SELECT pg_current_wal_lsn() - '0/0' AS value");
  const before = { size: await size(), log: await log() };
  await sellOn(store);
  const counts = await Promise.all(
    TABLES.map(async (table) => [table, (await ask(`SELECT count(*) AS value FROM ${schema}.${table}`)) / SALES]),
  );
  const logged = (await log()) - before.log;
  await pool.query("VACUUM");
  const report = {
    ...Object.fromEntries(counts),
    bytes: Math.round(((await size()) - before.size) / SALES),
    "bytes of log": Math.round(logged / SALES),
  };
  await store.close();
  await pool.query(`DROP SCHEMA ${schema} CASCADE`);
  return report;
}

async function sellOn(store: Store): Promise<void> {
  const stripe = createModelStripe({ now: Date.now });
  const till = createTill({ gateway: stripe.gateway, store });
  for (let n = 0; n < SALES; n += 1) await sell(till, stripe, `bill-${n}`);
  await till.stop();
}

let heard = 0;

async function sell(till: Till, stripe: ModelStripe, reference: string): Promise<void> {
  if (stripe.deliveries.length < heard) heard = 0;
  const { id } = await till.collect({ reference, amount: 1_250, currency: "usd", reader: "tmr_front" });
  await till.idle();
  stripe.tap("tmr_front");
  for (; heard < stripe.deliveries.length; heard += 1) {
    const delivery = stripe.deliveries[heard];
    if (delivery !== undefined) await till.webhook(delivery);
  }
  await till.idle();
  const { payment } = await till.get(id);
  if (payment.status !== "succeeded") throw new Error(`A sale ended ${payment.status}.`);
}
