import { TillkitError } from "@tillkit/core";
import { type Connection, type Prepare, rowsOf } from "./statement.ts";

/** Which payments are to be deleted. */
export interface PruneRequest {
  readonly tenant: string;
  /** Only payments that were made before this. Milliseconds since the epoch; at least 35 days ago. */
  readonly before: number;
  /** How many at most, the oldest first. Default: 1000. */
  readonly limit?: number;
}

/**
 * Deletes old payments with everything that is known of them, and answers how many: those that are final, have nothing to do or to
 * look at, and are older than Stripe's events.
 */
export async function prune(
  connection: Connection,
  { schema, prepare, now }: { readonly schema: string; readonly prepare: Prepare; readonly now: number },
  { tenant, before, limit = 1_000 }: PruneRequest,
): Promise<number> {
  if (!(before <= now - KEPT_MS))
    throw new TillkitError(
      "invalid_request",
      "`before` must be at least 35 days ago: until then Stripe can still tell of a payment.",
      { details: { field: "before" } },
    );
  const rows = await rowsOf(connection, prepare(pruneSql(schema), [tenant, before, limit]));
  return Number(rows[0]?.["pruned"]);
}

/** Stripe lists events for 30 days ("Process undelivered webhook events"). */
const KEPT_MS = 35 * 24 * 60 * 60 * 1_000;

/** Everything is deleted by the rows that were really deleted, as it was written. */
function pruneSql(schema: string): string {
  return `
  WITH old AS MATERIALIZED (
    SELECT tenant, id FROM ${schema}.payments
    WHERE tenant = $1 AND created_at < $2 AND status IN ('succeeded', 'canceled', 'expired', 'failed')
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
}
