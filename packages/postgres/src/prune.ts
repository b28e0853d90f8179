import { finalStatuses, type Store } from "@tillkit/core";
import { type Connection, type Prepare, rowsOf } from "./statement.ts";

/** Makes the statement that deletes payments that are over, with all that is known of them. */
export function pruningIn(connection: Connection, schema: string, prepare: Prepare): Store["prune"] {
  // Everything is deleted by the rows that were really deleted, as it was written. Who is being written to is passed over.
  const sql = `
  WITH old AS MATERIALIZED (
    SELECT tenant, id FROM ${schema}.payments
    WHERE tenant = $1 AND created_at < $2 AND written_at < $2 AND status = ANY ($4)
      AND due_at IS NULL AND pending = '[]' AND parked = '[]' AND NOT has_review
    ORDER BY created_at, id LIMIT $3 FOR UPDATE SKIP LOCKED),
  gone AS (
    DELETE FROM ${schema}.payments p USING old WHERE p.tenant = old.tenant AND p.id = old.id RETURNING p.tenant, p.id),
  unnamed AS (DELETE FROM ${schema}.names n USING gone WHERE n.tenant = gone.tenant AND n.payment_id = gone.id),
  forgotten AS (
    DELETE FROM ${schema}.timeline t USING gone WHERE t.tenant = gone.tenant AND t.payment_id = gone.id
    RETURNING t.tenant, t.cause),
  uncaused AS (
    DELETE FROM ${schema}.causes c USING forgotten WHERE c.tenant = forgotten.tenant AND c.cause = forgotten.cause)
  SELECT count(*) AS pruned FROM gone`;

  return async ({ tenant, before, limit }) => {
    const rows = await rowsOf(connection, prepare(sql, [tenant, before, limit, finalStatuses]));
    return Number(rows[0]?.["pruned"]);
  };
}
