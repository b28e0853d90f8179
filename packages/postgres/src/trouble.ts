import { type ErrorOptions, TillkitError } from "@tillkit/core";

/** A store that cannot be used, for a reason that trying again does not change. */
export function unusable(message: string, options: ErrorOptions = {}): TillkitError {
  return new TillkitError("store_unusable", message, options);
}

/** Runs SQL of our own, and says what went wrong in tillkit's words. */
export async function attempt<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw translated(error);
  }
}

/**
 * What PostgreSQL's error means to a caller: `store_conflict`, retryable, where trying again can help, else `store_unusable`. Its
 * `details.outcome` is `unknown` where the connection was lost before the answer came.
 */
function translated(error: unknown): TillkitError {
  if (TillkitError.is(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const sqlState = sqlStateOf(error);
  const details = sqlState === undefined ? {} : { sqlState };
  if (isLost(error))
    return new TillkitError(
      "store_conflict",
      "The connection to PostgreSQL was lost. A write may or may not have been made, and never by half: read, and decide again.",
      { retryable: true, cause: error, details: { ...details, outcome: "unknown" } },
    );
  if (isTransient(error))
    return new TillkitError(
      "store_conflict",
      `PostgreSQL could not do it now (${reason}). Nothing was changed; try again.`,
      {
        retryable: true,
        cause: error,
        details,
      },
    );
  if (UNPREPARED.has(sqlState ?? ""))
    return unusable(
      `A statement that was prepared is not on this connection (${reason}): what stands between shares connections, as PgBouncer ` +
        "in transaction mode does. Open the store with `prepare: false`.",
      { cause: error, details },
    );
  return unusable(`PostgreSQL refused: ${reason}. Check the schema, the role's rights and the free space.`, {
    cause: error,
    details,
  });
}

/** Whether the same statement can succeed when it is sent again: it was undone as a whole, because others were at work. */
export function isRace(error: unknown): boolean {
  return RACES.has(sqlStateOf(error) ?? "");
}

/** Whether PostgreSQL itself said that it undid the statement. */
export function isUndone(error: unknown): boolean {
  return sqlStateOf(error) !== undefined && !isLost(error);
}

// PostgreSQL, Appendix A: unique_violation, serialization_failure, deadlock_detected, lock_not_available.
const RACES = new Set(["23505", "40001", "40P01", "55P03"]);

// PostgreSQL, Appendix A: invalid_sql_statement_name, duplicate_prepared_statement.
const UNPREPARED = new Set(["26000", "42P05"]);

/** Classes that pass by themselves: insufficient resources, operator intervention such as a cancelled statement, I/O. */
const TRANSIENT_CLASSES = ["53", "57"];

/** The server went away while it worked: admin_shutdown, crash_shutdown, cannot_connect_now. */
const SHUTDOWNS = new Set(["57P01", "57P02", "57P03"]);

function isTransient(error: unknown): boolean {
  const sqlState = sqlStateOf(error) ?? "";
  return isRace(error) || TRANSIENT_CLASSES.some((kind) => sqlState.startsWith(kind));
}

/** Anything but PostgreSQL's own refusal: the connection broke, timed out, or never came to be. */
function isLost(error: unknown): boolean {
  const sqlState = sqlStateOf(error);
  return sqlState === undefined ? isOfConnection(error) : sqlState.startsWith("08") || SHUTDOWNS.has(sqlState);
}

function sqlStateOf(error: unknown): string | undefined {
  const code = codeOf(error);
  // Five characters, as opposed to Node's codes, which are longer.
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

function isOfConnection(error: unknown): boolean {
  if (codeOf(error)?.startsWith("E") === true) return true;
  // What pg says when a socket ends has no code.
  return error instanceof Error && /connection|timeout|not queryable/i.test(error.message);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
