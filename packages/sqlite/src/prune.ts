import { finalStatuses, type OldOrder, type Store } from "@tillkit/core";
import type { DatabaseSync } from "node:sqlite";
import { attempt } from "./trouble.ts";

/** Deletes payments that are over, with all that is known of them, and answers how many. Called inside a transaction. */
export interface Pruning {
  prune(old: Parameters<Store["prune"]>[0]): number;
  /** `undefined`: nothing was deleted. */
  pruneOrder(old: OldOrder): number | undefined;
}

/** Prepares the statements of pruning. */
export function pruningIn(database: DatabaseSync): Pruning {
  const overAndOld = database.prepare(`
    SELECT id FROM tillkit_payments WHERE tenant = ?1 AND share_of IS NULL AND ${IS_OVER} ORDER BY created_at, id LIMIT ?3`);
  const sharesOf = database.prepare(`
    SELECT id, ${IS_OVER} AS is_over FROM tillkit_payments WHERE tenant = ?1 AND share_of = ?3`);
  const unmark = database.prepare("DELETE FROM tillkit_marks WHERE tenant = ? AND name = ? AND version = ?");
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

  function forgetAll(tenant: string, ids: readonly string[]): number {
    if (ids.length > 0) noteLast.run();
    for (const id of ids) for (const statement of forget) statement.run(tenant, id);
    return ids.length;
  }

  return {
    prune: ({ tenant, before, limit }) =>
      attempt(() =>
        forgetAll(
          tenant,
          overAndOld.all(tenant, before, limit).map(({ id }) => String(id)),
        ),
      ),
    pruneOrder: ({ tenant, order, mark, before }) =>
      attempt(() => {
        const shares = sharesOf.all(tenant, before, order);
        if (!shares.every((share) => share["is_over"] === 1)) return undefined;
        if (unmark.run(tenant, mark.name, mark.version).changes === 0) return undefined;
        return forgetAll(
          tenant,
          shares.map(({ id }) => String(id)),
        );
      }),
  };
}

const IS_OVER = `(created_at < ?2 AND written_at < ?2 AND status IN (${finalStatuses.map((status) => `'${status}'`).join()})
      AND due_at IS NULL AND pending = '[]' AND parked = '[]' AND has_review = 0)`;
