import { finalStatuses, type Store } from "@tillkit/core";
import type { DatabaseSync } from "node:sqlite";
import { attempt } from "./trouble.ts";

/** Deletes payments that are over, with all that is known of them, and answers how many. Called inside a transaction. */
export type Prune = (old: Parameters<Store["prune"]>[0]) => number;

/** Prepares the statements of pruning. */
export function pruningIn(database: DatabaseSync): Prune {
  const overAndOld = database.prepare(`
    SELECT id FROM tillkit_payments
    WHERE tenant = ?1 AND created_at < ?2 AND written_at < ?2 AND status IN (${finalStatuses.map((status) => `'${status}'`).join()})
      AND due_at IS NULL AND pending = '[]' AND parked = '[]' AND has_review = 0
    ORDER BY created_at, id LIMIT ?3`);
  const noteLast = database.prepare(
    "UPDATE tillkit_pruned SET last_change = max(last_change, (SELECT max(change) FROM tillkit_payments))",
  );
  const forget = [
    `DELETE FROM tillkit_causes WHERE tenant = ?1
       AND cause IN (SELECT cause FROM tillkit_timeline WHERE tenant = ?1 AND payment_id = ?2)`,
    "DELETE FROM tillkit_timeline WHERE tenant = ?1 AND payment_id = ?2",
    "DELETE FROM tillkit_names WHERE tenant = ?1 AND payment_id = ?2",
    "DELETE FROM tillkit_payments WHERE tenant = ?1 AND id = ?2",
  ].map((sql) => database.prepare(sql));

  return ({ tenant, before, limit }) =>
    attempt(() => {
      const ids = overAndOld.all(tenant, before, limit).map(({ id }) => String(id));
      if (ids.length > 0) noteLast.run();
      for (const id of ids) for (const statement of forget) statement.run(tenant, id);
      return ids.length;
    });
}
