import { type ClaimRequest, readStored, type Row, type Store, type Stored } from "@tillkit/core";
import type { DatabaseSync } from "node:sqlite";
import { STORED } from "./columns.ts";
import { attempt } from "./trouble.ts";

/** Takes and gives back leases. All but `isAnyDue` are called inside a transaction. */
export interface Leases {
  /** Whether a claim could find anything: asked first, so that an idle sweep does not take the write lock. */
  isAnyDue(request: ClaimRequest): boolean;
  claim(request: ClaimRequest): readonly Stored[];
  release(release: Parameters<Store["release"]>[0]): boolean;
}

/** Prepares the statements of leases. */
export function leasesIn(database: DatabaseSync): Leases {
  const anyDue = database.prepare(`SELECT 1 FROM tillkit_payments WHERE ${IS_DUE} LIMIT 1`);
  const thisDue = database.prepare(`SELECT 1 FROM tillkit_payments WHERE ${IS_DUE} AND id = $id`);
  const claimAny = database.prepare(`
    UPDATE tillkit_payments SET lease_token = $token, lease_until = $until
    WHERE rowid IN (SELECT rowid FROM tillkit_payments WHERE ${IS_DUE} ORDER BY due_at, id LIMIT $limit)
    RETURNING ${STORED}, due_at`);
  const claimThis = database.prepare(`
    UPDATE tillkit_payments SET lease_token = $token, lease_until = $until WHERE ${IS_DUE} AND id = $id
    RETURNING ${STORED}, due_at`);
  const giveBack = database.prepare(`
    UPDATE tillkit_payments SET lease_token = NULL, lease_until = NULL
    WHERE tenant = ? AND id = ? AND version = ? AND lease_token = ?`);

  return {
    isAnyDue: ({ tenant, id, now }) =>
      attempt(
        () =>
          (id === undefined
            ? anyDue.get({ $tenant: tenant, $now: now })
            : thisDue.get({ $tenant: tenant, $now: now, $id: id })) !== undefined,
      ),
    claim: ({ tenant, id, now, lease, limit }) => {
      const values = { $tenant: tenant, $now: now, $token: lease.token, $until: lease.until };
      const rows: Row[] = attempt(() =>
        id === undefined ? claimAny.all({ ...values, $limit: limit }) : claimThis.all({ ...values, $id: id }),
      );
      // RETURNING promises no order.
      return readable(
        rows.toSorted(
          (a, b) => Number(a["due_at"]) - Number(b["due_at"]) || (String(a["id"]) < String(b["id"]) ? -1 : 1),
        ),
      );
    },
    release: ({ tenant, id, version, token }) => attempt(() => giveBack.run(tenant, id, version, token).changes > 0),
  };
}

const IS_DUE = "tenant = $tenant AND due_at <= $now AND (lease_until IS NULL OR lease_until <= $now)";

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
