import {
  type IdempotencyClaim,
  type IdempotencyRequest,
  type IdempotencyResult,
  type IdempotencyStore,
  mustBeIdempotencyKey,
  readText,
  type Row,
} from "@tillkit/core";
import { preparing, rowsOf } from "./statement.ts";
import type { PostgresStore } from "./store.ts";
import { unusable } from "./trouble.ts";

/**
 * Remembers answers to requests that carry an `Idempotency-Key`, in the schema of a store and on its pool: for all processes on it.
 *
 * It ends where the store is closed, if the pool is the store's own.
 */
export function postgresIdempotency({
  pool,
  schema,
  prepared,
}: Pick<PostgresStore, "pool" | "schema" | "prepared">): IdempotencyStore {
  const sql = sqlIn(schema);
  const prepare = preparing(prepared);
  let closed = false;

  async function ask(text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    if (closed) throw unusable("The idempotency store is closed. Open a new one.");
    return rowsOf(pool, prepare(text, values));
  }

  async function begun(request: IdempotencyRequest): Promise<IdempotencyResult> {
    const { tenant, key, fingerprint, lease, now } = request;
    const taken = await ask(sql.take, [tenant, key, fingerprint, lease.token, lease.until, now]);
    if (taken.length > 0) return { type: "started" };
    const [row] = await ask(sql.find, [tenant, key]);
    // Given back between the two.
    if (row === undefined) return begun(request);
    if (row["fingerprint"] !== fingerprint) return { type: "mismatch" };
    return row["status"] === null ? { type: "in_progress" } : completed(row);
  }

  return {
    begin: async (request) => {
      mustBeIdempotencyKey(request.key);
      return begun(request);
    },
    complete: async ({ tenant, key, token, answer: { status, headers, body }, at }) =>
      (await ask(sql.complete, [status, JSON.stringify(headers), body, at, tenant, key, token])).length > 0,
    release: async ({ tenant, key, token }: IdempotencyClaim) =>
      (await ask(sql.release, [tenant, key, token])).length > 0,
    forgetBefore: async ({ tenant, before, limit }) => (await ask(sql.forget, [tenant, before, limit])).length,
    close: async () => {
      closed = true;
    },
  };
}

function sqlIn(schema: string) {
  const table = `${schema}.idempotency`;
  return {
    // One atomic step: who comes second waits for the first, and then finds its row.
    take: `
      INSERT INTO ${table} AS held (tenant, key, fingerprint, lease_token, lease_until) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (tenant, key) DO UPDATE SET lease_token = $4, lease_until = $5
      WHERE held.fingerprint = $3 AND held.lease_until <= $6
      RETURNING key`,
    find: `SELECT key AS id, fingerprint, status, headers, body FROM ${table} WHERE tenant = $1 AND key = $2`,
    complete: `
      UPDATE ${table} SET lease_token = NULL, lease_until = NULL, status = $1, headers = $2, body = $3, answered_at = $4
      WHERE tenant = $5 AND key = $6 AND lease_token = $7 RETURNING key`,
    release: `DELETE FROM ${table} WHERE tenant = $1 AND key = $2 AND lease_token = $3 RETURNING key`,
    forget: `
      WITH old AS MATERIALIZED (
        SELECT tenant, key FROM ${table} WHERE tenant = $1 AND coalesce(answered_at, lease_until) < $2
        ORDER BY coalesce(answered_at, lease_until) LIMIT $3 FOR UPDATE SKIP LOCKED)
      DELETE FROM ${table} held USING old WHERE held.tenant = old.tenant AND held.key = old.key RETURNING held.key`,
  };
}

function completed(row: Row): IdempotencyResult {
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
    throw unusable("A stored answer has corrupt headers in the database. Delete its row from the table idempotency.", {
      cause,
      details: { column: "headers" },
    });
  }
}
