import { type Commit, type CommitResult, openReviews, readText, type Row } from "@tillkit/core";
import { columnsOf, commitSql, type Contents, refusalSql } from "./commit-sql.ts";
import { type Connection, type Prepare, rowsOf } from "./statement.ts";

/** Writes commits that have nothing in common in one statement, and answers each in its place. */
export type WriteCommits = (connection: Connection, commits: readonly Commit[]) => Promise<readonly CommitResult[]>;

/** Makes the statements of commits: one for each kind of batch, written when it is first needed. */
export function commitsTo(schema: string, prepare: Prepare): WriteCommits {
  const texts = new Map<string, string>();
  const whyNot = refusalSql(schema);

  function textFor(contents: Contents): string {
    const kind = Object.values(contents).join();
    let text = texts.get(kind);
    if (text === undefined) texts.set(kind, (text = commitSql(schema, contents)));
    return text;
  }

  return async (connection, commits) => {
    const contents = contentsOf(commits);
    const rows = await rowsOf(connection, prepare(textFor(contents), valuesOf(commits, contents)));
    const written = new Map(rows.map((row) => [Number(row["n"]), row]));
    const results: CommitResult[] = [];
    for (const [n, commit] of commits.entries()) {
      const row = written.get(n);
      results.push(row === undefined ? await refusalOf(connection, commit) : committed(commit, row));
    }
    return results;
  };

  /** Versions only grow and causes stay, so what refused a commit is still there; but for a name that was just given back. */
  async function refusalOf(connection: Connection, commit: Commit): Promise<CommitResult> {
    const { payment, expectedVersion, cause, take } = commit;
    const values = [payment.tenant, cause, payment.id, take];
    const [row = {}] = await rowsOf(connection, prepare(whyNot, values));
    if (row["is_duplicate"] === true) return { type: "duplicate" };
    return Number(row["version"]) === expectedVersion && row["owner"] !== null
      ? { type: "taken", name: readText(row, "name"), by: readText(row, "owner") }
      : { type: "conflict" };
  }
}

/** By what two commits can be in each other's way: those that share a key must not share a statement. */
export function keysOf({ payment: { tenant, id }, cause, take, drop }: Commit): readonly string[] {
  const key = (kind: string, value: string): string => `${kind}\n${tenant.length}\n${tenant}${value}`;
  return [
    key("payment", id),
    ...(cause === undefined ? [] : [key("cause", cause)]),
    ...take.map((name) => key("name", name)),
    ...drop.map((name) => key("name", name)),
  ];
}

function contentsOf(commits: readonly Commit[]): Contents {
  return {
    many: commits.length > 1,
    inserts: commits.some(({ expectedVersion }) => expectedVersion === 0),
    updates: commits.some(({ expectedVersion }) => expectedVersion !== 0),
    causes: commits.some(({ cause }) => cause !== undefined),
    takes: commits.some(({ take }) => take.length > 0),
    drops: commits.some(({ drop }) => drop.length > 0),
  };
}

function valuesOf(commits: readonly Commit[], contents: Contents): readonly unknown[] {
  const takes = commits.flatMap(({ take }, n) => [...new Set(take)].map((name, position) => [n, position, name]));
  // A name that is given back and taken again stays.
  const drops = commits.flatMap(({ drop, take }, n) =>
    drop.filter((name) => !take.includes(name)).map((name) => [n, name]),
  );
  const rows = commits.map((commit, n) => rowOf(commit, n, contents));
  return [
    ...(contents.many ? listsOf(rows, columnsOf(contents).length) : rows.flat()),
    ...(contents.takes ? listsOf(takes, 3) : []),
    ...(contents.drops ? listsOf(drops, 2) : []),
  ];
}

function listsOf(rows: readonly (readonly unknown[])[], count: number): readonly (readonly unknown[])[] {
  return Array.from({ length: count }, (_, column) => rows.map((row) => row[column]));
}

/** The values of {@link columnsOf}, in their order. */
function rowOf(commit: Commit, n: number, { inserts }: Contents): readonly unknown[] {
  const { payment, expectedVersion, pending, parked, dueAt, lease, at, entries, cause } = commit;
  return [
    n,
    payment.tenant,
    payment.id,
    expectedVersion,
    payment.status,
    openReviews(payment).length > 0,
    dueAt,
    lease?.token,
    lease?.until,
    at,
    JSON.stringify(pending),
    JSON.stringify(parked),
    JSON.stringify(payment),
    JSON.stringify(entries),
    cause,
    ...(inserts ? [payment.flow, payment.reference, payment.createdAt, payment.order] : []),
  ];
}

function committed({ expectedVersion, lease }: Commit, row: Row): CommitResult {
  return { type: "committed", version: expectedVersion + 1, leased: lease !== undefined && row["leased"] === true };
}
