/** The only source of time in the simulator. Times are milliseconds since 1970. */
export interface SimulatorClock {
  now(): number;
  /** Runs `run` once, `ms` from now. Returns a function that cancels it. */
  after(ms: number, run: () => void): () => void;
  /** Tells a clock that is moved by hand of work under way that it should let finish before time goes on. */
  waitFor?(work: Promise<unknown>): void;
}

/** A clock that a test moves by hand. */
export interface VirtualClock extends SimulatorClock {
  /** Moves time forward, running what falls due in order of time and letting promises settle after each. */
  advance(ms: number): Promise<void>;
}

/** Whether a clock is moved by hand. */
export function isVirtual(clock: SimulatorClock): clock is VirtualClock {
  return "advance" in clock;
}

/** The wall clock. Its timers do not keep the process alive. */
export function realClock(): SimulatorClock {
  return {
    now: () => Date.now(),
    after(ms, run) {
      let timer: NodeJS.Timeout;
      const wait = (left: number) => {
        const part = Math.min(left, longestTimeoutMs);
        timer = setTimeout(() => (left > part ? wait(left - part) : run()), part);
        timer.unref();
      };
      wait(ms);
      return () => clearTimeout(timer);
    },
  };
}

/**
 * A clock that stands still until `advance`.
 *
 * It starts on 1 January 2035, noon UTC, unless told otherwise: far enough ahead that a check against the wall clock
 * never finds a webhook's signature too old, and short of the end of 32-bit seconds.
 */
export function virtualClock(start: number = Date.UTC(2035, 0, 1, 12)): VirtualClock {
  let now = start;
  let entered = 0;
  const underWay = new Set<Promise<unknown>>();
  let finished = 0;
  const due = new Map<number, { readonly at: number; readonly run: () => void }>();

  function next(until: number) {
    let first: { readonly id: number; readonly at: number } | undefined;
    // The map keeps the order of entry, so the first of equal times wins.
    for (const [id, { at }] of due) if (at <= until && (!first || at < first.at)) first = { id, at };
    return first;
  }

  return {
    now: () => now,
    after(ms, run) {
      const id = entered++;
      due.set(id, { at: now + Math.max(0, ms), run });
      return () => due.delete(id);
    },
    async advance(ms) {
      const until = now + ms;
      for (let timer = next(until); timer; timer = next(until)) {
        const run = due.get(timer.id)?.run;
        due.delete(timer.id);
        now = Math.max(now, timer.at);
        run?.();
        await settle();
      }
      now = until;
      await settle();
    },
    waitFor(work) {
      underWay.add(work);
      const done = () => {
        underWay.delete(work);
        finished += 1;
      };
      work.then(done, done);
    },
  };

  /** A few turns of the event loop for promises, then the work under way, unless that seems to wait for the clock. */
  async function settle(): Promise<void> {
    for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
    let before = finished;
    for (let ticks = 0; underWay.size > 0 && ticks < patienceTicks; ticks++) {
      await Promise.race([Promise.allSettled(underWay), new Promise((resolve) => setTimeout(resolve, tickMs))]);
      if (finished > before) ticks = 0;
      before = finished;
    }
  }
}

/** setTimeout takes a signed 32-bit number; anything longer would fire at once. */
const longestTimeoutMs = 2 ** 31 - 1;

/**
 * How often a virtual clock looks after work under way, in real milliseconds, and how often without any news before it
 * goes on. It counts looks and not time, because on a machine that is busy everything takes longer, looking too.
 */
const tickMs = 5;
const patienceTicks = 60;
