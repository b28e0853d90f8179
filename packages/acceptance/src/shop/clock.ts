import type { Clock } from "@tillkit/core";

/** Real time that a test can move forward: timers fire at once when their time has been skipped. */
export interface SkippingClock extends Clock {
  /** Moves time on by `ms`. */
  skip(ms: number): void;
}

/** Starts at the machine's own time and runs with it. */
export function skippingClock(): SkippingClock {
  let skipped = 0;
  const waiting = new Set<{ readonly at: number; readonly fire: () => void }>();
  const now = (): number => Date.now() + skipped;
  return {
    now,
    after: (ms, run) => {
      const entry = { at: now() + ms, fire };
      const timer = setTimeout(fire, ms);
      timer.unref();
      waiting.add(entry);
      return cancel;

      function cancel(): void {
        clearTimeout(timer);
        waiting.delete(entry);
      }
      function fire(): void {
        cancel();
        run();
      }
    },
    skip: (ms) => {
      skipped += ms;
      const due = [...waiting].filter(({ at }) => at <= now()).toSorted((a, b) => a.at - b.at);
      for (const { fire } of due) fire();
    },
  };
}
