/** What is in a batch: arms of the statement that would have nothing to do are left out of it. */
export interface Contents {
  /** More than one commit: the values come as arrays. */
  readonly many: boolean;
  readonly inserts: boolean;
  readonly updates: boolean;
  readonly causes: boolean;
  readonly takes: boolean;
  readonly drops: boolean;
}

/**
 * One statement that writes a batch of commits, each all or nothing, and answers a row for each that was written.
 *
 * Its arms all see the database as it was before, so only what is written *from* another arm's rows depends on that arm: names,
 * history and causes are written from `done`, the rows that were really changed. A cause that stood on its own would stay behind
 * when the payment was not changed, and its event would be lost.
 *
 * What two batches find out only while they write, a unique key refuses as a whole (23505), and the batch is sent again.
 */
export function commitSql(schema: string, contents: Contents): string {
  const { inserts, updates, causes, takes, drops } = contents;
  const arms = [
    askedFor(contents),
    ...(takes ? [wantedIn(schema, columnsOf(contents).length)] : []),
    fitIn(schema, contents),
    ...(updates ? [updatedIn(schema)] : []),
    ...(inserts ? [insertedIn(schema)] : []),
    doneFrom(contents),
    ...(causes ? [causesIn(schema)] : []),
    ...(drops ? [droppedIn(schema, contents)] : []),
    ...(takes ? [takenIn(schema)] : []),
    historyIn(schema),
  ];
  return `WITH ${arms.join(",\n")}\nSELECT n, coalesce(lease_token = asks_token, false) AS leased FROM done`;
}

/** What is asked of every commit. */
const UPDATED = [
  ["n", "integer"],
  ["tenant", "text"],
  ["id", "text"],
  ["expected", "integer"],
  ["status", "text"],
  ["has_review", "boolean"],
  ["due_at", "double precision"],
  ["asks_token", "text"],
  ["asks_until", "double precision"],
  ["at", "double precision"],
  ["pending", "text"],
  ["parked", "text"],
  ["payment", "text"],
  ["entries", "text"],
  ["cause", "text"],
] as const;

/** And of a first one alone: they never change, and neither do their indexes. */
const INSERTED = [
  ["flow", "text"],
  ["reference", "text"],
  ["created_at", "double precision"],
  ["share_of", "text"],
] as const;

/** What is asked of each commit, in the order of the parameters: a batch of updates leaves the last ones out. */
export function columnsOf({ inserts }: Contents): readonly (readonly [name: string, type: string])[] {
  return inserts ? [...UPDATED, ...INSERTED] : UPDATED;
}

const TAKE_LISTS = 3;

function askedFor(contents: Contents): string {
  const columns = columnsOf(contents);
  // The values of one are put where they are used, as if the statement had been written for it alone.
  if (!contents.many)
    return `asked AS NOT MATERIALIZED (SELECT ${columns.map(([name, type], n) => `$${n + 1}::${type} AS ${name}`).join(", ")})`;
  // The planner must not know how many there are: it would read the whole table for a large batch, which the index serves better.
  return `asked AS (
  SELECT * FROM unnest(${columns.map(([, type], n) => `(SELECT $${n + 1}::${type}[])`).join(", ")})
    AS asked (${columns.map(([name]) => name).join(", ")}))`;
}

const wantedIn = (schema: string, lists: number): string => `wanted AS (
  SELECT asked.n, asked.tenant, asked.id, take.position, take.name,
    (SELECT held.payment_id FROM ${schema}.names held WHERE held.tenant = asked.tenant AND held.name = take.name LIMIT 1) AS owner
  FROM unnest($${lists + 1}::integer[], $${lists + 2}::integer[], $${lists + 3}::text[]) AS take (n, position, name)
  JOIN asked ON asked.n = take.n)`;

function fitIn(schema: string, { many, causes, takes }: Contents): string {
  const conditions = [
    ...(causes ? [`(${seenIn(schema)}) IS NULL`] : []),
    ...(takes ? ["NOT EXISTS (SELECT FROM wanted WHERE wanted.n = asked.n AND wanted.owner <> asked.id)"] : []),
  ];
  return `fit AS ${many ? "" : "NOT MATERIALIZED "}(SELECT * FROM asked${conditions.length > 0 ? ` WHERE ${conditions.join(" AND ")}` : ""})`;
}

// With LIMIT it is looked up in the index, once for each commit: while statistics are young, a join would read the whole table.
const seenIn = (schema: string): string =>
  `SELECT true FROM ${schema}.causes seen WHERE seen.tenant = asked.tenant AND seen.cause = asked.cause LIMIT 1`;

const MAY_LEASE =
  "fit.asks_token IS NOT NULL AND (p.lease_token IS NULL OR p.lease_token = fit.asks_token OR p.lease_until <= fit.at)";

/** What `done` answers of a commit, and of the row that it has written. */
const ASKED = ["n", "cause", "entries", "asks_token"] as const;
const WRITTEN = ["tenant", "id", "version", "lease_token"] as const;

const updatedIn = (schema: string): string => `updated AS (
  UPDATE ${schema}.payments p SET
    version = p.version + 1, changed_in = pg_current_xact_id(), status = fit.status, has_review = fit.has_review,
    due_at = fit.due_at, written_at = fit.at,
    lease_token = CASE WHEN ${MAY_LEASE} THEN fit.asks_token ELSE p.lease_token END,
    lease_until = CASE WHEN ${MAY_LEASE} THEN fit.asks_until ELSE p.lease_until END,
    pending = fit.pending, parked = fit.parked, payment = fit.payment
  FROM fit
  WHERE p.tenant = fit.tenant AND p.id = fit.id AND p.version = fit.expected
  RETURNING ${ASKED.map((name) => `fit.${name}`).join(", ")}, ${WRITTEN.map((name) => `p.${name}`).join(", ")})`;

const insertedIn = (schema: string): string => `inserted AS (
  INSERT INTO ${schema}.payments
    (tenant, id, version, status, has_review, due_at, written_at, lease_token, lease_until, pending, parked, payment, flow, reference, created_at, share_of)
  SELECT tenant, id, 1, status, has_review, due_at, at, asks_token, asks_until, pending, parked, payment, flow, reference, created_at, share_of
  FROM fit WHERE expected = 0
  ON CONFLICT DO NOTHING
  RETURNING ${WRITTEN.join(", ")})`;

/** The rows that were really changed, with what was asked for each. An INSERT can answer only what it has written. */
function doneFrom({ inserts, updates }: Contents): string {
  const columns = [...ASKED.map((name) => `asked.${name}`), ...WRITTEN.map((name) => `i.${name}`)].join(", ");
  const arms = [
    ...(updates ? ["SELECT * FROM updated"] : []),
    ...(inserts ? [`SELECT ${columns} FROM inserted i JOIN asked ON asked.tenant = i.tenant AND asked.id = i.id`] : []),
  ];
  return `done AS (${arms.join(" UNION ALL ")})`;
}

const causesIn = (schema: string): string => `caused AS (
  INSERT INTO ${schema}.causes (tenant, cause) SELECT tenant, cause FROM done WHERE cause IS NOT NULL)`;

function droppedIn(schema: string, contents: Contents): string {
  const first = columnsOf(contents).length + (contents.takes ? TAKE_LISTS : 0) + 1;
  return `dropped AS (
  DELETE FROM ${schema}.names held
  USING unnest($${first}::integer[], $${first + 1}::text[]) AS give (n, name), done
  WHERE done.n = give.n AND held.tenant = done.tenant AND held.name = give.name AND held.payment_id = done.id)`;
}

const takenIn = (schema: string): string => `taken AS (
  INSERT INTO ${schema}.names (tenant, name, payment_id)
  SELECT wanted.tenant, wanted.name, wanted.id FROM wanted JOIN done ON done.n = wanted.n WHERE wanted.owner IS NULL)`;

const historyIn = (schema: string): string => `history AS (
  INSERT INTO ${schema}.timeline (tenant, payment_id, version, cause, entries)
  SELECT tenant, id, version, cause, entries FROM done WHERE cause IS NOT NULL OR entries <> '[]')`;

/** Why a commit was not written. Asked afterwards, since it seldom is, and to be ready for it would slow every write down. */
export function refusalSql(schema: string): string {
  return `SELECT
    EXISTS (SELECT FROM ${schema}.causes WHERE tenant = $1 AND cause = $2) AS is_duplicate,
    coalesce((SELECT version FROM ${schema}.payments WHERE tenant = $1 AND id = $3), 0) AS version,
    taken.name, taken.payment_id AS owner
  FROM (VALUES (true)) AS one LEFT JOIN LATERAL (
    SELECT held.name, held.payment_id
    FROM unnest($4::text[]) WITH ORDINALITY AS take (name, position)
    JOIN ${schema}.names held ON held.tenant = $1 AND held.name = take.name
    WHERE held.payment_id <> $3 ORDER BY take.position LIMIT 1) AS taken ON true`;
}
