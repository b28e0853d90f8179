import { z } from "zod";
import type { Mark } from "../ports/store.ts";
import { unreadable } from "./marks.ts";

/** How far events have been taken in, and by whom they are being taken in now. */
export interface Progress {
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

const progressShape = z.object({
  through: z.number().exactOptional(),
  run: z.object({ since: z.number(), newest: z.number(), after: z.string() }).exactOptional(),
  leasedUntil: z.number().exactOptional(),
  finishedAt: z.number().exactOptional(),
  trouble: z.string().exactOptional(),
});

/**
 * Reads how far the back-fill has come. A mark that cannot be read says nothing, so everything that Stripe still lists is taken in
 * again, which changes nothing twice; but it is told.
 */
export function readProgress(mark: Mark | undefined, tell: (error: unknown) => void = untold): Progress {
  if (mark === undefined) return {};
  try {
    return progressShape.parse(JSON.parse(mark.value));
  } catch (cause) {
    const error = unreadable(mark, "The back-fill begins anew, 30 days back.", cause);
    tell(error);
    return { trouble: error.message };
  }
}

/** Whether some process has it for itself. */
export function isLeased({ leasedUntil }: Progress, now: number): boolean {
  return leasedUntil !== undefined && leasedUntil > now;
}

/** Given back, for the next process to go on. */
export function withoutLease({ leasedUntil: _leasedUntil, ...progress }: Progress): Progress {
  return progress;
}

/** What is true whatever becomes of the run. */
export function farOf({ through, finishedAt }: Progress): Progress {
  return { ...(through === undefined ? {} : { through }), ...(finishedAt === undefined ? {} : { finishedAt }) };
}

/** Nothing new leaves the end where it was: our own clock must not say how far Stripe's events have come. */
export function finished(far: Progress, newest: number, at: number): Progress {
  const through = Math.max(far.through ?? 0, newest);
  return { ...(through === 0 ? {} : { through }), finishedAt: at };
}

/** What may pass goes on where it stopped. Where the page is not to be had at all, the run begins anew. */
export function failed(progress: Progress, trouble: string, mayPass: boolean): Progress {
  const { run, ...rest } = withoutLease(progress);
  return { ...rest, ...(run === undefined || !mayPass ? {} : { run }), trouble };
}

function untold(): void {
  // Whoever only looks is not the one to complain.
}
