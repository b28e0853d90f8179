import type { Clock } from "../ports/clock.ts";

/**
 * How fast background work may ask Stripe. What a cashier or a guest waits for is never held up by it, but counts: so background work
 * gets what they leave.
 */
export interface Pace {
  /** Counts a call to Stripe, whoever it is for. */
  spend(): void;
  /** Stripe has asked for fewer calls: background work stands still, longer each time in a row. */
  slowDown(retryAfterMs: number | undefined): void;
  /** Whether background work may make a call now. */
  allows(): boolean;
  /** How many calls background work may make now. */
  left(): number;
  /** How long until background work may make a call, in milliseconds. 0: it may now. */
  waitMs(): number;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Makes the pace of one till: so many calls a second, and as many at once after a quiet second. */
export function createPace({
  clock,
  random,
  callsPerSecond,
}: {
  readonly clock: Clock;
  readonly random: () => number;
  readonly callsPerSecond: number;
}): Pace {
  let tokens = callsPerSecond;
  let countedAt = clock.now();
  let pausedAt = 0;
  let pausedUntil = 0;
  let pauses = 0;

  function refill(): void {
    const now = clock.now();
    // A clock that steps back gives nothing, and takes nothing.
    tokens = Math.min(callsPerSecond, tokens + (Math.max(0, now - countedAt) / 1_000) * callsPerSecond);
    countedAt = now;
  }

  function waitMs(): number {
    refill();
    const now = clock.now();
    // A clock that steps back must not make a pause longer than it was meant to be.
    const paused = now < pausedAt ? 0 : Math.max(0, pausedUntil - now);
    return tokens >= 1 ? paused : Math.max(paused, Math.ceil(((1 - tokens) / callsPerSecond) * 1_000));
  }

  return {
    spend: () => {
      refill();
      // Not deeper than a second: a rush at the counter must not stop recovery for long.
      tokens = Math.max(-callsPerSecond, tokens - 1);
    },
    slowDown: (retryAfterMs) => {
      const now = clock.now();
      // Calls that were under way together are refused together, and count once.
      if (pausedAt <= now && now < pausedUntil) return;
      pauses = now - pausedUntil < LONGEST_PAUSE_MS ? pauses + 1 : 0;
      const full = Math.min(FIRST_PAUSE_MS * 2 ** pauses, LONGEST_PAUSE_MS);
      pausedAt = now;
      pausedUntil = now + Math.max(retryAfterMs ?? 0, Math.round(full / 2 + (full / 2) * random()));
    },
    allows: () => waitMs() === 0,
    left: () => (waitMs() > 0 ? 0 : Math.floor(tokens)),
    waitMs,
  };
}
