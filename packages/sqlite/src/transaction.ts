import type { DatabaseSync } from "node:sqlite";
import { attempt } from "./trouble.ts";

/** What a piece of work answers. */
export interface Outcome<T> {
  readonly answer: T;
  /** Whether what it wrote is to be kept. */
  readonly keep: boolean;
  /** Run once it is kept for good. */
  readonly tell?: () => void;
}

/** Makes work atomic on one connection. */
export interface Transactions {
  /** Runs work that is kept if it says so, and undone if not, or if it throws. */
  readonly whole: <T>(work: () => Outcome<T>) => Outcome<T>;
  /** The same for work inside another's transaction, which goes on whatever becomes of it. */
  readonly part: <T>(work: () => Outcome<T>) => Outcome<T>;
  /** Whether a transaction is under way. False where SQLite has ended it by itself, as it may when the disk is full. */
  readonly isOpen: () => boolean;
}

/** Prepares the statements of transactions. Each takes the write lock first, so that nothing can change under the work. */
export function transactionsOn(database: DatabaseSync): Transactions {
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  const rollback = database.prepare("ROLLBACK");
  const save = database.prepare("SAVEPOINT tillkit");
  const release = database.prepare("RELEASE tillkit");
  const undo = database.prepare("ROLLBACK TO tillkit");

  return {
    whole: (work) => {
      attempt(() => begin.run());
      try {
        const outcome = work();
        attempt(() => (outcome.keep ? commit : rollback).run());
        return outcome;
      } catch (error) {
        quietly(() => rollback.run());
        throw error;
      }
    },
    part: (work) => {
      attempt(() => save.run());
      try {
        const outcome = work();
        if (!outcome.keep) attempt(() => undo.run());
        attempt(() => release.run());
        return outcome;
      } catch (error) {
        quietly(() => {
          undo.run();
          release.run();
        });
        throw error;
      }
    },
    isOpen: () => database.isTransaction,
  };
}

function quietly(rollBack: () => void): void {
  try {
    rollBack();
  } catch {
    // SQLite has rolled back by itself. The first error is the one to tell.
  }
}
