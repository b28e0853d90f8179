import { TillkitError } from "../errors.ts";
import type { Payment } from "../payment/payment.ts";
import type { CommitResult, Stored } from "../ports/store.ts";
import { announce, announceParked } from "./announce.ts";
import type { Context } from "./context.ts";
import { type Change, type Draft, draft } from "./outbox.ts";
import { parkedEffectOf } from "./parked-effect.ts";

/** What became of a change. `stored` is the record as it stands now. */
export interface Applied {
  readonly stored: Stored;
  readonly outcome: "applied" | "unchanged" | "duplicate";
  /** Whether the lease that the change asked for is ours. False where it was given back. */
  readonly leased: boolean;
}

/** How often a change is decided again on a fresh record before it is given up. */
const MAX_CONFLICTS = 64;

/**
 * Decides a change and writes it: on a conflict it is decided again on the fresh record, so that the order of arrival does not matter.
 *
 * @throws TillkitError `store_conflict` after many conflicts in a row, `payment_not_found`, `reader_busy`
 */
export async function apply(
  context: Context,
  record: Stored,
  makeChange: (stored: Stored) => Change | Promise<Change>,
): Promise<Applied> {
  let stored = record;
  for (let round = 0; round < MAX_CONFLICTS; round += 1) {
    const change = await makeChange(stored);
    const next = draft(stored, change);
    if (next === undefined) return { stored, outcome: "unchanged", leased: false };
    const result = await commit(context, next, change);
    if (result.type === "committed") {
      announce(context, stored.payment, { payment: next.stored.payment, version: result.version });
      const parked = next.stored.parked.find(({ effect }) => effect.key === change.parked?.key);
      if (parked !== undefined) announceParked(context, parkedEffectOf(stored.payment.id, parked));
      return { stored: next.stored, outcome: "applied", leased: isLeased(result, next) };
    }
    stored = await reload(context, stored.payment.id);
    if (result.type === "duplicate") return { stored, outcome: "duplicate", leased: false };
  }
  throw new TillkitError(
    "store_conflict",
    `Payment ${record.payment.id} is being changed by too many at once. Try again.`,
    {
      retryable: true,
      details: { paymentId: record.payment.id },
    },
  );
}

/** Whether a write has left its lease with whoever asked for it. */
export function isLeased({ leased }: { readonly leased: boolean }, { commit: { lease, at } }: Draft): boolean {
  return leased && lease !== undefined && lease.until > at;
}

/** Reads a record that must be there. @throws TillkitError `payment_not_found` */
export async function reload({ store, tenant }: Pick<Context, "store" | "tenant">, id: string): Promise<Stored> {
  const stored = await store.load(tenant, id);
  if (stored !== undefined) return stored;
  throw new TillkitError("payment_not_found", `There is no payment ${JSON.stringify(id.slice(0, 64))} here.`, {
    details: { paymentId: id.slice(0, 64) },
  });
}

/**
 * A command may be refused because another payment has the reader. A fact may not: money that has moved is written down even where
 * the bill's name has gone to another payment meanwhile.
 */
async function commit(
  context: Context,
  next: Draft,
  change: Change,
): Promise<Exclude<CommitResult, { type: "taken" }>> {
  let { commit: write } = next;
  for (;;) {
    const result = await context.store.commit(write);
    if (result.type !== "taken") return result;
    if (change.source === "host") throw await busy(context, result.name, result.by);
    write = { ...write, take: write.take.filter((name) => name !== result.name) };
  }
}

/** The error of a name that belongs to another payment. */
export async function busy({ store, tenant }: Context, name: string, by: string): Promise<TillkitError> {
  const [kind, ...rest] = name.split(":");
  if (kind === "reader") {
    const holder = await store.load(tenant, by);
    return readerBusy(rest.join(":"), { paymentId: by, ...registerOf(holder?.payment) });
  }
  return new TillkitError("reference_in_use", `${name} already belongs to payment ${by}.`, {
    details: { name, paymentId: by },
  });
}

/** The error of a reader on which another payment of ours runs. */
export function readerBusy(
  readerId: string,
  { paymentId, register }: { readonly paymentId: string; readonly register?: string },
): TillkitError {
  const whose = register === undefined ? paymentId : `${paymentId} of register ${JSON.stringify(register)}`;
  return new TillkitError(
    "reader_busy",
    `Reader ${readerId} is running payment ${whose}. Wait for it, cancel it, or use another reader.`,
    { details: { readerId, paymentId, ...(register === undefined ? {} : { register }) }, retryable: true },
  );
}

/** The register that takes a payment, where the host has named it. */
export function registerOf(payment: Payment | undefined): { readonly register?: string } {
  return payment?.flow === "terminal" && payment.register !== undefined ? { register: payment.register } : {};
}
