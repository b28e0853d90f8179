import type { Commit, CommitResult, Store } from "@tillkit/core";
import type { Pool, PoolClient } from "pg";
import { borrow, giveBack } from "./borrow.ts";
import type { WriteCommits } from "./commit.ts";
import { type Prepare, rowsOf } from "./statement.ts";
import { attempt, isRace, unusable } from "./trouble.ts";

type Guard = Parameters<Store["commitWithin"]>[0];

/**
 * Runs the host's part and the commit in one transaction. Its own errors come out as they are.
 *
 * The row is not locked while the host works: whoever changes the payment meanwhile wins, and the host's part is undone with ours.
 * A lock would make everybody's batches wait for a slow `fulfil`.
 *
 * @throws TillkitError `store_unusable` where the host ended the transaction, `store_conflict`
 */
export function transactionsOn(
  pool: Pool,
  { schema, prepare, write }: { readonly schema: string; readonly prepare: Prepare; readonly write: WriteCommits },
): (guard: Guard, make: (tx: PoolClient) => Commit | Promise<Commit>) => Promise<Committed> {
  const versionOf = `SELECT version FROM ${schema}.payments WHERE tenant = $1 AND id = $2`;

  async function inside(
    client: PoolClient,
    { tenant, id, expectedVersion }: Guard,
    make: (tx: PoolClient) => Commit | Promise<Commit>,
  ): Promise<Committed> {
    await attempt(() => client.query("BEGIN; SAVEPOINT tillkit_inside"));
    const [row] = await rowsOf(client, prepare(versionOf, [tenant, id]));
    if (Number(row?.["version"] ?? 0) !== expectedVersion) return undone(client, { type: "conflict" });
    const commit = await make(client);
    await mustBeOpen(client);
    const [result] = await write(client, [commit]);
    if (result?.type !== "committed") return undone(client, result ?? { type: "conflict" });
    await attempt(() => client.query("COMMIT"));
    return { result, commit };
  }

  return async (guard, make) => {
    const client = await borrow(pool, unheard);
    let broken = false;
    try {
      return await inside(client, guard, make);
    } catch (error) {
      broken = !(await rollBack(client));
      // Another writer was faster in a unique key, or in a deadlock: as good as another version.
      if (isOurs(error) && isRace(error.cause)) return { result: { type: "conflict" } };
      throw error;
    } finally {
      giveBack(client, unheard, broken);
    }
  };
}

/** What became of a transaction, and what it wrote where it was kept. */
export interface Committed {
  readonly result: CommitResult;
  readonly commit?: Commit;
}

async function undone(client: PoolClient, result: CommitResult): Promise<Committed> {
  await attempt(() => client.query("ROLLBACK"));
  return { result };
}

/** A savepoint is gone with the transaction that it was in. */
async function mustBeOpen(client: PoolClient): Promise<void> {
  try {
    await client.query("RELEASE SAVEPOINT tillkit_inside");
  } catch (cause) {
    const sqlState = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (sqlState === IN_FAILED_TRANSACTION)
      throw unusable(
        "A statement of `fulfil` failed, and `fulfil` went on. Pass the error on, or use a savepoint of your own.",
        {
          cause,
        },
      );
    if (sqlState === NO_SUCH_SAVEPOINT || sqlState === NO_TRANSACTION)
      throw unusable("What ran inside tillkit's transaction ended it. Leave out BEGIN, COMMIT and ROLLBACK.", {
        cause,
      });
    await attempt(() => Promise.reject(cause));
  }
}

// PostgreSQL, Appendix A.
const IN_FAILED_TRANSACTION = "25P02";
const NO_SUCH_SAVEPOINT = "3B001";
const NO_TRANSACTION = "25P01";

async function rollBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query("ROLLBACK");
    return true;
  } catch {
    // The connection is gone, and the transaction with it. The first error is the one to tell.
    return false;
  }
}

function isOurs(error: unknown): error is Error {
  return error instanceof Error && "code" in error && error.code === "store_conflict";
}

function unheard(): void {
  // A connection that breaks while the host uses it fails its next query.
}
