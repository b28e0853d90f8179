import type { Pool, PoolClient } from "pg";
import { attempt } from "./trouble.ts";

/**
 * Takes a client out of the pool, and hears its errors from that moment on: the pool stops to, and an error that nobody hears ends
 * the process. A promise would be too late. The server's farewell can come in the same packet as the answer before it.
 */
export function borrow(pool: Pool, hear: (error: Error) => void): Promise<PoolClient> {
  return attempt(
    () =>
      new Promise((resolve, reject) => {
        pool.connect((error, client) => {
          if (client === undefined) return reject(error ?? new Error("The pool gave no connection."));
          client.on("error", hear);
          resolve(client);
        });
      }),
  );
}

/** Gives it back. One that is `broken` is thrown away. */
export function giveBack(client: PoolClient, hear: (error: Error) => void, broken: boolean): void {
  client.off("error", hear);
  client.release(broken);
}
