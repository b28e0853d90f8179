import { type Mark, type MarkWrite, readText, type Row, type Store } from "@tillkit/core";
import type { DatabaseSync } from "node:sqlite";
import { attempt } from "./trouble.ts";

/** What is kept beside payments. `write` is called inside a transaction. */
export interface Marks {
  read(tenant: string, name: string): Mark | undefined;
  write(write: MarkWrite): boolean;
  list(query: Parameters<Store["listMarks"]>[0]): readonly Mark[];
  due(query: Parameters<Store["dueMarks"]>[0]): readonly Mark[];
}

/** Prepares the statements of marks. */
export function marksIn(database: DatabaseSync): Marks {
  const read = database.prepare(`SELECT ${MARK} FROM tillkit_marks WHERE tenant = ? AND name = ?`);
  const insert = database.prepare(
    "INSERT INTO tillkit_marks (tenant, name, version, value, due_at) VALUES (?, ?, 1, ?, ?) ON CONFLICT DO NOTHING",
  );
  const update = database.prepare(
    "UPDATE tillkit_marks SET version = version + 1, value = ?, due_at = ? WHERE tenant = ? AND name = ? AND version = ?",
  );
  const remove = database.prepare("DELETE FROM tillkit_marks WHERE tenant = ? AND name = ? AND version = ?");
  const list = database.prepare(
    `SELECT ${MARK} FROM tillkit_marks WHERE tenant = ? AND name >= ? AND name < ? AND name > ? ORDER BY name LIMIT ?`,
  );
  const due = database.prepare(
    `SELECT ${MARK} FROM tillkit_marks WHERE tenant = ? AND due_at <= ? ORDER BY due_at, name LIMIT ?`,
  );

  return {
    read: (tenant, name) =>
      attempt(() => {
        const row = read.get(tenant, name);
        return row === undefined ? undefined : markOf(row);
      }),
    write: ({ tenant, name, expectedVersion, value, dueAt }) =>
      attempt(() => {
        if (expectedVersion > 0 && value !== null)
          return update.run(value, dueAt, tenant, name, expectedVersion).changes > 0;
        if (expectedVersion > 0) return remove.run(tenant, name, expectedVersion).changes > 0;
        return value === null
          ? read.get(tenant, name) === undefined
          : insert.run(tenant, name, value, dueAt).changes > 0;
      }),
    list: ({ tenant, prefix, after = "", limit }) =>
      attempt(() => list.all(tenant, prefix, prefix + AFTER_ALL, after, limit).map(markOf)),
    due: ({ tenant, now, limit }) => attempt(() => due.all(tenant, now, limit).map(markOf)),
  };
}

const MARK = "name, version, value, due_at";

/** The last of all characters: names with a prefix come before the prefix with this. */
const AFTER_ALL = "\u{10FFFF}";

function markOf(row: Row): Mark {
  const dueAt = row["due_at"];
  return {
    name: readText(row, "name"),
    version: Number(row["version"]),
    value: readText(row, "value"),
    dueAt: typeof dueAt === "number" ? dueAt : null,
  };
}
