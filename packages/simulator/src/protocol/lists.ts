import { listParams, refuseUnsimulated } from "./simulated-params.ts";
import { missing } from "./errors.ts";

/** One page of objects, newest first. */
export interface Page<T> {
  readonly object: "list";
  readonly url: string;
  readonly has_more: boolean;
  readonly data: readonly T[];
}

/** The parameters every list takes. */
export interface ListParams {
  readonly limit?: number;
  readonly starting_after?: string;
  readonly ending_before?: string;
  readonly created?:
    | number
    | { readonly gt?: number; readonly gte?: number; readonly lt?: number; readonly lte?: number };
}

/**
 * The page a list request asks for. `oldestFirst` is in the order of creation; the page is newest first.
 *
 * `starting_after` goes on towards older objects, `ending_before` towards newer ones: the page next to the cursor.
 * Throws `resource_missing` for a cursor that names nothing, and `not_simulated` for a filter
 * that is neither general nor among `filters`, which the caller has applied.
 */
export function page<T extends { readonly id: string; readonly created?: number }>(
  url: string,
  oldestFirst: Iterable<T>,
  params: ListParams,
  filters: readonly string[] = [],
): Page<T> {
  refuseUnsimulated(params, new Set([...listParams, ...filters]));
  const { limit = 10, starting_after: after, ending_before: before, created } = params;
  const all = [...oldestFirst].toReversed();
  const fitting = all.filter((item) => inRange(item.created ?? 0, created));
  const list = (data: readonly T[], more: boolean): Page<T> => ({ object: "list", url, has_more: more, data });

  if (before !== undefined) {
    const newer = fitting.filter(earlierIn(all, before));
    return list(newer.slice(-limit), newer.length > limit);
  }
  const older = after === undefined ? fitting : fitting.filter(laterIn(all, after));
  return list(older.slice(0, limit), older.length > limit);
}

function earlierIn<T extends { readonly id: string }>(all: readonly T[], cursor: string): (item: T) => boolean {
  const newer = new Set(all.slice(0, position(all, cursor)));
  return (item) => newer.has(item);
}

function laterIn<T extends { readonly id: string }>(all: readonly T[], cursor: string): (item: T) => boolean {
  const older = new Set(all.slice(position(all, cursor) + 1));
  return (item) => older.has(item);
}

function position(all: readonly { readonly id: string }[], cursor: string): number {
  const found = all.findIndex(({ id }) => id === cursor);
  if (found < 0) throw missing("object", cursor, "starting_after");
  return found;
}

function inRange(created: number, range: ListParams["created"]): boolean {
  if (range === undefined) return true;
  if (typeof range === "number") return created === range;
  const { gt = -1, gte = -1, lt = Infinity, lte = Infinity } = range;
  return created > gt && created >= gte && created < lt && created <= lte;
}
