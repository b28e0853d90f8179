import { type Commit, memoryStore, type Store, type Stored, type TimelineEntry } from "@tillkit/core";
import { durableStoreCases, storeCases } from "@tillkit/testing";
import { describe, expect, it } from "vitest";

type Memory = Store<undefined, "sync">;

/** A store with one planted mistake, and a claim of the contract that must notice it. */
interface Broken {
  readonly mistake: string;
  readonly caughtBy: string;
  readonly make: (real: Memory) => Partial<Memory>;
}

const broken: readonly Broken[] = [
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
    mistake: "finds names of other tenants",
    caughtBy: "two tenants can have the same name, and find their own",
    make: (real) => ({
      find: async (tenant, name) => {
        for (const each of [tenant, "north", "south"]) {
          const stored = await real.find(each, name);
          if (stored !== undefined) return stored;
        }
        return undefined;
      },
    }),
  },
  {
    mistake: "lists every tenant's payments",
    caughtBy: "a list shows only the tenant's payments, and starts at none of another's",
    make: (real) => ({
      list: async (query) => {
        const pages = await Promise.all(
          [...new Set([query.tenant, "north", "south"])].map((tenant) => real.list({ ...query, tenant })),
        );
        return pages.flat().slice(0, query.limit);
      },
    }),
  },
  {
    mistake: "lists oldest first",
    caughtBy: "payments are listed newest first, whatever order they were written in",
    make: (real) => ({ list: async (query) => (await real.list(query)).toReversed() }),
  },
  {
    mistake: "counts pages by offset",
    caughtBy: "a page is not moved by payments that are made meanwhile",
    make: (real) => {
      let offset = 0;
      return {
        list: async ({ after, ...query }) => {
          const all = await real.list({ ...query, limit: 100 });
          offset = after === undefined ? 0 : offset + query.limit;
          return all.slice(offset, offset + query.limit);
        },
      };
    },
  },
  {
    mistake: "gives one payment to every worker",
    caughtBy: "what one worker has, nobody else gets",
    make: (real) => ({ claim: async (request) => freely(real, request) }),
  },
  {
    mistake: "never lets a lease expire",
    caughtBy: "an expired lease is free for others",
    make: (real) => ({
      claim: (request) => real.claim({ ...request, lease: { ...request.lease, until: Number.MAX_SAFE_INTEGER } }),
    }),
  },
  {
    mistake: "claims what is not due",
    caughtBy: "what is not due yet, or never by itself, is not claimed",
    make: (real) => ({ claim: (request) => real.claim({ ...request, now: request.now + 1 }) }),
  },
  {
    mistake: "claims in any order",
    caughtBy: "what is due is claimed, the longest overdue first",
    make: (real) => ({ claim: async (request) => (await real.claim(request)).toReversed() }),
  },
  {
    mistake: "gives a lease back although the payment has changed",
    caughtBy: "a lease is not given back after the payment has changed",
    make: (real) => ({
      release: async (release) => {
        const version = (await real.load(release.tenant, release.id))?.version ?? 0;
        return real.release({ ...release, version });
      },
    }),
  },
  {
    mistake: "takes no lease with a commit, but says so",
    caughtBy: "a commit can take the lease with it",
    make: (real) => ({
      commit: async ({ lease, ...commit }) => {
        const result = await real.commit(commit);
        return result.type === "committed" ? { ...result, leased: lease !== undefined } : result;
      },
    }),
  },
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
  {
    mistake: "sorts the history by time",
    caughtBy: "the history follows the writes, also when the clock steps back",
    make: (real) => ({
      timeline: async (tenant, id) => (await real.timeline(tenant, id)).toSorted((a, b) => a.at - b.at),
    }),
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
    mistake: "keeps only the fields that it knows",
    caughtBy: "fields that this version does not know are kept",
    make: (real) => ({
      commit: (commit) => {
        const { loyalty: _unknown, ...payment } = { loyalty: null, ...commit.payment };
        return real.commit({ ...commit, payment });
      },
    }),
  },
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
    mistake: "lets the last writer of a mark win",
    caughtBy: "a mark is written only on the version that it has",
    make: (real) => ({
      writeMark: async (write) => {
        const mark = await real.readMark(write.tenant, write.name);
        return real.writeMark({ ...write, expectedVersion: mark?.version ?? 0 });
      },
    }),
  },
  {
    mistake: "removes a mark that somebody has written meanwhile",
    caughtBy: "a mark is removed only on the version that it has, and begins again",
    make: (real) => ({
      writeMark: async (write) => {
        const mark = await real.readMark(write.tenant, write.name);
        return real.writeMark(write.value === null ? { ...write, expectedVersion: mark?.version ?? 0 } : write);
      },
    }),
  },
  {
    mistake: "shows marks that nobody is to look at yet",
    caughtBy: "marks whose time has come are shown, the longest overdue first, to everybody",
    make: (real) => ({ dueMarks: (query) => real.listMarks({ ...query, prefix: "" }) }),
  },
  {
    mistake: "keeps the marks of all tenants together",
    caughtBy: "marks of one tenant are none of another's",
    make: (real) => ({
      readMark: (_tenant, name) => real.readMark("all", name),
      writeMark: (write) => real.writeMark({ ...write, tenant: "all" }),
      listMarks: (query) => real.listMarks({ ...query, tenant: "all" }),
      dueMarks: (query) => real.dueMarks({ ...query, tenant: "all" }),
    }),
  },
  {
    mistake: "does not look whether something is parked",
    caughtBy: "payments with something parked are found",
    make: (real) => ({
      list: (query) => {
        const { parked: _parked, ...rest } = query;
        return real.list(rest);
      },
    }),
  },
  {
    mistake: "takes an order for a reference",
    caughtBy: "a list is filtered by the order that payments are shares of, exactly",
    make: (real) => ({
      list: ({ order, ...query }) => real.list(order === undefined ? query : { ...query, reference: order }),
    }),
  },
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
    mistake: "works on after it was closed",
    caughtBy: "a closed store refuses every call as store_unusable",
    make: () => ({ close: async () => undefined }),
  },
];

/** A store for many processes with one planted mistake. `handle` is what one process sees of the data. */
interface BrokenAmongMany extends Omit<Broken, "make"> {
  readonly handle: (data: Memory, number: number) => Partial<Memory>;
}

const brokenAmongMany: readonly BrokenAmongMany[] = [
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

describe.each(brokenAmongMany)("a store for many processes that $mistake", ({ caughtBy, handle }) => {
  it(`is caught: ${caughtBy}`, async () => {
    expect(await failuresAmongMany(handle)).toContain(caughtBy);
  });
});

it("the store for many processes under all of them breaks nothing", async () => {
  expect(await failuresAmongMany(() => ({}))).toEqual([]);
});

describe.each(broken)("a store that $mistake", ({ caughtBy, make }) => {
  it(`is caught: ${caughtBy}`, async () => {
    const failed = await failuresOf(() => {
      const real = memoryStore();
      return { ...real, ...make(real) };
    });
    expect(failed).toContain(caughtBy);
  });
});

it("the store under all of them breaks nothing", async () => {
  expect(await failuresOf(memoryStore)).toEqual([]);
});

it("no two claims of the contract have the same name", () => {
  const names = [...storeCases, ...durableStoreCases].map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

async function failuresOf(open: () => Memory): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { name, run } of storeCases) {
    const store = open();
    await run(async () => ({ store, close: () => store.close() })).catch(() => failed.push(name));
  }
  return failed;
}

/** Whether a process is there or not, its data is. */
async function failuresAmongMany(handle: BrokenAmongMany["handle"]): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { name, run } of durableStoreCases) {
    const data = memoryStore();
    let count = 0;
    const another = (): Memory => ({ ...data, ...handle(data, count++), close: async () => undefined });
    const opened = {
      store: another(),
      second: async () => another(),
      reopen: async () => another(),
      close: data.close,
    };
    await run(async () => opened).catch(() => failed.push(name));
  }
  return failed;
}

async function onNewestVersion(real: Memory, commit: Commit): Promise<Commit> {
  const stored = await real.load(commit.payment.tenant, commit.payment.id);
  return { ...commit, expectedVersion: stored?.version ?? 0 };
}

/** Claims for a worker that gives everything back at once: nobody is kept out. */
async function freely(real: Memory, request: Parameters<Memory["claim"]>[0]): Promise<readonly Stored[]> {
  const claimed = await real.claim(request);
  for (const { payment, version } of claimed)
    await real.release({ tenant: request.tenant, id: payment.id, version, token: request.lease.token });
  return claimed;
}
