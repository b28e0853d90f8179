import { decide, type Effect, type Input, isWanted, namesOf, type Payment, wakeAt } from "../payment/payment.ts";
import { withReview } from "../payment/review.ts";
import type { Commit, Lease, ParkedEffect, PendingEffect, Source, Stored, TimelineEntry } from "../ports/store.ts";

/** What is to be made of a stored payment in one write. */
export interface Change {
  readonly at: number;
  readonly source: Source;
  readonly inputs: readonly Input[];
  /** Stripe's event that brought it. */
  readonly cause?: string;
  /** The key of the effect that this answers: it is done. */
  readonly settled?: string;
  /** The effect is not done, and is to be tried again. */
  readonly postponed?: { readonly key: string; readonly nextAt: number; readonly keySpent: boolean };
  /** The effect cannot succeed. */
  readonly parked?: { readonly key: string; readonly reason: string };
  /** A person has decided about a parked effect. */
  readonly unparked?: { readonly key: string; readonly decision: "retry" | "discard" };
  /** Asked for, in case there is something to do right after. */
  readonly lease?: Lease;
  /** The worker's own, whose change this is: prolonged while there is something to do, else given back in the same write. */
  readonly held?: Lease;
}

/** A write that is ready to be committed, and the record as it will stand. */
export interface Draft {
  readonly commit: Commit;
  readonly stored: Stored;
}

/** Decides a change on a record. `undefined`: nothing changes, so nothing needs to be written. */
export function draft(stored: Stored, change: Change): Draft | undefined {
  const { at, source, cause } = change;
  let { payment } = stored;
  let { pending, parked } = stored;
  const entries: TimelineEntry[] = [];

  for (const input of change.inputs) {
    const move = decide(payment, input);
    if (move === undefined) continue;
    const [next, ...effects] = move;
    if (next === payment && effects.length === 0) continue;
    payment = next;
    pending = effects.reduce((queue, effect) => enqueue(queue, effect, at), pending);
    entries.push({ at, source, input: input.type, status: payment.status, ...(cause === undefined ? {} : { cause }) });
  }

  if (change.settled !== undefined) pending = without(pending, change.settled);
  if (change.postponed !== undefined) pending = postpone(pending, change.postponed);
  if (change.parked !== undefined) {
    const { key, reason } = change.parked;
    const stuck = pending.find(({ effect }) => effect.key === key);
    if (stuck !== undefined) {
      parked = [...parked, { ...stuck, parkedAt: at, reason } satisfies ParkedEffect];
      pending = without(pending, key);
      const seen = `${stuck.effect.type}: ${reason}`;
      payment = withReview(payment, { id: `effect_parked.${key}.${at}`, reason: "effect_parked", at, seen });
      entries.push({
        at,
        source,
        input: "effect_parked",
        status: payment.status,
        note: `${stuck.effect.type}: ${reason}`,
      });
    }
  }

  if (change.unparked !== undefined) {
    const { key, decision } = change.unparked;
    const stuck = parked.find(({ effect }) => effect.key === key);
    if (stuck !== undefined) {
      const { parkedAt: _parkedAt, reason: _reason, ...effect } = stuck;
      parked = parked.filter((other) => other !== stuck);
      payment = decided(payment, { id: `effect_parked.${key}.${stuck.parkedAt}`, at, note: decision });
      if (decision === "retry") pending = [...pending, { ...effect, nextAt: at, tries: 0 }];
      entries.push({ at, source, input: `effect_${decision}`, status: payment.status, note: effect.effect.type });
    }
  }

  const wanted = pending.filter(({ effect }) => isWanted(payment, effect));
  if (wanted.length !== pending.length) pending = wanted;
  if (payment === stored.payment && pending === stored.pending && parked === stored.parked) return undefined;

  const next: Stored = { payment, version: stored.version + 1, pending, parked };
  return {
    stored: next,
    commit: commitOf(stored, next, {
      at,
      entries,
      ...(cause === undefined ? {} : { cause }),
      ...leaseOf(change, next),
    }),
  };
}

/** The first write of a new payment. */
export function draftNew(
  payment: Payment,
  effect: Effect,
  { at, lease }: { readonly at: number; readonly lease: Lease },
): Draft {
  const stored: Stored = { payment, version: 1, pending: enqueue([], effect, at), parked: [] };
  const entry: TimelineEntry = {
    at,
    source: "host",
    input: payment.flow === "terminal" ? "collect" : "checkout",
    status: payment.status,
  };
  return { stored, commit: commitOf(undefined, stored, { at, entries: [entry], lease }) };
}

/** The effects that may be performed now, oldest first. */
export function dueEffects({ pending }: Stored, now: number): readonly PendingEffect[] {
  return pending.filter(({ nextAt }) => nextAt <= now);
}

/** When a worker should look at a record again: for its next effect, or because the payment asked to be woken. */
function dueAtOf({ payment, pending }: Stored): number | null {
  const times = pending.map(({ nextAt }) => nextAt);
  const wake = wakeAt(payment);
  if (wake !== undefined) times.push(wake);
  return times.length === 0 ? null : Math.min(...times);
}

function commitOf(
  before: Stored | undefined,
  after: Stored,
  rest: {
    readonly at: number;
    readonly entries: readonly TimelineEntry[];
    readonly cause?: string;
    readonly lease?: Lease;
  },
): Commit {
  const had = before === undefined ? [] : namesOf(before.payment);
  const has = namesOf(after.payment);
  return {
    payment: after.payment,
    expectedVersion: before?.version ?? 0,
    pending: after.pending,
    parked: after.parked,
    dueAt: dueAtOf(after),
    take: has.filter((name) => !had.includes(name)),
    drop: had.filter((name) => !has.includes(name)),
    ...rest,
  };
}

/** Adds an effect once. Of two reads of the same payment the earlier one serves for both. */
function enqueue(queue: readonly PendingEffect[], effect: Effect, at: number): readonly PendingEffect[] {
  const nextAt = at + ("afterMs" in effect && effect.afterMs !== undefined ? effect.afterMs : 0);
  const twin = queue.find(
    ({ effect: other }) =>
      other.key === effect.key ||
      (isRead(effect) && other.type === effect.type && targetOf(other) === targetOf(effect)),
  );
  if (twin === undefined) return [...queue, { effect, queuedAt: at, nextAt, tries: 0, generation: 0 }];
  if (!isRead(effect) || twin.nextAt <= nextAt) return queue;
  return queue.map((pending) => (pending === twin ? { ...pending, effect, nextAt } : pending));
}

function targetOf(effect: Effect): string | undefined {
  return "paymentIntentId" in effect ? effect.paymentIntentId : undefined;
}

function isRead({ type }: Effect): boolean {
  return type === "check_intent" || type === "check_session" || type === "check_refunds" || type === "check_signature";
}

/** Deciding about a parked effect is what its review asked for. */
function decided(
  payment: Payment,
  { id, at, note }: { readonly id: string; readonly at: number; readonly note: string },
): Payment {
  const [next = payment] = decide(payment, { type: "resolve", at, review: id, by: "unpark", note }) ?? [];
  return next;
}

function without(queue: readonly PendingEffect[], key: string): readonly PendingEffect[] {
  const rest = queue.filter(({ effect }) => effect.key !== key);
  return rest.length === queue.length ? queue : rest;
}

function postpone(
  queue: readonly PendingEffect[],
  { key, nextAt, keySpent }: { readonly key: string; readonly nextAt: number; readonly keySpent: boolean },
): readonly PendingEffect[] {
  return queue.map((pending) =>
    pending.effect.key === key
      ? { ...pending, nextAt, tries: pending.tries + 1, generation: pending.generation + (keySpent ? 1 : 0) }
      : pending,
  );
}

/** A record about which there is nothing to do now needs no worker: nobody takes its lease, and who has it gives it back. */
function leaseOf({ lease, held, at }: Change, after: Stored): { readonly lease?: Lease } {
  const isDue = (dueAtOf(after) ?? Infinity) <= at;
  if (held !== undefined) return { lease: isDue ? held : { ...held, until: GIVEN_BACK } };
  return lease !== undefined && isDue ? { lease } : {};
}

/** A lease that ended long ago, whatever another server's clock says, is free. */
const GIVEN_BACK = 0;
