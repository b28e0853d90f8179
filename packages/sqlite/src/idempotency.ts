import { type IdempotencyResult, type IdempotencyStore, mustBeIdempotencyKey } from "@tillkit/core";
import { answersIn } from "./answers.ts";
import { systemClock } from "./clock.ts";
import { openDatabase } from "./open.ts";
import type { SqliteStore } from "./store.ts";
import { unusable } from "./trouble.ts";
import { writerOf } from "./writer.ts";

/**
 * Remembers answers to requests that carry an `Idempotency-Key` in a SQLite file: for all processes on it, and through crashes.
 *
 * Give it the store, to work on the store's connection, or a path, for a connection of its own. With the store it ends where the
 * store is closed.
 *
 * @throws TillkitError `store_unusable` where the file cannot be used or a newer tillkit has made it, `store_conflict` where it
 *   stays locked
 */
export function sqliteIdempotency(on: Pick<SqliteStore, "database"> | string): IdempotencyStore {
  const isOwn = typeof on === "string";
  const database = isOwn ? openDatabase(on, BUSY_TIMEOUT_MS, systemClock.now()) : on.database;
  const answers = answersIn(database);
  const writer = writerOf(database);
  let closed = false;

  function mustBeOpen(): void {
    if (closed || !database.isOpen) throw unusable("The idempotency store is closed. Open a new one.");
  }

  return {
    begin: async (request) => {
      mustBeOpen();
      mustBeIdempotencyKey(request.key);
      // Most repetitions come after the answer: they are answered without waiting for the disk.
      return (
        answers.lookUp(request) ??
        writer.together<IdempotencyResult>(() => {
          if (answers.take(request)) return { answer: { type: "started" }, keep: true };
          // Taken since. What is not free and not taken either does not exist, inside a transaction.
          return { answer: answers.lookUp(request) ?? { type: "in_progress" }, keep: false };
        })
      );
    },
    complete: async (finished) => {
      mustBeOpen();
      return writer.together(() => kept(answers.complete(finished)));
    },
    release: async (claim) => {
      mustBeOpen();
      return writer.together(() => kept(answers.release(claim)));
    },
    forgetBefore: async (old) => {
      mustBeOpen();
      return writer.together(() => ({ answer: answers.forget(old), keep: true }));
    },
    close: async () => {
      if (closed) return;
      closed = true;
      if (!database.isOpen) return;
      writer.flush();
      if (isOwn) database.close();
    },
  };
}

const kept = (changed: boolean): { readonly answer: boolean; readonly keep: boolean } => ({
  answer: changed,
  keep: changed,
});

/** The same as a store's own. */
const BUSY_TIMEOUT_MS = 5_000;
