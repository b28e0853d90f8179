import type { Commit, Store, Stored } from "@tillkit/core";

/** The store in memory, under all mistakes. */
export type Memory = Store<undefined, "sync">;

/** A store with one planted mistake, and a claim of the contract that must notice it. */
export interface Broken {
  readonly mistake: string;
  readonly caughtBy: string;
  readonly make: (real: Memory) => Partial<Memory>;
}

/** A store for many processes with one planted mistake. `handle` is what one process sees of the data. */
export interface BrokenAmongMany extends Omit<Broken, "make"> {
  readonly handle: (data: Memory, number: number) => Partial<Memory>;
}

/** The same commit, decided anew without looking. */
export async function onNewestVersion(real: Memory, commit: Commit): Promise<Commit> {
  const stored = await real.load(commit.payment.tenant, commit.payment.id);
  return { ...commit, expectedVersion: stored?.version ?? 0 };
}

/** Claims for a worker that gives everything back at once: nobody is kept out. */
export async function freely(real: Memory, request: Parameters<Memory["claim"]>[0]): Promise<readonly Stored[]> {
  const claimed = await real.claim(request);
  for (const { payment, version } of claimed)
    await real.release({ tenant: request.tenant, id: payment.id, version, token: request.lease.token });
  return claimed;
}
