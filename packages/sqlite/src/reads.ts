import { type PaymentQuery, readEntries, readStored, type Stored, type TimelineEntry } from "@tillkit/core";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { STORED } from "./columns.ts";
import { attempt } from "./trouble.ts";

/** Reads, which see what is committed. */
export interface Reads {
  load(tenant: string, id: string): Stored | undefined;
  find(tenant: string, name: string): Stored | undefined;
  /** The version of a payment; 0 where there is none. */
  versionOf(tenant: string, id: string): number;
  timeline(tenant: string, id: string): readonly TimelineEntry[];
  list(query: PaymentQuery): readonly Stored[];
}

/** Prepares the statements of reads. */
export function readsFrom(database: DatabaseSync): Reads {
  const load = database.prepare(`SELECT ${STORED} FROM tillkit_payments WHERE tenant = ? AND id = ?`);
  const find = database.prepare(`
    SELECT ${STORED} FROM tillkit_payments
    WHERE tenant = ?1 AND id = (SELECT payment_id FROM tillkit_names WHERE tenant = ?1 AND name = ?2)`);
  const version = database.prepare("SELECT version FROM tillkit_payments WHERE tenant = ? AND id = ?");
  const created = database.prepare("SELECT created_at FROM tillkit_payments WHERE tenant = ? AND id = ?");
  const timeline = database.prepare(`
    SELECT payment_id AS id, entries FROM tillkit_timeline WHERE tenant = ? AND payment_id = ? ORDER BY version`);
  // One statement for each combination of filters that is asked for: a few, and each is prepared once.
  const lists = new Map<string, StatementSync>();

  function listStatement(sql: string): StatementSync {
    let statement = lists.get(sql);
    if (statement === undefined) lists.set(sql, (statement = database.prepare(sql)));
    return statement;
  }

  return {
    load: (tenant, id) =>
      attempt(() => {
        const row = load.get(tenant, id);
        return row === undefined ? undefined : readStored(row);
      }),
    find: (tenant, name) =>
      attempt(() => {
        const row = find.get(tenant, name);
        return row === undefined ? undefined : readStored(row);
      }),
    versionOf: (tenant, id) => attempt(() => Number(version.get(tenant, id)?.["version"] ?? 0)),
    timeline: (tenant, id) => attempt(() => timeline.all(tenant, id).flatMap(readEntries)),
    list: (query) =>
      attempt(() => {
        const { tenant, after } = query;
        const last = after === undefined ? undefined : created.get(tenant, after)?.["created_at"];
        if (after !== undefined && typeof last !== "number") return [];
        const { sql, values } = listOf(query, typeof last === "number" ? last : undefined);
        return sql === ""
          ? []
          : listStatement(sql)
              .all(...values)
              .map(readStored);
      }),
  };
}

/**
 * Each status is read by itself, newest first, and SQLite merges what it finds until the page is full: asked for any of several it
 * would sort all that have one of them, which are nearly all when payments that are over are asked for.
 */
function listOf(query: PaymentQuery, last: number | undefined) {
  const { conditions, values } = filtersOf(query, last);
  const among =
    query.status === undefined
      ? [[]]
      : [...new Set(query.status)].map((status) => [`status = ?${values.push(status)}`]);
  const arms = among.map(
    (status) => `SELECT ${STORED}, created_at FROM tillkit_payments WHERE ${[...conditions, ...status].join(" AND ")}`,
  );
  if (arms.length === 0) return { sql: "", values };
  const sql = `${arms.join(" UNION ALL ")} ORDER BY created_at DESC, id DESC LIMIT ?${values.push(query.limit)}`;
  return { sql, values };
}

/** Numbered, since every arm names the same ones. */
function filtersOf(
  { tenant, flow, reference, order, review, parked, after = "" }: PaymentQuery,
  last: number | undefined,
) {
  const values: (string | number)[] = [tenant];
  const conditions = ["tenant = ?1"];
  if (flow !== undefined) conditions.push(`flow = ?${values.push(flow)}`);
  if (reference !== undefined) conditions.push(`reference = ?${values.push(reference)}`);
  if (order !== undefined) conditions.push(`share_of = ?${values.push(order)}`);
  // Written out, so that SQLite sees that the indexes of reviews and of what is parked serve.
  if (review !== undefined) conditions.push(review ? "has_review = 1" : "has_review = 0");
  if (parked !== undefined) conditions.push(parked ? "parked <> '[]'" : "parked = '[]'");
  if (last !== undefined) conditions.push(`(created_at, id) < (?${values.push(last)}, ?${values.push(after)})`);
  return { conditions, values };
}
