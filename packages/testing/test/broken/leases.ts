import { type Broken, freely } from "./broken.ts";

/** Stores that hand out work wrongly. */
export const leases: readonly Broken[] = [
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
];
