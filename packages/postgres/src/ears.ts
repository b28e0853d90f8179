import type { Clock } from "@tillkit/core";
import type { Notification, Pool, PoolClient } from "pg";
import { borrow } from "./borrow.ts";

/** A connection that does nothing but listen. */
export interface Ears {
  stop(): Promise<void>;
}

/**
 * Listens on a channel, and again after each lost connection. `hear` is also called with undefined each time it has begun to listen:
 * what was said while nobody listened is lost.
 */
export function earsOf(
  pool: Pool,
  {
    channel,
    clock,
    hear,
  }: {
    readonly channel: string;
    readonly clock: Clock;
    readonly hear: (payload: string | undefined) => void;
  },
): Ears {
  let client: PoolClient | undefined;
  let callOff: (() => void) | undefined;
  let failures = 0;
  let stopped = false;
  let opening: Promise<void> = open();

  async function open(): Promise<void> {
    let fresh: PoolClient | undefined;
    try {
      fresh = await borrow(pool, lost);
      fresh.on("end", lost);
      fresh.on("notification", heard);
      // Both are our own: a schema's name and a suffix, with nothing to quote in them.
      await fresh.query(`LISTEN ${channel}`);
      client = fresh;
      failures = 0;
      hear(undefined);
    } catch {
      if (fresh !== undefined) letGo(fresh);
      later();
    }
  }

  function heard({ payload }: Notification): void {
    hear(payload ?? "");
  }

  function lost(): void {
    // Told twice, by the error and by the end; and while it is being opened, `open` itself finds out.
    if (client === undefined) return;
    const dead = client;
    client = undefined;
    letGo(dead);
    later();
  }

  function letGo(dead: PoolClient): void {
    dead.off("end", lost);
    dead.off("notification", heard);
    // The pool takes its own ear for errors off when it lends a connection: ours stays, for an error that comes late.
    dead.release(true);
  }

  function later(): void {
    if (stopped) return;
    const waitMs = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** failures++);
    callOff = clock.after(waitMs, () => {
      opening = open();
    });
  }

  return {
    stop: async () => {
      stopped = true;
      callOff?.();
      await opening;
      callOff?.();
      if (client !== undefined) letGo(client);
      client = undefined;
    },
  };
}

const FIRST_WAIT_MS = 50;
const MAX_WAIT_MS = 5_000;
