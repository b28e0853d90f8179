import { type Commit, type CommitResult, openReviews, readText, type Row } from "@tillkit/core";
import { COLUMNS, commitSql, type Contents } from "./commit-sql.ts";
import { type Connection, type Prepare, rowsOf } from "./statement.ts";
import { translated } from "./trouble.ts";

/** Writes commits that have nothing in common in one statement, and answers each in its place. */
export type WriteCommits = (connection: Connection, commits: readonly Commit[]) => Promise<readonly CommitResult[]>;

/** Makes the statements of commits: one for each kind of batch, written when it is first needed. */
export function commitsTo(schema: string, prepare: Prepare): WriteCommits {
  const texts = new Map<string, string>();

  function textFor(contents: Contents): string {
    const kind = Object.values(contents).join();
    let text = texts.get(kind);
    if (text === undefined) texts.set(kind, (text = commitSql(schema, contents)));
    return text;
  }

  return async (connection, commits) => {
    const contents = contentsOf(commits);
    const rows = await rowsOf(connection, prepare(textFor(contents), valuesOf(commits, contents)));
    const results = new Map(rows.map((row) => [Number(row["n"]), row]));
    return commits.map((commit, n) => resultOf(commit, results.get(n)));
  };
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
  return [
    ...(contents.many ? columnsOf(commits.map(rowOf), COLUMNS.length) : commits.flatMap(rowOf)),
    ...(contents.takes ? columnsOf(takes, 3) : []),
    ...(contents.drops ? columnsOf(drops, 2) : []),
  ];
}

function columnsOf(rows: readonly (readonly unknown[])[], count: number): readonly (readonly unknown[])[] {
  return Array.from({ length: count }, (_, column) => rows.map((row) => row[column]));
}

/** The values of {@link COLUMNS}, in their order. */
function rowOf(commit: Commit, n: number): readonly unknown[] {
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
    payment.flow,
    payment.reference,
    payment.createdAt,
    JSON.stringify(entries),
    cause,
  ];
}

function resultOf({ expectedVersion, lease }: Commit, row: Row | undefined): CommitResult {
  if (row === undefined) throw translated(new RangeError("A commit was not answered."));
  if (row["version"] !== null)
    return { type: "committed", version: expectedVersion + 1, leased: lease !== undefined && row["leased"] === true };
  if (row["is_duplicate"] === true) return { type: "duplicate" };
  if (row["was_expected"] === true && row["owner"] !== null)
    return { type: "taken", name: readText(row, "name"), by: readText(row, "owner") };
  return { type: "conflict" };
}
