import { TillkitError } from "../errors.ts";
import type { ListedEvent } from "../ports/gateway.ts";
import { announceWebhook, messageOf } from "./announce.ts";
import type { Context } from "./context.ts";
import { takeOrKeep } from "./kept-events.ts";
import { type Reading, writeValue } from "./marks.ts";
import type { BackfillReport, BackfillStatus } from "./reports.ts";
import type { Workers } from "./work.ts";

/** The mark that says how far the back-fill has come. */
export const BACKFILL = "backfill";

/** How far events have been taken in, and by whom they are being taken in now. */
interface Progress {
  /** Events that were created up to then have been taken in. By Stripe's clock, in milliseconds since the epoch. */
  readonly through?: number;
  /** A run that is not at its end. */
  readonly run?: {
    readonly since: number;
    /** The newest event when the run began. */
    readonly newest: number;
    readonly after: string;
  };
  /** Until when whoever is at it has it for itself. */
  readonly leasedUntil?: number;
  /** When the last run came to its end. */
  readonly finishedAt?: number;
  /** What the last try ended with, where it failed. */
  readonly trouble?: string;
}

/** What the mark says: written below. */
const readProgress: Reading<Progress> = ({ value }) => JSON.parse(value) as Progress;

/** How far back Stripe lists events. */
const HORIZON_MS = 30 * 24 * 60 * 60_000;

/** A list can show an event some time after one that is younger: what was near the end is looked through again. */
const OVERLAP_MS = 10 * 60_000;

/** How soon a run that failed for a reason that may pass goes on. */
const AGAIN_MS = 60_000;

/** How a run is limited, and told of. */
export interface BackfillOptions {
  /** Pages of 100 events at most. */
  readonly pages: number;
  /** Also when the next run is not due yet. */
  readonly now?: boolean;
}

/**
 * Lists what Stripe could not deliver and takes it in, page by page, newest first. Where it stopped is written down after each page, so
 * that the next call, by whomever, goes on from there; and only when the last page is in does the next run begin where this one began.
 *
 * One process at a time: `undefined` where another is at it, or where it is not due.
 *
 * @throws TillkitError what `listEvents` of the gateway throws
 */
export async function backfill(
  context: Context,
  workers: Workers,
  { pages, now = false }: BackfillOptions,
): Promise<BackfillReport | undefined> {
  const begun = await begin(context, now);
  if (begun === undefined) return undefined;
  let { version, progress } = begun;
  const counts = { events: 0, applied: 0, kept: 0 };

  /** Writes down how far we are. False: another process has taken over. */
  async function save(next: Progress, dueAt: number | null): Promise<boolean> {
    const saved = await writeValue(context, { name: BACKFILL, version }, { value: next, dueAt });
    version += 1;
    progress = next;
    return saved;
  }

  try {
    for (let page = 0; page < pages && !workers.halted && context.pace.allows(); page += 1) {
      const since = progress.run?.since ?? sinceOf(context, progress);
      const after = progress.run?.after;
      context.pace.spend();
      const { events, next } = await context.gateway.listEvents({
        since,
        limit: 100,
        ...(after === undefined ? {} : { after }),
      });
      for (const event of events.toReversed()) await takeIn(context, workers, event, counts);
      await workers.sweep(events.length);
      const newest = Math.max(progress.run?.newest ?? 0, ...events.map(({ createdAt }) => createdAt));
      const { through, finishedAt } = progress;
      const far = {
        ...(through === undefined ? {} : { through }),
        ...(finishedAt === undefined ? {} : { finishedAt }),
      };
      if (next === undefined) {
        await save(finished(context, { far, newest }), dueIn(context, context.backfillEveryMs));
        return { ...counts, complete: true };
      }
      const leasedUntil = context.clock.now() + context.leaseMs;
      const run = { since, newest, after: next };
      if (!(await save({ ...far, run, leasedUntil }, dueIn(context, context.leaseMs))))
        return { ...counts, complete: false };
    }
    await save(withoutLease(progress), dueIn(context, 0));
    return { ...counts, complete: false };
  } catch (error) {
    const mayPass = TillkitError.is(error) && error.retryable;
    if (TillkitError.is(error) && error.details["status"] === 429) context.pace.slowDown(undefined);
    const pauseMs = mayPass ? AGAIN_MS : context.backfillEveryMs;
    // Where not even this can be written, the lease runs out; the first error is the one to tell.
    await save(failed(progress, error, mayPass), dueIn(context, pauseMs)).catch(() => undefined);
    throw error;
  }
}

/** Makes the back-fill due at once, as after a start: whatever was missed while nobody listened. */
export async function hurryBackfill(context: Context): Promise<void> {
  const { store, tenant, clock } = context;
  const mark = await store.readMark(tenant, BACKFILL);
  const now = clock.now();
  if (mark === undefined) {
    await writeValue<Progress>(context, { name: BACKFILL, version: 0 }, { value: {}, dueAt: now });
    return;
  }
  const progress = readProgress(mark);
  const isRecent = progress.finishedAt !== undefined && now - progress.finishedAt < AGAIN_MS;
  // Many processes that start together need not all look.
  if (!isRecent && !isLeased(progress, now)) await writeValue(context, mark, { value: progress, dueAt: now });
}

/** How the back-fill stands. */
export async function backfillStatus(context: Context): Promise<BackfillStatus> {
  const mark = await context.store.readMark(context.tenant, BACKFILL);
  const progress = mark === undefined ? {} : readProgress(mark);
  const { through, finishedAt, trouble } = progress;
  return {
    running: progress.run !== undefined || isLeased(progress, context.clock.now()),
    ...(through === undefined ? {} : { through }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(trouble === undefined ? {} : { trouble }),
  };
}

async function begin(
  context: Context,
  atOnce: boolean,
): Promise<{ readonly version: number; readonly progress: Progress } | undefined> {
  const { store, tenant, clock, leaseMs } = context;
  const mark = await store.readMark(tenant, BACKFILL);
  const now = clock.now();
  const progress = mark === undefined ? {} : readProgress(mark);
  if (isLeased(progress, now)) return undefined;
  if (!atOnce && mark !== undefined && (mark.dueAt ?? Infinity) > now) return undefined;
  const version = mark?.version ?? 0;
  const leasedUntil = now + leaseMs;
  const taken = { ...progress, leasedUntil };
  return (await writeValue(context, { name: BACKFILL, version }, { value: taken, dueAt: dueIn(context, leaseMs) }))
    ? { version: version + 1, progress: taken }
    : undefined;
}

async function takeIn(
  context: Context,
  workers: Workers,
  event: ListedEvent,
  counts: { events: number; applied: number; kept: number },
): Promise<void> {
  const result = await takeOrKeep(context, workers, event, "backfill");
  counts.events += 1;
  if (result.outcome === "applied") counts.applied += 1;
  if (result.outcome === "kept") counts.kept += 1;
  announceWebhook(context, result);
}

function sinceOf({ clock }: Context, { through }: Progress): number {
  const horizon = clock.now() - HORIZON_MS;
  return through === undefined ? horizon : Math.max(through - OVERLAP_MS, horizon);
}

/** Never by itself, where it is only to be run by hand. */
function dueIn({ clock, backfillEveryMs }: Context, ms: number): number | null {
  return Number.isFinite(backfillEveryMs) ? clock.now() + ms : null;
}

function isLeased({ leasedUntil }: Progress, now: number): boolean {
  return leasedUntil !== undefined && leasedUntil > now;
}

/** Nothing new leaves the end where it was: our own clock must not say how far Stripe's events have come. */
function finished({ clock }: Context, { far, newest }: { readonly far: Progress; readonly newest: number }): Progress {
  const through = Math.max(far.through ?? 0, newest);
  return { ...(through === 0 ? {} : { through }), finishedAt: clock.now() };
}

function withoutLease({ leasedUntil: _leasedUntil, ...progress }: Progress): Progress {
  return progress;
}

/** What may pass goes on where it stopped. Where the page is not to be had at all, the run begins anew. */
function failed(progress: Progress, error: unknown, mayPass: boolean): Progress {
  const { run, ...rest } = withoutLease(progress);
  const trouble = messageOf(error);
  return { ...rest, ...(run === undefined || !mayPass ? {} : { run }), trouble };
}
