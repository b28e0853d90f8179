import { type Mark, readText, type Row, type Store } from "@tillkit/core";
import { type Connection, type Prepare, rowsOf } from "./statement.ts";

/** What is kept beside payments. */
export type Marks = Pick<Store, "readMark" | "writeMark" | "listMarks" | "dueMarks">;

/** Makes the statements of marks. */
export function marksIn(connection: Connection, schema: string, prepare: Prepare): Marks {
  const marks = `${schema}.marks`;
  const read = `SELECT ${MARK} FROM ${marks} WHERE tenant = $1 AND name = $2`;
  const insert = `
    INSERT INTO ${marks} (tenant, name, version, value, due_at) VALUES ($1, $2, 1, $3, $4)
    ON CONFLICT DO NOTHING RETURNING version`;
  const update = `
    UPDATE ${marks} SET version = version + 1, value = $3, due_at = $4
    WHERE tenant = $1 AND name = $2 AND version = $5 RETURNING version`;
  const remove = `DELETE FROM ${marks} WHERE tenant = $1 AND name = $2 AND version = $3 RETURNING version`;
  const list = `
    SELECT ${MARK} FROM ${marks} WHERE tenant = $1 AND name >= $2 AND name < $3 AND name > $4 ORDER BY name LIMIT $5`;
  const due = `SELECT ${MARK} FROM ${marks} WHERE tenant = $1 AND due_at <= $2 ORDER BY due_at, name LIMIT $3`;

  async function ask(text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return rowsOf(connection, prepare(text, values));
  }

  return {
    readMark: async (tenant, name) => {
      const [row] = await ask(read, [tenant, name]);
      return row === undefined ? undefined : markOf(row);
    },
    writeMark: async ({ tenant, name, expectedVersion, value, dueAt }) => {
      if (expectedVersion > 0 && value !== null)
        return (await ask(update, [tenant, name, value, dueAt, expectedVersion])).length > 0;
      if (expectedVersion > 0) return (await ask(remove, [tenant, name, expectedVersion])).length > 0;
      return value === null
        ? (await ask(read, [tenant, name])).length === 0
        : (await ask(insert, [tenant, name, value, dueAt])).length > 0;
    },
    listMarks: async ({ tenant, prefix, after = "", limit }) =>
      (await ask(list, [tenant, prefix, prefix + AFTER_ALL, after, limit])).map(markOf),
    dueMarks: async ({ tenant, now, limit }) => (await ask(due, [tenant, now, limit])).map(markOf),
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
