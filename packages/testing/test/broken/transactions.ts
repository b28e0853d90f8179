import type { Broken } from "./broken.ts";

/** Stores that are wrong about the host's part of a transaction. */
export const transactions: readonly Broken[] = [
  {
    mistake: "keeps the write when `make` throws",
    caughtBy: "if `make` throws, its error comes out and nothing is written",
    make: (real) => ({
      commitWithin: async (guard, make) => {
        const before = await real.load(guard.tenant, guard.id);
        try {
          return await real.commitWithin(guard, make);
        } catch (error) {
          if (before !== undefined)
            await real.commit({
              ...before,
              expectedVersion: before.version,
              dueAt: null,
              take: [],
              drop: [],
              entries: [],
              at: 0,
            });
          throw error;
        }
      },
    }),
  },
  {
    mistake: "runs `make` before it looks at the version",
    caughtBy: "`make` does not run when the payment has another version",
    make: (real) => ({
      commitWithin: async (guard, make) => {
        const made = make(undefined);
        return real.commitWithin(guard, () => made);
      },
    }),
  },
  {
    mistake: "waits for a promise though it says that it cannot",
    caughtBy: "a promise is waited for where the store can, and refused where it cannot",
    make: (real) => ({ commitWithin: async (_guard, make) => real.commit(await Promise.resolve(make(undefined))) }),
  },
];
