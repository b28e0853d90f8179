import { TillkitError } from "../errors.ts";
import type { ListedEvent } from "../ports/gateway.ts";
import { announceTrouble, announceWebhook, messageOf } from "./announce.ts";
import { failed, farOf, finished, isLeased, type Progress, readProgress, withoutLease } from "./backfill-progress.ts";
import type { Context } from "./context.ts";
import { takeOrKeep } from "./kept-events.ts";
import { writeValue } from "./marks.ts";
import type { BackfillReport, BackfillStatus } from "./reports.ts";
import type { Workers } from "./work.ts";

/** The mark that says how far the back-fill has come. */
export const BACKFILL = "backfill";

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
 * @throws TillkitError what `listEvents` of the gateway throws, unless it asks for fewer calls
 */
export async function backfill(
  context: Context,
  workers: Workers,
  { pages, now = false }: BackfillOptions,
): Promise<BackfillReport | undefined> {
  const { clock, leaseMs, pace } = context;
  const counts = { events: 0, applied: 0, kept: 0 };
  if (!pace.allows()) return { ...counts, complete: false };
  const begun = await begin(context, now);
  if (begun === undefined) return undefined;
  let { version, progress } = begun;

  /** Writes down how far we are. False: another process has taken over. */
  async function save(next: Progress, dueAt: number | null): Promise<boolean> {
    const saved = await writeValue(context, { name: BACKFILL, version }, { value: next, dueAt });
    version += 1;
    progress = next;
    return saved;
  }

  const saveWithLease = (next: Progress): Promise<boolean> =>
    save({ ...next, leasedUntil: clock.now() + leaseMs }, dueIn(context, leaseMs));

  /** Whether the lease is still ours: a page that takes long prolongs it. */
  async function isStillOurs(): Promise<boolean> {
    return (progress.leasedUntil ?? 0) - clock.now() > leaseMs / 2 || saveWithLease(progress);
  }

  try {
    for (let page = 0; page < pages && !workers.halted && pace.allows(); page += 1) {
      const since = progress.run?.since ?? sinceOf(context, progress);
      const after = progress.run?.after;
      pace.spend();
      const { events, next } = await context.gateway.listEvents({
        since,
        limit: 100,
        ...(after === undefined ? {} : { after }),
      });
      for (const event of events.toReversed()) {
        if (!(await isStillOurs())) return { ...counts, complete: false };
        await takeIn(context, workers, event, counts);
      }
      await workers.sweep(events.length);
      const newest = Math.max(progress.run?.newest ?? 0, ...events.map(({ createdAt }) => createdAt));
      const far = farOf(progress);
      if (next === undefined) {
        const end = finished(far, newest, clock.now());
        return { ...counts, complete: await save(end, dueIn(context, context.backfillEveryMs)) };
      }
      if (!(await saveWithLease({ ...far, run: { since, newest, after: next } })))
        return { ...counts, complete: false };
    }
    await save(withoutLease(progress), dueIn(context, 0));
    return { ...counts, complete: false };
  } catch (error) {
    const mayPass = TillkitError.is(error) && error.retryable;
    const slower = isRateLimit(error);
    if (slower) pace.slowDown(retryAfterMsOf(error));
    const pauseMs = slower ? pace.waitMs() : mayPass ? AGAIN_MS : context.backfillEveryMs;
    const end = failed(progress, messageOf(error), mayPass);
    // While Stripe wants a pause nobody else is to ask either.
    const saving = save(slower ? { ...end, leasedUntil: clock.now() + pauseMs } : end, dueIn(context, pauseMs));
    // Where not even this can be written, the lease runs out; the first error is the one to tell.
    await saving.catch(() => undefined);
    // Slower is no trouble: it goes on by itself, and `waitMs` says when.
    if (slower) return { ...counts, complete: false };
    throw error;
  }
}

/**
 * Makes the back-fill due at once, as after a start: whatever was missed while nobody listened. It comes before all other marks, since
 * an event that is kept may wait for just what it brings.
 */
export async function hurryBackfill(context: Context): Promise<void> {
  const { store, tenant, clock } = context;
  const mark = await store.readMark(tenant, BACKFILL);
  const now = clock.now();
  const progress = readProgress(mark, (error) => announceTrouble(context, error));
  const isRecent = progress.finishedAt !== undefined && now - progress.finishedAt < AGAIN_MS;
  // Many processes that start together need not all look.
  if (isRecent || isLeased(progress, now)) return;
  await writeValue(context, mark ?? { name: BACKFILL, version: 0 }, { value: progress, dueAt: 0 });
}

/** How the back-fill stands. */
export async function backfillStatus(context: Context): Promise<BackfillStatus> {
  const progress = readProgress(await context.store.readMark(context.tenant, BACKFILL));
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
  const progress = readProgress(mark, (error) => announceTrouble(context, error));
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

function isRateLimit(error: unknown): error is TillkitError {
  return TillkitError.is(error) && error.details["status"] === 429;
}

function retryAfterMsOf({ details: { retryAfterMs } }: TillkitError): number | undefined {
  return typeof retryAfterMs === "number" ? retryAfterMs : undefined;
}
