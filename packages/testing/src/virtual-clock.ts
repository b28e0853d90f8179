import type { Clock } from "@tillkit/core";

/** A clock that stands still until a test moves it. */
export interface VirtualClock extends Clock {
  /** How many timers are waiting. */
  readonly waiting: number;
  /**
   * Moves time on by `ms`, running each timer at its own time, the earliest first, and letting promises settle between them.
   * A negative `ms` sets the clock back, and runs nothing.
   */
  advance(ms: number): Promise<void>;
  /** Moves time on until no timer waits. Throws after 10,000 timers: something starts itself again for ever. */
  runAll(): Promise<void>;
}

/**
 * Makes a clock that stands still at `start`, in milliseconds since the epoch. Default: 2026-01-01T00:00:00Z.
 *
 * Promises settle when they depend on other promises, or on work that ends within a few turns of the event loop. What waits for a
 * socket or another process does not: wait for that yourself.
 */
export function virtualClock(start: number = Date.UTC(2026, 0, 1)): VirtualClock {
  let now = start;
  const timers = new Set<Timer>();

  function earliest(): Timer | undefined {
    let first: Timer | undefined;
    // A Set keeps the order in which timers were set: of two at the same time, the older one runs first.
    for (const timer of timers) if (first === undefined || timer.at < first.at) first = timer;
    return first;
  }

  async function fire(timer: Timer): Promise<void> {
    timers.delete(timer);
    now = Math.max(now, timer.at);
    timer.run();
    await settle();
  }

  return {
    get waiting() {
      return timers.size;
    },
    now: () => now,
    after: (ms, run) => {
      const timer: Timer = { at: now + Math.max(0, ms), run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance: async (ms) => {
      const target = now + ms;
      await settle();
      if (ms < 0) {
        now = target;
        return;
      }
      for (let timer = earliest(); timer !== undefined && timer.at <= target; timer = earliest()) await fire(timer);
      now = Math.max(now, target);
    },
    runAll: async () => {
      await settle();
      let ran = 0;
      for (let timer = earliest(); timer !== undefined; timer = earliest()) {
        if (++ran > MAX_TIMERS) throw new Error(`More than ${MAX_TIMERS} timers ran: one of them starts itself again.`);
        await fire(timer);
      }
    },
  };
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

const MAX_TIMERS = 10_000;

// Taken before a test runner can replace it by a pretend one.
const { setImmediate: nextTurn } = globalThis;

/** Enough for a timer's work to go through a store that groups its writes, several times. */
const TURNS = 16;

/** A few turns of the event loop: every promise that can settle by itself has settled by then. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++)
    await new Promise<void>((resolve) => {
      nextTurn(resolve);
    });
}
