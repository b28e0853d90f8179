import { isWanted, wakeAt } from "../payment/payment.ts";
import type { Lease, PendingEffect, Stored } from "../ports/store.ts";
import { announceTrouble } from "./announce.ts";
import { apply, type Applied, reload } from "./apply.ts";
import type { Context } from "./context.ts";
import { dueEffects } from "./outbox.ts";
import { perform } from "./perform.ts";

/** Performs the effects of payments, one worker to a payment, and keeps track of what is under way in this process. */
export interface Workers {
  /** A fresh lease for a payment that is being written. */
  lease(): Lease;
  /** Works on a payment whose lease is ours, for somebody who waits for it. */
  work(stored: Stored, lease: Lease): Promise<void>;
  /** Works on a payment if it is due and nobody else does. */
  workOn(id: string): Promise<void>;
  /** The same, in the background. */
  inBackground(task: () => Promise<unknown>): void;
  /** Takes what is due, as fast as the pace allows. Answers how many payments were worked on. */
  sweep(limit: number): Promise<number>;
  /** Sweeps take nothing any more, and give back what they have after the step that they are at; until they are let go on. */
  halt(): void;
  goOn(): void;
  /** Whether what takes long should end after the step that it is at. */
  readonly halted: boolean;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** How many payments one sweep works on at a time. */
const BATCH = 8;

/** Makes the workers of one till. */
export function createWorkers(context: Context): Workers {
  const { store, clock, tenant, newId, leaseMs, pace } = context;
  const running = new Set<Promise<unknown>>();
  let halted = false;

  const lease = (token = newId()): Lease => ({ token, until: clock.now() + leaseMs });

  /** An order costs no call to Stripe. */
  const isAllowed = ({ effect }: PendingEffect): boolean => !halted && (effect.type === "fulfil" || pace.allows());

  async function work(record: Stored, { token }: Lease, mayPerform: MayPerform = always): Promise<void> {
    let stored = record;
    for (;;) {
      const done = await step(context, stored, { lease: lease(token), mayPerform });
      if (done !== undefined) {
        // Its write gave the lease back, since nothing was left to do; or the lease was another worker's by then.
        if (done.outcome === "applied" && !done.leased) return;
        stored = done.stored;
        continue;
      }
      const { id } = stored.payment;
      if (await store.release({ tenant, id, version: stored.version, token })) return;
      const fresh = await reload(context, id);
      // Released by nobody's change means that the lease is another worker's by now: what is left is theirs.
      if (fresh.version === stored.version) return;
      stored = fresh;
    }
  }

  async function take(id: string | undefined, limit: number, mayPerform?: MayPerform): Promise<number> {
    const mine = lease();
    const due = await store.claim({
      tenant,
      ...(id === undefined ? {} : { id }),
      now: clock.now(),
      lease: mine,
      limit,
    });
    const ended = await Promise.allSettled(due.map((stored) => work(stored, mine, mayPerform)));
    for (const end of ended) if (end.status === "rejected") announceTrouble(context, end.reason);
    return due.length;
  }

  return {
    lease,
    work: (stored, own) => work(stored, own),
    workOn: async (id) => {
      await take(id, 1);
    },
    inBackground: (task) => {
      const run = task()
        .catch((error: unknown) => announceTrouble(context, error))
        .finally(() => running.delete(run));
      running.add(run);
    },
    sweep: async (limit) => {
      let worked = 0;
      while (!halted) {
        const size = Math.min(BATCH, limit - worked, pace.left());
        if (size === 0) break;
        const taken = await take(undefined, size, isAllowed);
        worked += taken;
        if (taken < size) break;
      }
      return worked;
    },
    halt: () => {
      halted = true;
    },
    goOn: () => {
      halted = false;
    },
    get halted() {
      return halted;
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

type MayPerform = (pending: PendingEffect) => boolean;

const always: MayPerform = () => true;

/** The next thing to do on a payment, done. `undefined`: nothing is due, or may be done now. */
async function step(
  context: Context,
  stored: Stored,
  { lease, mayPerform }: { readonly lease: Lease; readonly mayPerform: MayPerform },
): Promise<Applied | undefined> {
  const now = context.clock.now();
  const due = dueEffects(stored, now).find(({ effect }) => isWanted(stored.payment, effect));
  if (due !== undefined && !mayPerform(due)) return undefined;
  if (due !== undefined) return perform(context, stored, due, lease);
  const wake = wakeAt(stored.payment);
  if (wake === undefined || wake > now) return undefined;
  const woken = await apply(context, stored, () => {
    const at = context.clock.now();
    return { at, source: "clock", inputs: [{ type: "time_passed", at }], held: lease };
  });
  return woken.outcome === "unchanged" ? undefined : woken;
}
