import type { DatabaseSync } from "node:sqlite";
import type { Migration } from "./migrations/index.ts";
import { transactionsOn } from "./transaction.ts";
import { attempt, unusable } from "./trouble.ts";

/**
 * Brings a database to this version's schema: each step in a transaction of its own, and none twice, also when several processes
 * start at once. The numbers are kept in a table, since the file's `user_version` is the host's.
 *
 * @throws TillkitError `store_unusable` where a newer tillkit has been here
 */
export function migrate(database: DatabaseSync, migrations: readonly Migration[], now: number): void {
  const { whole } = transactionsOn(database);
  for (const { number, name, sql } of migrations)
    whole(() => {
      attempt(() => {
        if (appliedIn(database, migrations) >= number) return;
        database.exec(sql);
        database
          .prepare("INSERT INTO tillkit_migrations (number, name, applied_at) VALUES (?, ?, ?)")
          .run(number, name, now);
      });
      return { answer: undefined, keep: true };
    });
}

/** The number of the last step that was applied. Asked inside the transaction: nobody else can add one meanwhile. */
function appliedIn(database: DatabaseSync, migrations: readonly Migration[]): number {
  database.exec(
    "CREATE TABLE IF NOT EXISTS tillkit_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at REAL NOT NULL) STRICT",
  );
  const last = Number(database.prepare("SELECT max(number) AS number FROM tillkit_migrations").get()?.["number"] ?? 0);
  if (last > migrations.length)
    throw unusable(
      `The database has schema ${last}, this @tillkit/sqlite knows ${migrations.length}: a newer version has been here. Update the package.`,
    );
  return last;
}
