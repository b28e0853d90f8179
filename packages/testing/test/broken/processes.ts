import { memoryStore, type Stored } from "@tillkit/core";
import { type BrokenAmongMany, freely, onNewestVersion } from "./broken.ts";

/** Stores that are wrong among several processes. */
export const processes: readonly BrokenAmongMany[] = [
  {
    mistake: "reads from its own cache",
    caughtBy: "two handles on the same data see each other's commits",
    handle: (data) => {
      const cache = new Map<string, Stored | undefined>();
      return {
        load: async (tenant, id) => {
          if (!cache.has(id)) cache.set(id, await data.load(tenant, id));
          return cache.get(id);
        },
      };
    },
  },
  {
    mistake: "writes again on the newest version where another process was faster",
    caughtBy: "of commits by two handles on one version exactly one wins",
    handle: (data) => ({
      commit: async (commit) => {
        const result = await data.commit(commit);
        return result.type === "conflict" ? data.commit(await onNewestVersion(data, commit)) : result;
      },
    }),
  },
  {
    mistake: "keeps leases in its process",
    caughtBy: "of claims by two handles exactly one gets each payment",
    handle: (data, number) => ({
      claim: (request) => (number === 0 ? data.claim(request) : freely(data, { ...request, now: Number.MAX_VALUE })),
    }),
  },
  {
    mistake: "gives every lease back when it starts",
    caughtBy: "a lease outlives a restart",
    handle: (data, number) => ({
      claim: (request) => data.claim(number === 0 ? request : { ...request, now: Number.MAX_VALUE }),
    }),
  },
  {
    mistake: "keeps marks in its process",
    caughtBy: "a mark outlives a restart",
    handle: () => {
      const { readMark, writeMark, listMarks, dueMarks } = memoryStore();
      return { readMark, writeMark, listMarks, dueMarks };
    },
  },
  {
    mistake: "remembers causes in its process",
    caughtBy: "a cause is remembered after a restart",
    handle: (data) => {
      const causes = new Set<string>();
      return {
        commit: async ({ cause, ...commit }) => {
          if (cause !== undefined && causes.has(cause)) return { type: "duplicate" };
          if (cause !== undefined) causes.add(cause);
          return data.commit(commit);
        },
      };
    },
  },
  {
    mistake: "loses the history with its process",
    caughtBy: "everything is there after a restart",
    handle: (data, number) => ({
      timeline: async (tenant, id) => (number === 0 ? data.timeline(tenant, id) : []),
    }),
  },
];
