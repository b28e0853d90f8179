import { TillkitError } from "../errors.ts";
import type { Mark } from "../ports/store.ts";
import type { Context } from "./context.ts";

/** What a mark is to say next, and when it is to be looked at again. `null` removes it. */
export interface Remark<T> {
  readonly value: T | null;
  /** Milliseconds since the epoch; null: never by itself. */
  readonly dueAt: number | null;
}

/** How often a mark is decided again because another process was faster. */
const MAX_CONFLICTS = 16;

/** Reads what a mark says. Each name is written by one part of the engine, and read by the same. */
export type Reading<T> = (mark: Mark) => T;

/** Reads the object that a mark says. @throws TillkitError `store_unusable` where it is none */
export function readObject(mark: Mark): object {
  let value: unknown;
  try {
    value = JSON.parse(mark.value);
  } catch (cause) {
    throw unreadable(mark, RESTORE, cause);
  }
  if (typeof value === "object" && value !== null) return value;
  throw unreadable(mark, RESTORE);
}

const RESTORE = "Restore it from a backup, or delete it; others are not affected.";

/** The error of a mark that says nothing which anybody could have written. */
export function unreadable({ name }: Mark, then: string, cause?: unknown): TillkitError {
  return new TillkitError("store_unusable", `The mark ${JSON.stringify(name)} in the database is corrupt. ${then}`, {
    cause,
    details: { mark: name },
  });
}

/** Writes a mark on the version it was read at. False: somebody else was faster. */
export async function writeValue<T>(
  { store, tenant }: Context,
  { name, version }: Pick<Mark, "name" | "version">,
  { value, dueAt }: Remark<T>,
): Promise<boolean> {
  return store.writeMark({
    tenant,
    name,
    expectedVersion: version,
    value: value === null ? null : JSON.stringify(value),
    dueAt,
  });
}

/** Decides a mark on what it says now, again and again until nobody was faster. False: too many were. */
export async function changeMark<T>(
  context: Context,
  { name, read }: { readonly name: string; readonly read: Reading<T | undefined> },
  change: (value: T | undefined) => Remark<T> | undefined,
): Promise<boolean> {
  for (let round = 0; round < MAX_CONFLICTS; round += 1) {
    const mark = await context.store.readMark(context.tenant, name);
    const next = change(mark === undefined ? undefined : read(mark));
    if (next === undefined || (await writeValue(context, { name, version: mark?.version ?? 0 }, next))) return true;
  }
  return false;
}
