import { TillkitError } from "@tillkit/core";
import type { Pool, PoolClient } from "pg";
import { borrow, giveBack } from "./borrow.ts";
import { migrations } from "./migrations/index.ts";
import type { Layout } from "./migrations/layout.ts";
import { mustBeSchemaName } from "./schema-name.ts";
import { attempt, unusable } from "./trouble.ts";

/** Where tillkit's tables are to be. */
export interface MigrationOptions {
  /** A schema of tillkit's own; made where there is none. Default: `tillkit`. */
  readonly schema?: string;
  /** Divides each table by tenant into so many parts, when it is made. Default: 0, not at all. */
  readonly partitions?: number;
}

/**
 * The SQL that brings an empty database to this version's schema, for reading, or for running by other means than
 * {@link migratePostgres}.
 *
 * @throws TillkitError `invalid_option`
 */
export function migrationSql(options: MigrationOptions = {}): string {
  const layout = layoutOf(options);
  const steps = migrations.map(
    ({ number, name, sql }) => `-- ${number} ${name}\n${sql(layout)}\n${recordOf(layout, number, name)}\n`,
  );
  return ["BEGIN;", foundationOf(layout), ...steps, "COMMIT;"].join("\n");
}

/**
 * Brings a database to this version's schema, in one transaction, and none of its steps twice, also when several processes start at
 * once. Changes nothing where it is up to date, and then needs no right to make tables.
 *
 * @throws TillkitError `store_unusable` where a newer tillkit has been here, `store_conflict`, `invalid_option`
 */
export async function migratePostgres(pool: Pool, options: MigrationOptions = {}): Promise<void> {
  const layout = layoutOf(options);
  const client = await borrow(pool, unheard);
  let broken = true;
  try {
    await attempt(async () => {
      const { rows } = await client.query("SELECT to_regclass($1) IS NOT NULL AS known", [
        `${layout.schema}.migrations`,
      ]);
      const isCurrent = rows[0]?.known === true && (await appliedIn(client, layout)) === migrations.length;
      if (!isCurrent) await apply(client, layout);
    });
    broken = false;
  } finally {
    giveBack(client, unheard, broken);
  }
}

function layoutOf({ schema = "tillkit", partitions = 0 }: MigrationOptions): Layout {
  if (!Number.isInteger(partitions) || partitions < 0 || partitions > MAX_PARTITIONS)
    throw new TillkitError("invalid_option", `\`partitions\` must be a whole number from 0 to ${MAX_PARTITIONS}.`, {
      details: { option: "partitions", value: partitions },
    });
  return { schema: mustBeSchemaName(schema), partitions };
}

const MAX_PARTITIONS = 1_024;

function unheard(): void {
  // What was under way fails by itself.
}

/** The connection is thrown away where this throws, and its transaction with it. */
async function apply(client: PoolClient, layout: Layout): Promise<void> {
  await client.query("BEGIN");
  // Whoever comes second waits here, and finds the work done. Kept by the transaction, so that a pooler in between does not matter.
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`tillkit ${layout.schema}`]);
  await client.query(foundationOf(layout));
  const applied = await appliedIn(client, layout);
  for (const { number, name, sql } of migrations.slice(applied))
    await client.query(`${sql(layout)}\n${recordOf(layout, number, name)}`);
  await client.query("COMMIT");
}

function foundationOf({ schema }: Layout): string {
  return `CREATE SCHEMA IF NOT EXISTS ${schema};
CREATE TABLE IF NOT EXISTS ${schema}.migrations
  (number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());`;
}

function recordOf({ schema }: Layout, number: number, name: string): string {
  return `INSERT INTO ${schema}.migrations (number, name) VALUES (${number}, '${name}');`;
}

/** The number of the last step that was applied. */
async function appliedIn(client: PoolClient, { schema }: Layout): Promise<number> {
  const { rows } = await client.query(`SELECT coalesce(max(number), 0) AS number FROM ${schema}.migrations`);
  const last = Number(rows[0]?.number);
  if (last > migrations.length)
    throw unusable(
      `The database has schema ${last}, this @tillkit/postgres knows ${migrations.length}: a newer version has been here. Update the package.`,
    );
  return last;
}
