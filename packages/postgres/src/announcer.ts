import type { Clock } from "@tillkit/core";
import type { Change } from "./listeners.ts";
import { noticeText } from "./notices.ts";
import type { Connection, Prepare } from "./statement.ts";

/** Tells other processes of commits, after they are made. */
export interface Announcer {
  announce(changes: readonly Change[]): void;
  /** Sends what is left, and resolves once it is sent. */
  stop(): Promise<void>;
}

/**
 * Makes an announcer. One NOTIFY speaks for all commits of some milliseconds: each takes a lock on the whole server at its commit,
 * and inside every write it would make writing several times slower.
 */
export function announcerOf(
  connection: Connection,
  {
    channel,
    from,
    clock,
    prepare,
  }: {
    readonly channel: string;
    readonly from: string;
    readonly clock: Clock;
    readonly prepare: Prepare;
  },
): Announcer {
  let waiting: Change[] = [];
  let resting: (() => void) | undefined;
  let sending: Promise<void> | undefined;
  let stopped = false;

  function send(): void {
    const changes = waiting;
    waiting = [];
    sending = say(changes).finally(() => {
      sending = undefined;
      if (!stopped) resting = clock.after(REST_MS, wake);
    });
  }

  function wake(): void {
    resting = undefined;
    if (waiting.length > 0) send();
  }

  async function say(changes: readonly Change[]): Promise<void> {
    const values = [channel, noticeText({ from, changes })];
    try {
      await connection.query(prepare("SELECT pg_notify($1, $2)", values));
    } catch {
      // The commits stand. The others find them at their next look.
    }
  }

  return {
    announce: (changes) => {
      waiting.push(...changes);
      if (sending === undefined && resting === undefined && waiting.length > 0) send();
    },
    stop: async () => {
      stopped = true;
      resting?.();
      await sending;
      if (waiting.length > 0) await say(waiting);
    },
  };
}

/** The least time between two notices of one process. */
const REST_MS = 5;
