import { type ClaimRequest, readStored, type Row, type Store, type Stored } from "@tillkit/core";
import { STORED } from "./columns.ts";
import { type Connection, type Prepare, rowsOf } from "./statement.ts";

/** Takes and gives back leases. */
export type Leases = Pick<Store, "claim" | "release">;

/** Makes the statements of leases. */
export function leasesIn(connection: Connection, schema: string, prepare: Prepare): Leases {
  // Rows that another worker is about to take are passed over, not waited for.
  const claimAny = `
    WITH picked AS MATERIALIZED (
      SELECT tenant, id FROM ${schema}.payments p WHERE ${IS_DUE} ORDER BY due_at, id LIMIT $5 FOR UPDATE SKIP LOCKED)
    UPDATE ${schema}.payments p SET lease_token = $3, lease_until = $4
    FROM picked WHERE p.tenant = picked.tenant AND p.id = picked.id
    RETURNING ${STORED_OF_P}, p.due_at`;
  const claimThis = `
    UPDATE ${schema}.payments p SET lease_token = $3, lease_until = $4 WHERE ${IS_DUE} AND p.id = $5
    RETURNING ${STORED_OF_P}, p.due_at`;
  const giveBack = `
    UPDATE ${schema}.payments SET lease_token = NULL, lease_until = NULL
    WHERE tenant = $1 AND id = $2 AND version = $3 AND lease_token = $4
    RETURNING id`;

  return {
    claim: async ({ tenant, id, now, lease, limit }: ClaimRequest) => {
      const values = [tenant, now, lease.token, lease.until];
      const statement = id === undefined ? prepare(claimAny, [...values, limit]) : prepare(claimThis, [...values, id]);
      const rows = await rowsOf(connection, statement);
      // RETURNING promises no order.
      return readable(rows.toSorted(longestOverdueFirst));
    },
    release: async ({ tenant, id, version, token }) =>
      (await rowsOf(connection, prepare(giveBack, [tenant, id, version, token]))).length > 0,
  };
}

const IS_DUE = "p.tenant = $1 AND p.due_at <= $2 AND (p.lease_until IS NULL OR p.lease_until <= $2)";

const STORED_OF_P = STORED.split(", ")
  .map((column) => `p.${column}`)
  .join(", ");

function longestOverdueFirst(a: Row, b: Row): number {
  return Number(a["due_at"]) - Number(b["due_at"]) || (String(a["id"]) < String(b["id"]) ? -1 : 1);
}

/** A corrupt row must not keep the others from being worked on: it is told of when there is nothing else. */
function readable(rows: readonly Row[]): readonly Stored[] {
  const payments: Stored[] = [];
  let trouble: unknown;
  for (const row of rows)
    try {
      payments.push(readStored(row));
    } catch (error) {
      trouble = error;
    }
  if (payments.length === 0 && trouble !== undefined) throw trouble;
  return payments;
}
