import type { GatewayEvent } from "../ports/gateway.ts";
import type { Mark } from "../ports/store.ts";
import { announceParked, messageOf } from "./announce.ts";
import type { Context } from "./context.ts";
import { changeMark, readObject, type Reading, writeValue } from "./marks.ts";
import { type EventSource, take } from "./take.ts";
import type { Parked, WebhookResult } from "./reports.ts";
import type { Workers } from "./work.ts";

/** Names of marks that keep an event begin so. */
export const KEPT_EVENT = "event:";

/** An event that was received and is not done: its payment is not there yet, or taking it in failed. */
export interface KeptEvent {
  readonly event: GatewayEvent;
  readonly source: EventSource;
  /** Why it is not done. */
  readonly reason: string;
  readonly receivedAt: number;
  readonly tries: number;
  /** Since when it waits for a person. */
  readonly parkedAt?: number;
  /** When a person gave it up. It stays written down, since Stripe may list it again. */
  readonly discardedAt?: number;
}

/** What a mark that keeps an event says: written below, and nowhere else. */
export const readKept: Reading<KeptEvent> = (mark) => readObject(mark) as KeptEvent;

const MINUTE_MS = 60_000;

/** How long an event is tried again before it waits for a person. */
const PATIENCE_MS = 60 * MINUTE_MS;

/**
 * When one that names nothing of ours is looked at: soon, since it may have overtaken its payment; when a retry of that has come; and at
 * the end. Most are somebody else's, and must not cost a write for each of many looks.
 */
const FOREIGN_LOOKS_MS = [3_000, 2 * MINUTE_MS, PATIENCE_MS] as const;

/** How often one that fails is tried at least: where nobody was there for an hour, one bad moment after it says nothing. */
const LEAST_TRIES = 8;

/** How long an event that is parked, or was given up, is kept: as long as Stripe keeps its own. */
export const KEPT_MS = 30 * 24 * 60 * MINUTE_MS;

/**
 * Takes an event in, and loses it in no case: one that tells of a payment of ours that is not there, or that cannot be taken in, is
 * written down as received, and done later.
 *
 * @throws whatever kept it from being taken in, where it could not be written down either: then Stripe must send it again
 */
export async function takeOrKeep(
  context: Context,
  workers: Workers,
  event: GatewayEvent,
  source: EventSource,
): Promise<WebhookResult> {
  const known = { eventId: event.id, eventType: event.type };
  try {
    const result = await take(context, workers, event, source);
    if (!lacksPayment(event, result) || !isWorthKeeping(event)) return result;
    const why = `There is no payment ${event.subject?.paymentId ?? `of ${event.names.join(", ")}`} here.`;
    const lookInMs = event.subject === undefined ? FOREIGN_LOOKS_MS[0] : pauseMs(context, 0);
    return { ...result, outcome: await keep(context, { event, source, reason: why }, lookInMs) };
  } catch (error) {
    try {
      const failed = { event, source, reason: messageOf(error) };
      return { ...known, outcome: await keep(context, failed, pauseMs(context, 0)), reason: "failed" };
    } catch {
      throw error;
    }
  }
}

/** Tries a kept event again: it is done, waits longer, or waits for a person from now on. Answers whether it is done. */
export async function retryKept(context: Context, workers: Workers, mark: Mark): Promise<boolean> {
  const kept = readKept(mark);
  const { event, source } = kept;
  if (kept.parkedAt !== undefined || kept.discardedAt !== undefined) {
    await writeValue(context, mark, { value: null, dueAt: null });
    return false;
  }
  let { reason } = kept;
  let patient = isPatient(context, kept);
  try {
    const result = await take(context, workers, event, source);
    if (!lacksPayment(event, result)) {
      await writeValue(context, mark, { value: null, dueAt: null });
      return true;
    }
    if (event.subject === undefined) {
      await lookAgain(context, mark, kept);
      return false;
    }
  } catch (error) {
    reason = messageOf(error);
    patient ||= kept.tries + 1 < LEAST_TRIES;
  }
  const again = { ...kept, reason, tries: kept.tries + 1 };
  await (patient ? putOff(context, mark, again) : park(context, mark, again));
  return false;
}

/** How a kept event looks to a person. */
export function parkedEventOf({ event, reason, tries, receivedAt, parkedAt }: KeptEvent): Parked {
  return {
    id: event.id,
    kind: "event",
    type: event.type,
    ...(event.subject === undefined ? {} : { paymentId: event.subject.paymentId }),
    reason,
    tries,
    parkedAt: parkedAt ?? receivedAt,
  };
}

/** Writes an event down as received. `ignored`: a person has given it up before. */
async function keep(
  context: Context,
  received: Pick<KeptEvent, "event" | "source" | "reason">,
  lookInMs: number,
): Promise<"kept" | "ignored"> {
  const { id } = received.event;
  const now = context.clock.now();
  let outcome: "kept" | "ignored" = "kept";
  // One that is there already keeps its age.
  const written = await changeMark<KeptEvent>(context, { name: KEPT_EVENT + id, read: readKept }, (kept) => {
    outcome = kept?.discardedAt === undefined ? "kept" : "ignored";
    return kept === undefined
      ? { value: { ...received, receivedAt: now, tries: 0 }, dueAt: now + lookInMs }
      : undefined;
  });
  if (!written) throw new RangeError(`Event ${id} is being written by too many at once.`);
  return outcome;
}

/**
 * Nothing says that an event is ours, and nobody here knows its payment. Payments of ours that are silent are read from Stripe
 * meanwhile: it is looked at for an hour, and then it goes. Four writes in all.
 */
async function lookAgain(context: Context, mark: Mark, kept: KeptEvent): Promise<void> {
  const now = context.clock.now();
  const [, slackMs] = FOREIGN_LOOKS_MS;
  // By its age, not by its tries: some may have failed. Where nobody was there for long, its payment may be on its way only now.
  const next = FOREIGN_LOOKS_MS.find((ms) => kept.receivedAt + ms > now);
  const isOver = next === undefined && kept.tries > 0;
  await writeValue(
    context,
    mark,
    isOver
      ? { value: null, dueAt: null }
      : {
          value: { ...kept, tries: kept.tries + 1 },
          dueAt: next === undefined ? now + slackMs : kept.receivedAt + next,
        },
  );
}

async function putOff(context: Context, mark: Mark, kept: KeptEvent): Promise<void> {
  await writeValue(context, mark, { value: kept, dueAt: context.clock.now() + pauseMs(context, kept.tries) });
}

async function park(context: Context, mark: Mark, kept: KeptEvent): Promise<void> {
  const now = context.clock.now();
  const parked = { ...kept, parkedAt: now };
  if (await writeValue(context, mark, { value: parked, dueAt: now + KEPT_MS }))
    announceParked(context, parkedEventOf(parked));
}

function isPatient({ clock }: Context, { receivedAt }: KeptEvent): boolean {
  return clock.now() - receivedAt < PATIENCE_MS;
}

/** Doubling from a second to ten minutes, the second half of it by chance. */
function pauseMs({ random }: Context, tries: number): number {
  const full = Math.min(1_000 * 2 ** Math.min(tries, 16), 10 * MINUTE_MS);
  return Math.round(full / 2 + (full / 2) * random());
}

/**
 * A refund from the Dashboard, or a dispute, names a PaymentIntent and nothing of ours. It may be somebody else's, or of a payment
 * of which nobody here knows yet that it is paid.
 */
function lacksPayment({ ignored }: GatewayEvent, { reason }: WebhookResult): boolean {
  return reason === "unknown_payment" || (reason === "foreign" && ignored === undefined);
}

/** Hints only lead to a read, and there is nothing to read for; a card without its payment is nobody's. */
function isWorthKeeping({ news }: GatewayEvent): boolean {
  return news.some(({ type }) => type !== "hint" && type !== "card_seen");
}
