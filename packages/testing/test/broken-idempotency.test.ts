import { type IdempotencyStore, memoryIdempotency, type StoredAnswer } from "@tillkit/core";
import { durableIdempotencyCases, idempotencyCases } from "@tillkit/testing";
import { describe, expect, it } from "vitest";

/** An idempotency store with one planted mistake, and a claim of the contract that must notice it. */
interface Broken {
  readonly mistake: string;
  readonly caughtBy: string;
  readonly make: (real: IdempotencyStore) => Partial<IdempotencyStore>;
}

const broken: readonly Broken[] = [
  {
    mistake: "looks first and writes later",
    caughtBy: "of 20 requests at once exactly one starts",
    make: (real) => {
      const begun = new Set<string>();
      return {
        begin: async (request) => {
          const isBegun = begun.has(request.key);
          await Promise.resolve();
          begun.add(request.key);
          return isBegun ? real.begin(request) : { type: "started" };
        },
      };
    },
  },
  {
    mistake: "lets everybody take over what a crash left behind",
    caughtBy: "of 20 requests after a crash exactly one takes over",
    make: (real) => {
      const until = new Map<string, number>();
      return {
        begin: async (request) => {
          const end = until.get(request.key);
          if (end !== undefined && end <= request.now) return { type: "started" };
          until.set(request.key, request.lease.until);
          return real.begin(request);
        },
      };
    },
  },
  {
    mistake: "has no fence: whoever comes back completes",
    caughtBy: "who was taken over can neither complete nor release",
    make: (real) => {
      const tokens = new Map<string, string>();
      return {
        begin: async (request) => {
          const result = await real.begin(request);
          if (result.type === "started") tokens.set(request.key, request.lease.token);
          return result;
        },
        complete: (done) => real.complete({ ...done, token: tokens.get(done.key) ?? done.token }),
      };
    },
  },
  {
    mistake: "counts its fences, and begins again at 1 when a key was given back",
    caughtBy: "who was taken over stays out, also after the other gave the key back",
    make: (real) => {
      const fences = new Map<string, number>();
      const fenceOf = new Map<string, number>();
      const tokens = new Map<string, string>();
      const isCurrent = (key: string, token: string) => fenceOf.get(token) === fences.get(key);
      return {
        begin: async (request) => {
          const result = await real.begin(request);
          if (result.type !== "started") return result;
          const fence = (fences.get(request.key) ?? 0) + 1;
          fences.set(request.key, fence);
          fenceOf.set(request.lease.token, fence);
          tokens.set(request.key, request.lease.token);
          return result;
        },
        complete: async ({ token, ...done }) =>
          isCurrent(done.key, token) && real.complete({ ...done, token: tokens.get(done.key) ?? token }),
        release: async (claim) => {
          const isReleased = await real.release(claim);
          if (isReleased) fences.delete(claim.key);
          return isReleased;
        },
      };
    },
  },
  {
    mistake: "never lets a lease run out",
    caughtBy: "a lease holds to its last millisecond, and is taken over after",
    make: (real) => ({
      begin: (request) => real.begin({ ...request, lease: { ...request.lease, until: Number.MAX_SAFE_INTEGER } }),
    }),
  },
  {
    mistake: "lets a lease run out a millisecond early",
    caughtBy: "a lease holds to its last millisecond, and is taken over after",
    make: (real) => ({ begin: (request) => real.begin({ ...request, now: request.now + 1 }) }),
  },
  {
    mistake: "holds a clock that stepped back for a lease that ran out",
    caughtBy: "a lease holds while the clock steps back",
    make: (real) => {
      let latest = 0;
      return {
        begin: (request) => {
          const isBack = request.now < latest;
          latest = Math.max(latest, request.now);
          return real.begin(isBack ? { ...request, now: Number.MAX_SAFE_INTEGER } : request);
        },
      };
    },
  },
  {
    mistake: "refuses an answer that took longer than its lease",
    caughtBy: "work that took longer than its lease counts, if nobody took it over",
    make: (real) => {
      const until = new Map<string, number>();
      return {
        begin: (request) => {
          until.set(request.key, request.lease.until);
          return real.begin(request);
        },
        complete: async (done) => done.at < (until.get(done.key) ?? 0) && real.complete(done),
      };
    },
  },
  {
    mistake: "does not look at the fingerprint",
    caughtBy: "another fingerprint is a mismatch while the first is at work",
    make: (real) => ({ begin: (request) => real.begin({ ...request, fingerprint: "" }) }),
  },
  {
    mistake: "answers a mismatch only once the first is finished",
    caughtBy: "a crash does not free the key for another fingerprint",
    make: (real) => {
      const first = new Map<string, string>();
      return {
        begin: async (request) => {
          const fingerprint = first.get(request.key) ?? request.fingerprint;
          first.set(request.key, fingerprint);
          const result = await real.begin({ ...request, fingerprint });
          return result.type === "completed" && fingerprint !== request.fingerprint ? { type: "mismatch" } : result;
        },
      };
    },
  },
  {
    mistake: "has one set of keys for all tenants",
    caughtBy: "tenants do not see each other's keys",
    make: onNames(({ key }) => ({ tenant: "all", key })),
  },
  {
    mistake: "joins tenant and key into one text",
    caughtBy: "a tenant and a key are not one text",
    make: onNames(({ tenant, key }) => ({ tenant: "all", key: `${tenant}:${key}` })),
  },
  {
    mistake: "holds upper and lower case for the same",
    caughtBy: "keys differ by case, white space, composition and script",
    make: onNames(({ tenant, key }) => ({ tenant, key: key.toLowerCase() })),
  },
  {
    mistake: "normalises keys",
    caughtBy: "keys differ by case, white space, composition and script",
    make: onNames(({ tenant, key }) => ({ tenant, key: key.normalize() })),
  },
  {
    mistake: "cuts long keys short",
    caughtBy: "255 characters are kept to the last, of whatever size",
    make: onNames(({ tenant, key }) => ({ tenant, key: key.slice(0, 254) })),
  },
  {
    mistake: "cuts long bodies short",
    caughtBy: "bodies come back as they went in: empty, in every script, escaped, and of 1 MB",
    make: onAnswers(({ body, ...answer }) => ({ ...answer, body: body.slice(0, 65_535) })),
  },
  {
    mistake: "keeps bodies in Latin-1",
    caughtBy: "bodies come back as they went in: empty, in every script, escaped, and of 1 MB",
    make: onAnswers(({ body, ...answer }) => ({ ...answer, body: Buffer.from(body, "latin1").toString("latin1") })),
  },
  {
    mistake: "forgets the headers",
    caughtBy: "a finished request is answered with its status, headers and body",
    make: onAnswers((answer) => ({ ...answer, headers: {} })),
  },
  {
    mistake: "overwrites an answer with a later one",
    caughtBy: "an answer never changes",
    make: (real) => {
      const answers = new Map<string, StoredAnswer>();
      return {
        complete: async (done) => {
          answers.set(done.key, done.answer);
          return real.complete(done);
        },
        begin: async (request) => {
          const result = await real.begin(request);
          const answer = answers.get(request.key);
          return result.type === "completed" && answer !== undefined ? { type: "completed", answer } : result;
        },
      };
    },
  },
  {
    mistake: "forgets work that is under way",
    caughtBy: "work is not forgotten while its lease runs, and is once it ran out before that time",
    make: (real) => ({
      forgetBefore: ({ before, ...old }) => real.forgetBefore({ ...old, before: before + 60_000 }),
    }),
  },
  {
    mistake: "forgets everything old at once",
    caughtBy: "no more are forgotten at a time than the limit, the oldest first",
    make: (real) => ({ forgetBefore: (old) => real.forgetBefore({ ...old, limit: 1_000 }) }),
  },
  {
    mistake: "forgets every tenant's answers",
    caughtBy: "a tenant forgets only what is its own",
    make: (real) => ({
      forgetBefore: async (old) => {
        const counts = await Promise.all(
          [...new Set([old.tenant, "north", "south"])].map((tenant) => real.forgetBefore({ ...old, tenant })),
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

/** One for many processes with one planted mistake. `handle` is what one process sees of the data. */
interface BrokenAmongMany extends Omit<Broken, "make"> {
  readonly handle: (data: IdempotencyStore, number: number) => Partial<IdempotencyStore>;
}

const brokenAmongMany: readonly BrokenAmongMany[] = [
  {
    mistake: "remembers in its process",
    caughtBy: "answers and unfinished work outlive a restart",
    handle: () => memoryIdempotency(),
  },
  {
    mistake: "starts in its process, and keeps answers for all",
    caughtBy: "of requests through two handles exactly one starts, each time",
    handle: (data) => {
      const begun = new Set<string>();
      return {
        begin: async (request) => {
          const result = await data.begin(request);
          if (result.type !== "in_progress" || begun.has(request.key)) return result;
          begun.add(request.key);
          return { type: "started" };
        },
      };
    },
  },
  {
    mistake: "caches what it was answered",
    caughtBy: "an answer is seen through another handle at once",
    handle: (data) => {
      const known = new Map<string, Awaited<ReturnType<IdempotencyStore["begin"]>>>();
      return {
        begin: async (request) => {
          const result = known.get(request.key) ?? (await data.begin(request));
          known.set(request.key, result);
          return result;
        },
      };
    },
  },
  {
    mistake: "lets nobody take over from another process",
    caughtBy: "a lease is taken over through another handle",
    handle: (data, number) => ({
      begin: (request) => data.begin(number === 0 ? request : { ...request, now: 0 }),
    }),
  },
];

describe.each(brokenAmongMany)("an idempotency store for many processes that $mistake", ({ caughtBy, handle }) => {
  it(`is caught: ${caughtBy}`, async () => {
    expect(await failuresAmongMany(handle)).toContain(caughtBy);
  });
});

it("the idempotency store for many processes under all of them breaks nothing", async () => {
  expect(await failuresAmongMany(() => ({}))).toEqual([]);
});

describe.each(broken)("an idempotency store that $mistake", ({ caughtBy, make }) => {
  it(`is caught: ${caughtBy}`, async () => {
    const failed = await failuresOf(() => {
      const real = memoryIdempotency();
      return { ...real, ...make(real) };
    });
    expect(failed).toContain(caughtBy);
  });
});

it("the idempotency store under all of them breaks nothing", async () => {
  expect(await failuresOf(memoryIdempotency)).toEqual([]);
});

it("no two claims of the contract have the same name", () => {
  const names = [...idempotencyCases, ...durableIdempotencyCases].map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

async function failuresOf(open: () => IdempotencyStore): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { name, run } of idempotencyCases) {
    const store = open();
    await run(async () => ({ store, close: () => store.close() })).catch(() => failed.push(name));
  }
  return failed;
}

/** Whether a process is there or not, its data is. */
async function failuresAmongMany(handle: BrokenAmongMany["handle"]): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { name, run } of durableIdempotencyCases) {
    const data = memoryIdempotency();
    let count = 0;
    const another = () => ({ ...data, ...handle(data, count++), close: async () => undefined });
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

interface Named {
  readonly tenant: string;
  readonly key: string;
}

/** A store that changes whose key it is before it looks. */
function onNames(change: (name: Named) => Named): Broken["make"] {
  return (real) => ({
    begin: (request) => real.begin({ ...request, ...change(request) }),
    complete: (done) => real.complete({ ...done, ...change(done) }),
    release: (claim) => real.release({ ...claim, ...change(claim) }),
  });
}

/** A store that changes answers before it keeps them. */
function onAnswers(change: (answer: StoredAnswer) => StoredAnswer): Broken["make"] {
  return (real) => ({ complete: (done) => real.complete({ ...done, answer: change(done.answer) }) });
}
