import { announceTrouble } from "./announce.ts";
import { BACKFILL, backfill, hurryBackfill } from "./backfill.ts";
import type { Context } from "./context.ts";
import { KEPT_EVENT, retryKept } from "./kept-events.ts";
import type { Mark } from "../ports/store.ts";
import type { BackfillReport, SweepReport } from "./reports.ts";
import type { Workers } from "./work.ts";

/** What brings a till up to date, whoever calls for it: a timer, cron, or a person. */
export interface Recovery {
  sweep(limit: number): Promise<SweepReport>;
  backfill(pages: number): Promise<BackfillReport | undefined>;
  catchUp(signal: AbortSignal | undefined): AsyncGenerator<SweepReport, void, undefined>;
  /** Sweeps every so often from now on. */
  start(): void;
  stop(): Promise<void>;
}

const SWEEP_LIMIT = 100;

/** When a mark that cannot be worked on is looked at again. */
const UNREADABLE_MS = 10 * 60_000;

/** How many kept events one sweep tries again. */
const EVENTS = 20;

/** How many pages of events one sweep lists: the rest comes with the next ones. */
const PAGES = 5;

/** Makes the recovery of one till. */
export function createRecovery(context: Context, workers: Workers, sweepEveryMs: number): Recovery {
  const { clock, store, tenant, pace } = context;
  let hurried = false;
  let started = false;
  let stopTimer: (() => void) | undefined;

  /** Whoever looks for the first time looks for what was missed before. */
  async function hurry(): Promise<void> {
    if (hurried || !Number.isFinite(context.backfillEveryMs)) return;
    await hurryBackfill(context);
    hurried = true;
  }

  async function takeMarks(): Promise<{ readonly done: number; readonly more: boolean }> {
    const due = await store.dueMarks({ tenant, now: clock.now(), limit: EVENTS });
    let done = 0;
    let more = due.length === EVENTS;
    for (const mark of due)
      // Stripe may be down, or one mark unreadable: that must not keep a sweep from the rest of its work, nor the next one.
      try {
        if (mark.name.startsWith(KEPT_EVENT) && (await retryKept(context, workers, mark))) done += 1;
        if (mark.name === BACKFILL && (await backfill(context, workers, { pages: PAGES }))?.complete === false)
          more = true;
      } catch (error) {
        announceTrouble(context, error);
        await putOff(mark);
      }
    return { done, more };
  }

  /** Nothing happens where it has been put off, or done, already. */
  async function putOff({ name, version, value }: Mark): Promise<void> {
    await store.writeMark({ tenant, name, expectedVersion: version, value, dueAt: clock.now() + UNREADABLE_MS });
  }

  async function sweep(limit: number): Promise<SweepReport> {
    // A pause that ends while we sweep has kept us from what is due since.
    const paused = pace.waitMs() > 0;
    await hurry();
    const marks = await takeMarks();
    const worked = await workers.sweep(limit);
    const waitMs = pace.waitMs();
    return { worked, events: marks.done, more: marks.more || worked === limit || paused || waitMs > 0, waitMs };
  }

  async function sweepAll(): Promise<void> {
    for (;;) {
      const { more, waitMs } = await sweep(SWEEP_LIMIT);
      if (!more || waitMs > 0 || !started) return;
    }
  }

  function sweepLater(): void {
    stopTimer?.();
    stopTimer = clock.after(sweepEveryMs, () =>
      workers.inBackground(() =>
        sweepAll().finally(() => {
          if (started) sweepLater();
        }),
      ),
    );
  }

  async function* catchUp(signal: AbortSignal | undefined): AsyncGenerator<SweepReport, void, undefined> {
    hurried = false;
    for (;;) {
      if (signal?.aborted === true) return;
      const report = await sweep(SWEEP_LIMIT);
      await workers.idle();
      yield report;
      if (!report.more) return;
      if (report.waitMs > 0) await pause(report.waitMs, signal);
    }
  }

  function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const end = (): void => {
        cancel();
        signal?.removeEventListener("abort", end);
        resolve();
      };
      const cancel = clock.after(ms, end);
      signal?.addEventListener("abort", end);
    });
  }

  return {
    sweep,
    backfill: (pages) => backfill(context, workers, { pages, now: true }),
    catchUp,
    start: () => {
      if (started) return;
      started = true;
      hurried = false;
      workers.goOn();
      sweepLater();
    },
    stop: async () => {
      started = false;
      stopTimer?.();
      workers.halt();
      await workers.idle();
    },
  };
}
