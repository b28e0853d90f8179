import { type Commit, TillkitError } from "@tillkit/core";
import type { DatabaseSync } from "node:sqlite";
import { attempt, unusable } from "./trouble.ts";

/**
 * Runs the host's part inside the transaction. Its own errors come out as they are.
 *
 * @throws TillkitError `fulfil_not_synchronous` where it promises, `store_unusable` where it ended the transaction
 */
export function madeInside(database: DatabaseSync, make: (database: DatabaseSync) => Commit): Commit {
  attempt(() => database.exec("SAVEPOINT tillkit_inside"));
  const made = make(database);
  if (isPromise(made)) throw promised(made);
  try {
    // A savepoint is gone with the transaction that it was in.
    database.exec("RELEASE tillkit_inside");
  } catch (cause) {
    throw unusable("What ran inside tillkit's transaction ended it. Leave out BEGIN, COMMIT and ROLLBACK.", { cause });
  }
  return made;
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

function promised(promise: PromiseLike<unknown>): TillkitError {
  // Whatever becomes of it comes too late to matter, and must not bring the process down.
  void Promise.resolve(promise).catch(() => undefined);
  return new TillkitError(
    "fulfil_not_synchronous",
    "What runs inside this store's transaction returned a promise. Make it synchronous, or use `atLeastOnce`.",
  );
}
