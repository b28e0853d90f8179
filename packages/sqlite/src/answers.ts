import {
  type IdempotencyClaim,
  type IdempotencyRequest,
  type IdempotencyResult,
  type IdempotencyStore,
  readText,
  type Row,
} from "@tillkit/core";
import type { DatabaseSync } from "node:sqlite";
import { attempt, unusable } from "./trouble.ts";

/** What is kept of requests and their answers. All but `lookUp` are called inside a transaction. */
export interface Answers {
  /** What can be said of a request without writing anything; nothing where it may start. */
  lookUp(request: IdempotencyRequest): Exclude<IdempotencyResult, { readonly type: "started" }> | undefined;
  /** Takes the key, unless another request has it. */
  take(request: IdempotencyRequest): boolean;
  complete(finished: Parameters<IdempotencyStore["complete"]>[0]): boolean;
  release(claim: IdempotencyClaim): boolean;
  forget(old: Parameters<IdempotencyStore["forgetBefore"]>[0]): number;
}

/** Prepares the statements of requests and their answers. */
export function answersIn(database: DatabaseSync): Answers {
  const find = database.prepare(
    "SELECT key, fingerprint, lease_until, status, headers, body FROM tillkit_idempotency WHERE tenant = ? AND key = ?",
  );
  const take = database.prepare(`
    INSERT INTO tillkit_idempotency (tenant, key, fingerprint, lease_token, lease_until) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT DO UPDATE SET lease_token = ?4, lease_until = ?5 WHERE fingerprint = ?3 AND lease_until <= ?6`);
  const complete = database.prepare(`
    UPDATE tillkit_idempotency
    SET lease_token = NULL, lease_until = NULL, status = ?, headers = ?, body = ?, answered_at = ?
    WHERE tenant = ? AND key = ? AND lease_token = ?`);
  const release = database.prepare("DELETE FROM tillkit_idempotency WHERE tenant = ? AND key = ? AND lease_token = ?");
  const forget = database.prepare(`
    DELETE FROM tillkit_idempotency WHERE rowid IN (
      SELECT rowid FROM tillkit_idempotency WHERE tenant = ?1 AND coalesce(answered_at, lease_until) < ?2
      ORDER BY coalesce(answered_at, lease_until) LIMIT ?3)`);

  return {
    lookUp: ({ tenant, key, fingerprint, now }) => {
      const row = attempt(() => find.get(tenant, key));
      if (row === undefined) return undefined;
      if (row["fingerprint"] !== fingerprint) return { type: "mismatch" };
      if (row["status"] !== null) return completed(row);
      return Number(row["lease_until"]) > now ? { type: "in_progress" } : undefined;
    },
    take: ({ tenant, key, fingerprint, lease, now }) =>
      attempt(() => take.run(tenant, key, fingerprint, lease.token, lease.until, now).changes > 0),
    complete: ({ tenant, key, token, answer: { status, headers, body }, at }) =>
      attempt(() => complete.run(status, JSON.stringify(headers), body, at, tenant, key, token).changes > 0),
    release: ({ tenant, key, token }) => attempt(() => release.run(tenant, key, token).changes > 0),
    forget: ({ tenant, before, limit }) => attempt(() => Number(forget.run(tenant, before, limit).changes)),
  };
}

function completed(row: Row): IdempotencyResult & { readonly type: "completed" } {
  return {
    type: "completed",
    answer: { status: Number(row["status"]), headers: headersOf(row), body: readText(row, "body") },
  };
}

function headersOf(row: Row): Readonly<Record<string, string>> {
  try {
    // Written by this store from an answer's headers.
    return JSON.parse(readText(row, "headers")) as Readonly<Record<string, string>>;
  } catch (cause) {
    throw unusable("A stored answer has corrupt headers in the database. Delete its row from tillkit_idempotency.", {
      cause,
      details: { column: "headers" },
    });
  }
}
