import type { Broken, Memory } from "./broken.ts";

/** Stores that keep the hands of a clock in the place of an instant. */
export const times: readonly Broken[] = [
  {
    mistake: "keeps times as they stand on the wall where the writer is",
    caughtBy: "times are the same for who reads them in another time zone",
    make: onTheWall,
  },
  {
    mistake: "keeps when something is due as it stands on the wall",
    caughtBy: "what is due in the hour that summer time gives twice is due at its own instant",
    make: onTheWall,
  },
  {
    mistake: "keeps leases as they stand on the wall",
    caughtBy: "a lease through the hour that summer time gives twice is as long as it was meant to be",
    make: onTheWall,
  },
];

function onTheWall(real: Memory): Partial<Memory> {
  return {
    commit: ({ lease, ...commit }) =>
      real.commit({
        ...commit,
        at: wall(commit.at),
        dueAt: commit.dueAt === null ? null : wall(commit.dueAt),
        ...(lease === undefined ? {} : { lease: { ...lease, until: wall(lease.until) } }),
      }),
    claim: (request) =>
      real.claim({
        ...request,
        now: wall(request.now),
        lease: { ...request.lease, until: wall(request.lease.until) },
      }),
  };
}

/** What a clock on the wall of this process shows, as if it were an instant. */
function wall(instant: number): number {
  return instant - new Date(instant).getTimezoneOffset() * 60_000;
}
