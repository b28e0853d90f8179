import { type ErrorCode, TillkitError } from "../errors.ts";
import type { Context } from "./context.ts";
import { changeMark, readObject, type Reading } from "./marks.ts";
import type { WebhookHealth, WebhookResult } from "./reports.ts";

/** How deliveries have gone, kept in the store for all processes to see. */
export interface IntakeLog {
  heard(result: WebhookResult, skewSeconds: number | undefined): void;
  refused(error: unknown): void;
  /** What is kept, with what this process has not written yet. */
  read(): Promise<WebhookHealth>;
  /** Writes down what is not written yet. */
  flush(): Promise<void>;
}

const WEBHOOKS = "webhooks";

/** What the mark says: written below. Nothing of a payment depends on it, so one that is corrupt begins anew. */
const read: Reading<WebhookHealth | undefined> = (mark) => {
  try {
    return readObject(mark) as WebhookHealth;
  } catch {
    return undefined;
  }
};

/** A flood of forged deliveries must not be a flood of writes. */
const WRITE_EVERY_MS = 10_000;

/** Makes the log of one till. Counts are added up in this process, and written to the store every now and then. */
export function createIntakeLog(context: Context, inBackground: (task: () => Promise<unknown>) => void): IntakeLog {
  const { clock } = context;
  let unwritten: WebhookHealth | undefined;
  let writtenAt: number | undefined;
  let stopTimer: (() => void) | undefined;

  function note(news: Omit<WebhookHealth, "since" | "counts">, outcome: string): void {
    const now = clock.now();
    unwritten = added(unwritten, { ...news, since: now, counts: { [outcome]: 1 } });
    const waitedMs = writtenAt === undefined || now < writtenAt ? WRITE_EVERY_MS : now - writtenAt;
    if (waitedMs >= WRITE_EVERY_MS) inBackground(flush);
    // Whoever asks another process must see it soon, even if nothing comes after it.
    else stopTimer ??= clock.after(WRITE_EVERY_MS - waitedMs, () => inBackground(flush));
  }

  async function flush(): Promise<void> {
    stopTimer?.();
    stopTimer = undefined;
    writtenAt = clock.now();
    const news = unwritten;
    if (news === undefined) return;
    unwritten = undefined;
    const written = await changeMark(context, { name: WEBHOOKS, read }, (kept) => ({
      value: added(kept, news),
      dueAt: null,
    })).catch(() => false);
    // Nothing of a payment depends on it: it is written with what comes next.
    if (!written) unwritten = unwritten === undefined ? news : added(news, unwritten);
  }

  return {
    heard: ({ outcome, reason, eventType }, skewSeconds) =>
      note(
        {
          lastGood: { at: clock.now(), eventType },
          ...(skewSeconds === undefined ? {} : { skewSeconds }),
        },
        reason === undefined ? outcome : `${outcome}:${reason}`,
      ),
    refused: (error) => {
      const { code, reason, skewSeconds } = refusalOf(error);
      note(
        {
          lastFailure: { at: clock.now(), code, ...(reason === undefined ? {} : { reason }) },
          ...(skewSeconds === undefined ? {} : { skewSeconds }),
        },
        `refused:${reason ?? code}`,
      );
    },
    read: async () => {
      const mark = await context.store.readMark(context.tenant, WEBHOOKS);
      const kept = mark === undefined ? undefined : read(mark);
      const all = unwritten === undefined ? kept : added(kept, unwritten);
      return all ?? { since: clock.now(), counts: {} };
    },
    flush,
  };
}

function refusalOf(error: unknown): {
  readonly code: ErrorCode | "unknown";
  readonly reason?: string;
  readonly skewSeconds?: number;
} {
  if (!TillkitError.is(error)) return { code: "unknown" };
  const { reason, skewSeconds } = error.details;
  return {
    code: error.code,
    ...(typeof reason === "string" ? { reason } : {}),
    ...(typeof skewSeconds === "number" ? { skewSeconds } : {}),
  };
}

/** The later of two wins; counts are added up. */
function added(kept: WebhookHealth | undefined, news: WebhookHealth): WebhookHealth {
  if (kept === undefined) return news;
  const counts = { ...kept.counts };
  for (const [outcome, count] of Object.entries(news.counts)) counts[outcome] = (counts[outcome] ?? 0) + count;
  const lastGood = later(kept.lastGood, news.lastGood);
  const lastFailure = later(kept.lastFailure, news.lastFailure);
  const skewSeconds = news.skewSeconds ?? kept.skewSeconds;
  return {
    since: Math.min(kept.since, news.since),
    ...(lastGood === undefined ? {} : { lastGood }),
    ...(lastFailure === undefined ? {} : { lastFailure }),
    ...(skewSeconds === undefined ? {} : { skewSeconds }),
    counts,
  };
}

function later<T extends { readonly at: number }>(one: T | undefined, other: T | undefined): T | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.at >= one.at ? other : one;
}
