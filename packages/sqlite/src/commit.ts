import { type Commit, type CommitResult, openReviews, type Payment, readText } from "@tillkit/core";
import type { DatabaseSync } from "node:sqlite";
import { attempt } from "./trouble.ts";

/** Writes commits, inside a transaction. */
export interface Commits {
  write(commit: Commit): CommitResult;
  /** The number of a payment's last write. */
  changeOf(payment: Payment): number;
}

/**
 * Prepares the statements of commits. What was written before a refusal was found
 * is for the caller to undo: a cause must not stay behind when the payment was not changed.
 */
export function commitsTo(database: DatabaseSync): Commits {
  const addCause = database.prepare("INSERT INTO tillkit_causes (tenant, cause) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const insert = database.prepare(INSERT);
  const update = database.prepare(UPDATE);
  const dropName = database.prepare("DELETE FROM tillkit_names WHERE tenant = ? AND name = ? AND payment_id = ?");
  const takeName = database.prepare(
    "INSERT INTO tillkit_names (tenant, name, payment_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const nameOwner = database.prepare("SELECT payment_id FROM tillkit_names WHERE tenant = ? AND name = ?");
  const addHistory = database.prepare(
    "INSERT INTO tillkit_timeline (tenant, payment_id, version, cause, entries) VALUES (?, ?, ?, ?, ?)",
  );

  const leaseToken = database.prepare("SELECT lease_token FROM tillkit_payments WHERE tenant = ? AND id = ?");
  const change = database.prepare("SELECT change FROM tillkit_payments WHERE tenant = ? AND id = ?");

  function write(commit: Commit): CommitResult {
    const { payment, expectedVersion, cause, take, drop, entries, lease } = commit;
    const { tenant, id } = payment;
    const version = expectedVersion + 1;
    if (cause !== undefined && addCause.run(tenant, cause).changes === 0) return { type: "duplicate" };

    const values = valuesOf(commit);
    const { changes } =
      expectedVersion === 0
        ? insert.run(...values, payment.flow, payment.reference, payment.createdAt, payment.order ?? null)
        : update.run(...values);
    if (changes === 0) return { type: "conflict" };

    for (const name of drop) dropName.run(tenant, name, id);
    for (const name of take) {
      if (takeName.run(tenant, name, id).changes > 0) continue;
      const by = readText(nameOwner.get(tenant, name) ?? {}, "payment_id");
      if (by !== id) return { type: "taken", name, by };
    }
    if (cause !== undefined || entries.length > 0)
      addHistory.run(tenant, id, version, cause ?? null, JSON.stringify(entries));

    const leased = lease !== undefined && leaseToken.get(tenant, id)?.["lease_token"] === lease.token;
    return { type: "committed", version, leased };
  }

  return {
    write: (commit) => attempt(() => write(commit)),
    changeOf: ({ tenant, id }) => attempt(() => Number(change.get(tenant, id)?.["change"])),
  };
}

const NEXT_CHANGE =
  "max(coalesce((SELECT max(change) FROM tillkit_payments), 0), (SELECT last_change FROM tillkit_pruned)) + 1";

// Numbered parameters, since node:sqlite takes longer over names: the first twelve are those of `valuesOf`.
const INSERT = `
  INSERT INTO tillkit_payments
    (tenant, id, version, change, status, has_review, due_at, lease_token, lease_until, pending, parked, payment, written_at, flow, reference, created_at, share_of)
  VALUES (?1, ?2, ?3 + 1, ${NEXT_CHANGE}, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
  ON CONFLICT DO NOTHING`;

const MAY_LEASE = "?7 IS NOT NULL AND (lease_token IS NULL OR lease_token = ?7 OR lease_until <= ?12)";

// Flow, reference, order and time of creation never change, and neither do their indexes.
const UPDATE = `
  UPDATE tillkit_payments SET
    version = version + 1, change = ${NEXT_CHANGE}, status = ?4, has_review = ?5, due_at = ?6,
    lease_token = iif(${MAY_LEASE}, ?7, lease_token), lease_until = iif(${MAY_LEASE}, ?8, lease_until),
    pending = ?9, parked = ?10, payment = ?11, written_at = ?12
  WHERE tenant = ?1 AND id = ?2 AND version = ?3`;

function valuesOf({ payment, expectedVersion, pending, parked, dueAt, lease, at }: Commit) {
  return [
    payment.tenant,
    payment.id,
    expectedVersion,
    payment.status,
    openReviews(payment).length > 0 ? 1 : 0,
    dueAt,
    lease?.token ?? null,
    lease?.until ?? null,
    JSON.stringify(pending),
    JSON.stringify(parked),
    JSON.stringify(payment),
    at,
  ] as const;
}
