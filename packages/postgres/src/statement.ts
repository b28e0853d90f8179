import { createHash } from "node:crypto";
import type { Row } from "@tillkit/core";
import type { QueryResult } from "pg";
import { attempt } from "./trouble.ts";

/** What statements run on: a pool, or one of its clients. */
export interface Connection {
  query(statement: Statement): Promise<QueryResult<Row>>;
}

/** One statement with its values, as `pg` takes it. */
export interface Statement {
  readonly text: string;
  readonly values: unknown[];
  /** Under which PostgreSQL keeps its plan on each connection. */
  readonly name?: string;
}

/** Makes a statement of SQL and values. */
export type Prepare = (text: string, values: readonly unknown[]) => Statement;

/** Names each statement after its own text, so that two stores on one pool never mean different things by one name. */
export function preparing(named: boolean): Prepare {
  const names = new Map<string, string>();

  function nameOf(text: string): string {
    let name = names.get(text);
    if (name === undefined)
      names.set(text, (name = `tillkit_${createHash("sha256").update(text).digest("hex").slice(0, 24)}`));
    return name;
  }

  return (text, values) => ({ text, values: [...values], ...(named ? { name: nameOf(text) } : {}) });
}

/** Runs a statement and answers its rows. @throws TillkitError `store_conflict`, `store_unusable` */
export async function rowsOf(connection: Connection, statement: Statement): Promise<readonly Row[]> {
  return attempt(async () => (await connection.query(statement)).rows);
}
