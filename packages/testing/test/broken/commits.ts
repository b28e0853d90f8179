import type { TimelineEntry } from "@tillkit/core";
import { type Broken, onNewestVersion } from "./broken.ts";

/** Stores that are wrong about what a commit writes, and about who wins. */
export const commits: readonly Broken[] = [
  {
    mistake: "writes without looking at the version",
    caughtBy: "a decision on an old version is a conflict",
    make: (real) => ({ commit: async (commit) => real.commit(await onNewestVersion(real, commit)) }),
  },
  {
    mistake: "records the cause although the commit lost",
    caughtBy: "a commit refused as conflict records no cause: the same cause can still be applied",
    make: (real) => {
      const causes = new Set<string>();
      return {
        commit: async (commit) => {
          const { cause, ...rest } = commit;
          if (cause !== undefined && causes.has(cause)) return { type: "duplicate" };
          if (cause !== undefined) causes.add(cause);
          return real.commit(rest);
        },
      };
    },
  },
  {
    mistake: "records the cause in a second write, after the first is answered",
    caughtBy: "of many commits with one cause exactly one wins",
    make: (real) => {
      const causes = new Set<string>();
      return {
        commit: async (commit) => {
          const { cause, ...rest } = commit;
          if (cause !== undefined && causes.has(cause)) return { type: "duplicate" };
          const result = await real.commit(rest);
          if (cause !== undefined && result.type === "committed") causes.add(cause);
          return result;
        },
      };
    },
  },
  {
    mistake: "knows a cause only for the payment that had it",
    caughtBy: "a cause of one payment is a duplicate for another",
    make: (real) => ({
      commit: (commit) =>
        real.commit(commit.cause === undefined ? commit : { ...commit, cause: `${commit.payment.id} ${commit.cause}` }),
    }),
  },
  {
    mistake: "forgets causes after a while",
    caughtBy: "a cause is remembered however much happens after it",
    make: (real) => {
      const recent: string[] = [];
      return {
        commit: async (commit) => {
          const { cause, ...rest } = commit;
          if (cause !== undefined && recent.includes(cause)) return { type: "duplicate" };
          const result = await real.commit(rest);
          if (cause !== undefined && result.type === "committed") recent.push(cause);
          if (recent.length > 10) recent.shift();
          return result;
        },
      };
    },
  },
  {
    mistake: "lets two payments have one name",
    caughtBy: "a name that another payment has is refused, and who has it is told",
    make: (real) => ({
      commit: async (commit) => {
        const result = await real.commit(commit);
        return result.type === "taken"
          ? real.commit({ ...commit, take: commit.take.filter((name) => name !== result.name) })
          : result;
      },
    }),
  },
  {
    mistake: "never gives a name back",
    caughtBy: "a name that was given back can be taken by another payment",
    make: (real) => ({ commit: (commit) => real.commit({ ...commit, drop: [] }) }),
  },
  {
    mistake: "writes history of commits that it refused",
    caughtBy: "a commit refused as conflict writes no history",
    make: (real) => {
      const lost = new Map<string, readonly TimelineEntry[]>();
      return {
        commit: async (commit) => {
          const result = await real.commit(commit);
          if (result.type !== "committed") lost.set(commit.payment.id, commit.entries);
          return result;
        },
        timeline: async (tenant, id) => [...(await real.timeline(tenant, id)), ...(lost.get(id) ?? [])],
      };
    },
  },
  {
    mistake: "sorts the history by time",
    caughtBy: "the history follows the writes, also when the clock steps back",
    make: (real) => ({
      timeline: async (tenant, id) => (await real.timeline(tenant, id)).toSorted((a, b) => a.at - b.at),
    }),
  },
];
