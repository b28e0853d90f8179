import { finalStatuses, type Store } from "@tillkit/core";
import { type Connection, type Prepare, rowsOf } from "./statement.ts";

/** What deletes payments that are over, with all that is known of them. */
export type Pruning = Pick<Store, "prune" | "pruneOrder">;

/** Makes the statements of pruning. */
export function pruningIn(connection: Connection, schema: string, prepare: Prepare): Pruning {
  // Who is being written to is passed over.
  const old = `
  WITH old AS MATERIALIZED (
    SELECT tenant, id FROM ${schema}.payments
    WHERE tenant = $1 AND share_of IS NULL AND ${IS_OVER}
    ORDER BY created_at, id LIMIT $4 FOR UPDATE SKIP LOCKED),
  ${goneWith(schema, "old")}
  SELECT count(*) AS pruned FROM gone`;

  // A share that is being written to is waited for, and looked at as it is then. Whoever begins one writes to the mark first.
  const order = `
  WITH shares AS MATERIALIZED (
    SELECT tenant, id, ${IS_OVER} AS is_over FROM ${schema}.payments WHERE tenant = $1 AND share_of = $4 FOR UPDATE),
  unmarked AS (
    DELETE FROM ${schema}.marks WHERE tenant = $1 AND name = $5 AND version = $6
      AND NOT EXISTS (SELECT FROM shares WHERE NOT is_over)
    RETURNING tenant),
  old AS (SELECT shares.tenant, shares.id FROM shares JOIN unmarked USING (tenant)),
  ${goneWith(schema, "old")}
  SELECT (SELECT count(*) FROM unmarked) AS orders, (SELECT count(*) FROM gone) AS pruned`;

  return {
    prune: async ({ tenant, before, limit }) => {
      const rows = await rowsOf(connection, prepare(old, [tenant, before, finalStatuses, limit]));
      return Number(rows[0]?.["pruned"]);
    },
    pruneOrder: async ({ tenant, order: name, mark, before }) => {
      const values = [tenant, before, finalStatuses, name, mark.name, mark.version];
      const [row] = await rowsOf(connection, prepare(order, values));
      return Number(row?.["orders"]) === 0 ? undefined : Number(row?.["pruned"]);
    },
  };
}

const IS_OVER = `(created_at < $2 AND written_at < $2 AND status = ANY ($3)
      AND due_at IS NULL AND pending = '[]' AND parked = '[]' AND NOT has_review)`;

/** Everything is deleted by the rows that were really deleted, as it was written. */
const goneWith = (schema: string, old: string): string => `gone AS (
    DELETE FROM ${schema}.payments p USING ${old} WHERE p.tenant = ${old}.tenant AND p.id = ${old}.id
    RETURNING p.tenant, p.id),
  unnamed AS (DELETE FROM ${schema}.names n USING gone WHERE n.tenant = gone.tenant AND n.payment_id = gone.id),
  forgotten AS (
    DELETE FROM ${schema}.timeline t USING gone WHERE t.tenant = gone.tenant AND t.payment_id = gone.id
    RETURNING t.tenant, t.cause),
  uncaused AS (
    DELETE FROM ${schema}.causes c USING forgotten WHERE c.tenant = forgotten.tenant AND c.cause = forgotten.cause)`;
