import type { Commit } from "@tillkit/core";
import { nextCommit } from "@tillkit/testing";
import { waiting } from "./waiting.ts";

/** Which payments a runner changes, so that none has to load or to try again, and at which version each is. */
export interface Updates {
  readonly runner: string;
  readonly first: number;
  readonly versions: number[];
}

/** A runner's own share of the payments. */
export function preparedUpdates(runner: string, count: number, first: number): Updates {
  return { runner, first, versions: Array.from({ length: count }, () => 1) };
}

/** The next change of one of them, as an event brings it: the payment, its history, the event's id, and when to look again. */
export function nextUpdate({ runner, first, versions }: Updates, n: number): Commit {
  const index = n % versions.length;
  const version = versions[index] ?? 1;
  versions[index] = version + 1;
  const cause = `evt_${runner}_${n}`;
  return nextCommit(
    { payment: waiting(first + index), version, pending: [], parked: [] },
    {
      cause,
      entries: [{ at: 1, source: "webhook", input: "hint", status: "collecting", cause }],
      dueAt: 1_800_000_000_000 + n,
      at: 1_800_000_000_000,
    },
  );
}
