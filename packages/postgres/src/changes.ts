import type { Change } from "./listeners.ts";
import { type Connection, type Prepare, rowsOf } from "./statement.ts";

/** What is new in the database since the look before. */
export interface Changes {
  /** Looks now, from then on. Without `rows` it only moves the mark. */
  look(rows: boolean): Promise<Look>;
  /** The next look begins where this one ended. */
  accept(look: Look): void;
}

/** What one look saw. */
interface Look {
  readonly changes: readonly Change[];
  /** PostgreSQL's own list of the transactions that were visible. */
  readonly snapshot: string;
}

/**
 * Asks for changes by transactions, not by numbers or times: those are given before a commit, so that a later one can be seen before
 * an earlier one. A snapshot knows which transactions it has not seen, whatever their order.
 */
export function changesIn(connection: Connection, schema: string, prepare: Prepare): Changes {
  const mark = "SELECT pg_current_snapshot()::text AS snapshot";
  // Rows of a restored dump may carry numbers that this server has not reached: they are no news.
  const since = `
    WITH snapshot AS MATERIALIZED (SELECT pg_current_snapshot() AS now)
    SELECT snapshot.now::text AS snapshot, p.tenant, p.id, p.version
    FROM snapshot LEFT JOIN ${schema}.payments p
      ON p.changed_in >= pg_snapshot_xmin($1::pg_snapshot) AND p.changed_in < pg_snapshot_xmax(snapshot.now)
      AND NOT pg_visible_in_snapshot(p.changed_in, $1::pg_snapshot)
    ORDER BY p.changed_in`;
  let seen: string | undefined;

  return {
    look: async (wanted) => {
      const rows = await rowsOf(connection, wanted && seen !== undefined ? prepare(since, [seen]) : prepare(mark, []));
      return {
        snapshot: String(rows[0]?.["snapshot"]),
        changes: rows.flatMap(({ tenant, id, version }) =>
          typeof tenant === "string" && typeof id === "string" ? [{ tenant, id, version: Number(version) }] : [],
        ),
      };
    },
    accept: ({ snapshot }) => {
      seen = snapshot;
    },
  };
}
