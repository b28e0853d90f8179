import { cpus } from "node:os";
import { openDatabase } from "./database.ts";
import { benchDecide } from "./decide.ts";
import { benchIntakeOnPostgres, benchIntakeOnSqlite } from "./intake.ts";
import { benchPostgres } from "./postgres.ts";
import { countSale } from "./sale.ts";
import { benchSimulator } from "./simulator.ts";
import { benchSqlite } from "./sqlite.ts";
import { timeStart } from "./start.ts";
import { benchWebhook } from "./webhook.ts";

const benches: Readonly<Record<string, () => Promise<void> | void>> = {
  webhook: benchWebhook,
  decide: benchDecide,
  sale: countSale,
  simulator: benchSimulator,
  start: timeStart,
  sqlite: benchSqlite,
  "sqlite-intake": benchIntakeOnSqlite,
  postgres: () => onPostgres(benchPostgres),
  "postgres-intake": () => onPostgres(benchIntakeOnPostgres),
};

// Figures from one run only: what counts are the ratios, since both sides were measured in turns on the same machine.
// `pnpm bench sqlite postgres` runs only these.
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0)
  throw new RangeError(`There is no ${unknown.join()}. There are: ${Object.keys(benches).join(", ")}.`);
console.log(`node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? "unknown"}`);
for (const [name, bench] of Object.entries(benches)) if (asked.length === 0 || asked.includes(name)) await bench();

async function onPostgres(bench: (database: NonNullable<Awaited<ReturnType<typeof openDatabase>>>) => Promise<void>) {
  const database = await openDatabase();
  if (database === undefined) return;
  try {
    await bench(database);
  } finally {
    await database.close();
  }
}
