import { cpus } from "node:os";
import { type Database, openDatabase } from "./database.ts";
import { benchDecide } from "./decide.ts";
import { benchDrain } from "./drain.ts";
import { countFootprint } from "./footprint.ts";
import { benchGrowthOnPostgres, benchGrowthOnSqlite, SIZES, WITH_A_MILLION } from "./growth.ts";
import { benchIntakeOnPostgres, benchIntakeOnSqlite } from "./intake.ts";
import { benchPostgres } from "./postgres.ts";
import { countSale } from "./sale.ts";
import { timeScreens } from "./screen.ts";
import { benchSimulator } from "./simulator.ts";
import { benchSqlite } from "./sqlite.ts";
import { timeStart } from "./start.ts";
import { A_MILLION_DELIVERIES, benchMemory, DELIVERIES } from "./memory.ts";
import { benchBesidePgbench } from "./pgbench.ts";
import { benchWebhook } from "./webhook.ts";
import { benchWholePath } from "./whole-path.ts";

const benches: Readonly<Record<string, () => Promise<void> | void>> = {
  webhook: benchWebhook,
  decide: benchDecide,
  sale: countSale,
  simulator: benchSimulator,
  start: timeStart,
  sqlite: benchSqlite,
  "sqlite-intake": benchIntakeOnSqlite,
  postgres: () => onPostgres(benchPostgres),
  pgbench: () => onPostgres(benchBesidePgbench),
  "postgres-intake": () => onPostgres(benchIntakeOnPostgres),
  "whole-path": () => onPostgres(benchWholePath),
  drain: () => onPostgres(benchDrain),
  memory: () => onPostgres((database) => benchMemory(database, DELIVERIES)),
  footprint: () => onPostgres(countFootprint),
  screens: () => onPostgres(timeScreens),
  "sqlite-growth": () => benchGrowthOnSqlite(SIZES),
  "postgres-growth": () => onPostgres((database) => benchGrowthOnPostgres(database, SIZES)),
};

// Only where they are asked for by name: they take minutes.
const long: typeof benches = {
  "sqlite-million": () => benchGrowthOnSqlite(WITH_A_MILLION),
  "postgres-million": () => onPostgres((database) => benchGrowthOnPostgres(database, WITH_A_MILLION)),
  "memory-million": () => onPostgres((database) => benchMemory(database, A_MILLION_DELIVERIES)),
};
const all = { ...benches, ...long };

// Figures from one run only: what counts are the ratios, since both sides were measured in turns on the same machine.
// `pnpm bench sqlite postgres` runs only these.
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(all, name));
if (unknown.length > 0)
  throw new RangeError(`There is no ${unknown.join()}. There are: ${Object.keys(all).join(", ")}.`);
console.log(`node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? "unknown"}`);
for (const name of asked.length > 0 ? asked : Object.keys(benches)) await all[name]?.();

async function onPostgres(bench: (database: Database) => Promise<void>): Promise<void> {
  const database = await openDatabase();
  if (database === undefined) return;
  try {
    await bench(database);
  } finally {
    await database.close();
  }
}
