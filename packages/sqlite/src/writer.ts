import type { DatabaseSync } from "node:sqlite";
import { type Outcome, type Transactions, transactionsOn } from "./transaction.ts";

/** Puts writes in line, and those that arrive together into one transaction: one wait for the disk serves them all. */
export interface Writer {
  /** Work that may share a transaction. What it does not keep, or throws, is undone alone. */
  together<T>(work: () => Outcome<T>): Promise<T>;
  /** Work that runs somebody else's code, and has a transaction to itself. */
  alone<T>(work: () => Outcome<T>): Promise<T>;
  /** Does now what is in line. */
  flush(): void;
}

/** Makes the writer of a database. */
export function writerOf(database: DatabaseSync): Writer {
  const transactions = transactionsOn(database);
  let line: Job[] = [];

  function queue<T>(work: () => Outcome<T>, isAlone: boolean): Promise<T> {
    return new Promise((resolve, reject) => {
      if (line.length === 0) nextTurn(flush);
      line.push({
        isAlone,
        run: (atomically) => {
          const { answer, tell } = atomically(work);
          return () => {
            tell?.();
            resolve(answer);
          };
        },
        reject,
      });
    });
  }

  function flush(): void {
    const jobs = line;
    line = [];
    for (const group of groupsOf(jobs)) perform(group);
  }

  function perform(group: readonly Job[]): void {
    let answers: readonly (() => void)[];
    try {
      answers = answersOf(group);
    } catch (error) {
      // The transaction itself failed: nobody's work was kept.
      answers = group.map(
        ({ reject }) =>
          () =>
            reject(error),
      );
    }
    for (const answer of answers) answer();
  }

  function answersOf(group: readonly Job[]): readonly (() => void)[] {
    const [only, ...others] = group;
    if (only !== undefined && others.length === 0) return [only.run(transactions.whole)];
    const all = () => ({ answer: group.map((job) => outcomeOf(job, transactions)), keep: true });
    return transactions.whole(all).answer;
  }

  return {
    together: (work) => queue(work, false),
    alone: (work) => queue(work, true),
    flush,
  };
}

interface Job {
  readonly isAlone: boolean;
  /** Does the work, and answers how to tell its writer once the transaction is kept. */
  readonly run: (atomically: Transactions["whole"]) => () => void;
  readonly reject: (error: unknown) => void;
}

/** One of several: its mistake is its own, unless the transaction of all of them is gone with it. */
function outcomeOf({ run, reject }: Job, { part, isOpen }: Transactions): () => void {
  try {
    return run(part);
  } catch (error) {
    if (!isOpen()) throw error;
    return () => reject(error);
  }
}

function groupsOf(jobs: readonly Job[]): readonly (readonly Job[])[] {
  const groups: Job[][] = [];
  for (const job of jobs) {
    const last = groups.at(-1);
    if (last === undefined || job.isAlone || last[0]?.isAlone === true) groups.push([job]);
    else last.push(job);
  }
  return groups;
}

// Taken before a test runner can replace it by a pretend one.
const { setImmediate: nextTurn } = globalThis;
