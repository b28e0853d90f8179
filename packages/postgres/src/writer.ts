import type { Commit, CommitResult } from "@tillkit/core";
import { type Batches, batchesOf } from "./batches.ts";
import { keysOf, type WriteCommits } from "./commit.ts";
import type { Connection } from "./statement.ts";
import { isRace, isUndone } from "./trouble.ts";

/** Makes the line in which commits wait, and by which those that arrive together travel together: one statement serves them all. */
export function writerOf(
  connection: Connection,
  write: WriteCommits,
  tell: (commits: readonly Commit[]) => void,
): Batches<Commit, CommitResult> {
  async function answered(commits: readonly Commit[]): Promise<readonly CommitResult[]> {
    const results = await write(connection, commits);
    tell(commits.filter((_, n) => results[n]?.type === "committed"));
    return results;
  }

  async function alone(commit: Commit): Promise<() => CommitResult> {
    for (let tries = 1; ; tries++) {
      try {
        const [result] = await answered([commit]);
        return () => {
          if (result === undefined) throw new RangeError("A commit was not answered.");
          return result;
        };
      } catch (error) {
        if (!isRace(causeOf(error)) || tries >= MAX_TRIES)
          return () => {
            throw error;
          };
      }
    }
  }

  return batchesOf({
    lanes: LANES,
    limit: BATCH,
    keysOf,
    perform: async (commits) => {
      // Batches of several processes lock the same rows in the same order.
      const inOrder = commits.toSorted(byKey);
      try {
        const results = await answered(inOrder);
        const byCommit = new Map(inOrder.map((commit, n) => [commit, results[n]]));
        return commits.map((commit) => () => {
          const result = byCommit.get(commit);
          if (result === undefined) throw new RangeError("A commit was not answered.");
          return result;
        });
      } catch (error) {
        // PostgreSQL undid the whole batch because of one: now each answers for itself. After a lost connection nobody knows.
        if (!isUndone(causeOf(error))) throw error;
        const answers: (() => CommitResult)[] = [];
        for (const commit of commits) answers.push(await alone(commit));
        return answers;
      }
    },
  });
}

// While one statement waits for the disk, the next is on its way. More would make batches smaller.
const LANES = 2;
const BATCH = 256;

/** How often a commit is sent again after it met another's in a unique key or a deadlock. */
const MAX_TRIES = 8;

function byKey({ payment: a }: Commit, { payment: b }: Commit): number {
  return compare(a.tenant, b.tenant) || compare(a.id, b.id);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}
