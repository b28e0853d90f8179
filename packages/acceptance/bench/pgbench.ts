import { execFile } from "node:child_process";
import { access, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { postgresStore } from "@tillkit/postgres";
import { nextUpdate, preparedUpdates } from "./commits.ts";
import type { Database } from "./database.ts";
import { temporaryFolder } from "./folder.ts";
import { commitRunner } from "./postgres.ts";
import { type Load, printRates, type Program, type Race, rates } from "./rate.ts";
import { makeWaiting } from "./waiting.ts";

const SHARE = 8_192;
const LOAD: Load = { inFlight: 32, runs: 9_600 };
const PGBENCH = "pgbench, one statement";
const DEBIAN = "/usr/lib/postgresql";
const run = promisify(execFile);

/**
 * Commits a second beside what PostgreSQL's own `pgbench` gets out of the same server with one statement that writes the same rows. It is
 * written in C, sends the same values again and again, and answers to nobody.
 */
export async function benchBesidePgbench({ url, schema, pool }: Database): Promise<void> {
  const pgbench = await pathOfPgbench();
  if (pgbench === undefined) {
    console.log(`\npgbench was left out: there is none in PATH nor in ${DEBIAN}. Debian has it in postgresql-contrib.`);
    return;
  }
  const store = await postgresStore({ connection: url, schema });
  await makeWaiting(store, 0, 2 * SHARE);
  await pool.query("VACUUM ANALYZE");
  const folder = temporaryFolder();
  const script = folder.file("commit.sql");
  await writeFile(script, scriptFor(schema));
  const program: Program = { name: PGBENCH, race: (load) => race(load, [pgbench, script, url]) };
  printRates(
    `PostgreSQL commits beside pgbench, ${LOAD.inFlight} in flight  (goal: 1.5 times pgbench)`,
    await rates([program, commitRunner(store, { count: SHARE, first: 0 })], LOAD),
    [PGBENCH],
  );
  folder.remove();
  await store.close();
  await pool.query(`DROP SCHEMA ${schema} CASCADE`);
}

/** The rows of a commit, as one statement: the event's id, the payment, its history. Of payments that nobody else writes. */
function scriptFor(schema: string): string {
  return `\\set n random(${SHARE}, ${2 * SHARE - 1})
\\set event random(1, 9000000000000000000)
WITH updated AS (
  UPDATE ${schema}.payments SET version = version + 1, changed_in = pg_current_xact_id(), status = 'collecting', has_review = false,
    due_at = 1800000000000, pending = '[]', parked = '[]', payment = :payment, written_at = 1800000000000
  WHERE tenant = 'default' AND id = 'pay_' || :n AND version > 0 RETURNING tenant, id, version),
caused AS (INSERT INTO ${schema}.causes (tenant, cause) SELECT tenant, 'evt_pgbench_' || :event FROM updated),
history AS (
  INSERT INTO ${schema}.timeline (tenant, payment_id, version, cause, entries)
  SELECT tenant, id, version, 'evt_pgbench_' || :event, :entries FROM updated)
SELECT version FROM updated;
`;
}

async function race(
  { inFlight, runs }: Load,
  [pgbench, script, url]: readonly [string, string, string],
): Promise<Race> {
  const { payment, entries } = nextUpdate(preparedUpdates("pgbench", 1, SHARE), 0);
  const folder = dirname(script);
  const prefix = "pgbench-log";
  const values = Object.entries({ payment, entries }).flatMap(([name, value]) => [
    "-D",
    `${name}=${JSON.stringify(value)}`,
  ]);
  const each = Math.ceil(runs / inFlight);
  const { stdout } = await run(
    pgbench,
    ["-n", "-M", "prepared", "-c", `${inFlight}`, "-j", "2", "-t", `${each}`, "-l", "--log-prefix", prefix].concat(
      values,
      ["-f", script, url],
    ),
    { cwd: folder },
  );
  const [, rate] = /tps = ([\d.]+)/.exec(stdout) ?? [];
  if (rate === undefined || !stdout.includes(`${each * inFlight}/${each * inFlight}`))
    throw new Error(`pgbench did not do all it was asked for:\n${stdout}`);
  const times: number[] = [];
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix)) continue;
    const file = join(folder, name);
    // client, transaction, microseconds, …
    for (const line of (await readFile(file, "utf8")).trim().split("\n"))
      times.push(Number(line.split(" ")[2]) / 1_000);
    await rm(file);
  }
  return { perSecond: Number(rate), times };
}

/** From PATH, else of Debian's newest version, which has its programs beside PATH. */
async function pathOfPgbench(): Promise<string | undefined> {
  const versions = await readdir(DEBIAN).catch(() => []);
  const folders = [
    ...(process.env["PATH"] ?? "").split(delimiter),
    ...versions.toSorted((a, b) => Number(b) - Number(a)).map((version) => join(DEBIAN, version, "bin")),
  ];
  for (const folder of folders) {
    const file = join(folder, "pgbench");
    if (
      await access(file).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return undefined;
}
