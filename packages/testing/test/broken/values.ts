import type { Commit, Stored } from "@tillkit/core";
import type { Broken } from "./broken.ts";

/** Stores that do not give back what they were given. */
export const values: readonly Broken[] = [
  {
    mistake: "hands out its live objects",
    caughtBy: "who changes what it was given does not change what is kept",
    make: (real) => {
      const live = new Map<string, Stored>();
      return {
        load: async (tenant, id) => {
          const stored = await real.load(tenant, id);
          if (stored === undefined) return undefined;
          const key = JSON.stringify([tenant, id, stored.version]);
          const known = live.get(key) ?? structuredClone(stored);
          live.set(key, known);
          return known;
        },
      };
    },
  },
  {
    mistake: "keeps the objects of whoever wrote them",
    caughtBy: "who changes what it wrote does not change what is kept",
    make: (real) => {
      const kept = new Map<string, Commit>();
      return {
        commit: async (commit) => {
          const result = await real.commit(commit);
          if (result.type === "committed") kept.set(commit.payment.id, commit);
          return result;
        },
        load: async (tenant, id) => {
          const stored = await real.load(tenant, id);
          const commit = kept.get(id);
          return stored === undefined || commit === undefined
            ? stored
            : { ...stored, payment: commit.payment, pending: commit.pending };
        },
      };
    },
  },
  {
    mistake: "makes one letter of a letter and its accent",
    caughtBy: "text of every script comes back as it was",
    make: (real) => ({
      commit: ({ payment, ...commit }) =>
        real.commit({
          ...commit,
          payment:
            payment.description === undefined ? payment : { ...payment, description: payment.description.normalize() },
        }),
    }),
  },
  {
    mistake: "cuts off what is long",
    caughtBy: "a megabyte of mark is kept",
    make: (real) => ({
      writeMark: (write) =>
        real.writeMark({ ...write, value: write.value === null ? null : write.value.slice(0, 65_535) }),
    }),
  },
  {
    mistake: "keeps only the fields that it knows",
    caughtBy: "fields that this version does not know are kept",
    make: (real) => ({
      commit: (commit) => {
        const { loyalty: _unknown, ...payment } = { loyalty: null, ...commit.payment };
        return real.commit({ ...commit, payment });
      },
    }),
  },
];
