import type { Broken } from "./broken.ts";

/** Stores that delete wrongly. */
export const retention: readonly Broken[] = [
  {
    mistake: "deletes what is old though it is not over",
    caughtBy: "what is not final, or has something to do or to look at, is not deleted however old",
    make: (real) => {
      const gone = new Set<string>();
      return {
        load: async (tenant, id) => (gone.has(id) ? undefined : real.load(tenant, id)),
        list: async (query) => (await real.list(query)).filter(({ payment }) => !gone.has(payment.id)),
        prune: async (old) => {
          const all = await real.list({ tenant: old.tenant, limit: 100 });
          const aged = all.filter(({ payment }) => payment.createdAt < old.before).slice(0, old.limit);
          for (const { payment } of aged) gone.add(payment.id);
          return aged.length;
        },
      };
    },
  },
  {
    mistake: "forgets every cause when it deletes a payment",
    caughtBy: "names, causes and history of other payments stay when one is deleted",
    make: (real) => {
      let epoch = 0;
      return {
        commit: (commit) =>
          real.commit(commit.cause === undefined ? commit : { ...commit, cause: `${epoch} ${commit.cause}` }),
        prune: async (old) => {
          const pruned = await real.prune(old);
          if (pruned > 0) epoch += 1;
          return pruned;
        },
      };
    },
  },
  {
    mistake: "remembers the causes of what it has deleted",
    caughtBy: "what is over and old is deleted, with its history, names and causes",
    make: (real) => {
      const causes = new Set<string>();
      return {
        commit: async (commit) => {
          if (commit.cause !== undefined && causes.has(commit.cause)) return { type: "duplicate" };
          const result = await real.commit(commit);
          if (result.type === "committed" && commit.cause !== undefined) causes.add(commit.cause);
          return result;
        },
      };
    },
  },
  {
    mistake: "deletes what was written only now",
    caughtBy: "what was made or written since is not deleted",
    make: (real) => ({ commit: (commit) => real.commit({ ...commit, at: commit.payment.createdAt }) }),
  },
  {
    mistake: "deletes everything old at once",
    caughtBy: "no more are deleted at a time than the limit, the oldest first",
    make: (real) => ({ prune: (old) => real.prune({ ...old, limit: 1_000 }) }),
  },
  {
    mistake: "deletes every tenant's payments",
    caughtBy: "only the tenant's own payments are deleted",
    make: (real) => ({
      prune: async (old) => {
        const counts = await Promise.all(
          [...new Set([old.tenant, "north", "south"])].map((tenant) => real.prune({ ...old, tenant })),
        );
        return Math.max(...counts);
      },
    }),
  },
  {
    mistake: "deletes shares of an order one by one",
    caughtBy: "shares of an order are not deleted by themselves",
    make: (real) => ({
      prune: async (old) => {
        for (const { payment } of await real.list({ tenant: old.tenant, limit: 100 }))
          if (payment.order !== undefined) {
            const mark = { name: `order:${payment.order}`, version: 1 };
            await real.writeMark({ tenant: old.tenant, ...mark, expectedVersion: 0, value: "{}", dueAt: null });
            const gone = await real.pruneOrder({ ...old, order: payment.order, mark });
            if (gone !== undefined) return gone;
          }
        return real.prune(old);
      },
    }),
  },
  {
    mistake: "deletes what is kept of an order before it looks at the shares",
    caughtBy: "nothing of an order is deleted while one of its shares is not over, or not old",
    make: (real) => ({
      pruneOrder: async (old) => {
        const pruned = await real.pruneOrder(old);
        const { tenant, mark } = old;
        const write = { tenant, name: mark.name, expectedVersion: mark.version, value: null, dueAt: null };
        return pruned ?? ((await real.writeMark(write)) ? 0 : undefined);
      },
    }),
  },
  {
    mistake: "deletes an order that was changed meanwhile",
    caughtBy: "nothing of an order is deleted where its mark has changed, or is not there",
    make: (real) => ({
      pruneOrder: async (old) =>
        real.pruneOrder({ ...old, mark: (await real.readMark(old.tenant, old.mark.name)) ?? old.mark }),
    }),
  },
];
