import { type PaymentQuery, readEntries, readStored, type Store } from "@tillkit/core";
import { STORED } from "./columns.ts";
import { type Connection, type Prepare, rowsOf } from "./statement.ts";

/** Reads, which see what is committed. */
export type Reads = Pick<Store, "find" | "list" | "timeline">;

/** Makes the statements of reads. */
export function readsFrom(connection: Connection, schema: string, prepare: Prepare): Reads {
  const payments = `${schema}.payments`;
  const find = `
    SELECT ${STORED} FROM ${payments}
    WHERE tenant = $1 AND id = (SELECT payment_id FROM ${schema}.names WHERE tenant = $1 AND name = $2)`;
  const timeline = `
    SELECT payment_id AS id, entries FROM ${schema}.timeline WHERE tenant = $1 AND payment_id = $2 ORDER BY version`;

  return {
    find: async (tenant, name) => {
      const [row] = await rowsOf(connection, prepare(find, [tenant, name]));
      return row === undefined ? undefined : readStored(row);
    },
    timeline: async (tenant, id) => (await rowsOf(connection, prepare(timeline, [tenant, id]))).flatMap(readEntries),
    list: async (query) => (await rowsOf(connection, prepare(...listIn(payments, query)))).map(readStored),
  };
}

/**
 * Each status is read by itself, newest first, and no further than the page: PostgreSQL would rather read the whole table backwards
 * until it has met enough of a few statuses, which are the rarer the more payments are over.
 */
function listIn(payments: string, query: PaymentQuery): readonly [text: string, values: readonly unknown[]] {
  const { conditions, values } = filtersOf(query, payments);
  const { status, limit } = query;
  const newest = `ORDER BY created_at DESC, id DESC LIMIT $${values.push(limit)}`;
  const page = (where: readonly string[]): string =>
    `SELECT ${STORED}, created_at FROM ${payments} WHERE ${where.join(" AND ")} ${newest}`;
  if (status === undefined) return [page(conditions), values];
  const wanted = `unnest($${values.push([...new Set(status)])}::text[]) AS wanted (status)`;
  const pages = `LATERAL (${page([...conditions, "status = wanted.status"])}) AS page`;
  return [`SELECT page.* FROM ${wanted}, ${pages} ${newest}`, values];
}

function filtersOf({ tenant, flow, reference, order, review, parked, after }: PaymentQuery, payments: string) {
  const values: unknown[] = [tenant];
  const conditions = ["tenant = $1"];
  if (flow !== undefined) conditions.push(`flow = $${values.push(flow)}`);
  if (reference !== undefined) conditions.push(`reference = $${values.push(reference)}`);
  if (order !== undefined) conditions.push(`share_of = $${values.push(order)}`);
  // Written out, so that PostgreSQL sees that the indexes of reviews and of what is parked serve.
  if (review !== undefined) conditions.push(review ? "has_review" : "NOT has_review");
  if (parked !== undefined) conditions.push(parked ? "parked <> '[]'" : "parked = '[]'");
  if (after !== undefined) {
    const id = `$${values.push(after)}`;
    conditions.push(
      `(created_at, id) < ((SELECT created_at FROM ${payments} WHERE tenant = $1 AND id = ${id}), ${id})`,
    );
  }
  return { conditions, values };
}
