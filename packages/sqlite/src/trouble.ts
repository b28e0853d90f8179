import { type ErrorOptions, TillkitError } from "@tillkit/core";

/** Runs SQL of our own, and says what went wrong in tillkit's words. */
export function attempt<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw TillkitError.is(error) ? error : translated(error);
  }
}

/** A store whose files or rows cannot be used. */
export function unusable(message: string, options: ErrorOptions = {}): TillkitError {
  return new TillkitError("store_unusable", message, options);
}

/** Whether another connection has locked the database for longer than the busy timeout. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return false;
  // The low byte is the primary code (sqlite.org, Result and Error Codes); the rest says which kind of busy.
  const primary = error.errcode & 0xff;
  return primary === SQLITE_BUSY || primary === SQLITE_LOCKED;
}

const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;

function translated(error: unknown): TillkitError {
  if (isBusy(error))
    return new TillkitError(
      "store_conflict",
      "Another process kept the database locked for longer than `busyTimeoutMs`. Nothing was changed; try again.",
      { retryable: true, cause: error },
    );
  const reason = error instanceof Error ? error.message : String(error);
  return unusable(`SQLite refused: ${reason}. Check the file, its folder's permissions and the free space.`, {
    cause: error,
  });
}
