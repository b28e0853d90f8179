import type { Broken, Memory } from "./broken.ts";

/** Stores that tell wrongly, and one that does not close. */
export const watching: readonly Broken[] = [
  {
    mistake: "tells before it writes",
    caughtBy: "a listener that reads finds what it was told of",
    make: (real) => {
      const listeners: Parameters<Memory["subscribe"]>[0][] = [];
      return {
        subscribe: (listener) => {
          listeners.push(listener);
          return () => undefined;
        },
        commit: async (commit) => {
          const { tenant, id } = commit.payment;
          for (const listener of listeners) listener({ tenant, id, version: commit.expectedVersion + 1 });
          return Promise.resolve().then(() => real.commit(commit));
        },
      };
    },
  },
  {
    mistake: "lets a broken listener hurt the writer",
    caughtBy: "a listener that throws changes nothing for the writer or the others",
    make: (real) => {
      const listeners: Parameters<Memory["subscribe"]>[0][] = [];
      return {
        subscribe: (listener) => {
          listeners.push(listener);
          return () => undefined;
        },
        commit: async (commit) => {
          const result = await real.commit(commit);
          const { tenant, id } = commit.payment;
          if (result.type === "committed")
            for (const listener of listeners) listener({ tenant, id, version: result.version });
          return result;
        },
      };
    },
  },
  {
    mistake: "works on after it was closed",
    caughtBy: "a closed store refuses every call as store_unusable",
    make: () => ({ close: async () => undefined }),
  },
];
