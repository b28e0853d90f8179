import { TillkitError } from "../errors.ts";
import type { Effect, Payment } from "../payment/payment.ts";
import type { Stored } from "../ports/store.ts";
import { announce } from "./announce.ts";
import { busy, reload } from "./apply.ts";
import type { Context } from "./context.ts";
import { draftNew } from "./outbox.ts";
import type { Workers } from "./work.ts";

/** A payment that was written down, or was there already, and how to begin its work. */
export interface Started {
  readonly stored: Stored;
  readonly work: () => Promise<void>;
}

/**
 * Writes a new payment down and begins its work, or answers the one that its reference already has.
 *
 * @throws TillkitError `reader_busy`, `reference_in_use`, `reference_closed`
 */
export async function startPayment(context: Context, workers: Workers, payment: Payment): Promise<Started> {
  const { store, clock } = context;
  const lease = workers.lease();
  const { commit, stored } = draftNew(payment, firstEffect(payment), { at: clock.now(), lease });
  const result = await store.commit(commit);
  switch (result.type) {
    case "committed":
      announce(context, undefined, { payment, version: result.version });
      return { stored, work: () => workers.work(stored, lease) };
    case "taken": {
      if (!result.name.startsWith("reference:")) throw await busy(context, result.name, result.by);
      const existing = await reload(context, result.by);
      if (existing.payment.closed !== undefined) throw closed(existing.payment);
      if (isSameBill(existing.payment, payment)) return { stored: existing, work: () => workers.workOn(result.by) };
      throw inUse(existing.payment, payment);
    }
    case "conflict":
    case "duplicate":
      throw new TillkitError("invalid_option", `newId() made ${payment.id} twice. Ids must never repeat.`);
  }
}

/** A bill over nothing is paid from the start, and only its order is left to make. */
function firstEffect({ flow, status }: Payment): Effect {
  if (status === "succeeded") return { type: "fulfil", key: "fulfil" };
  return { type: flow === "terminal" ? "open_intent" : "open_session", key: "open" };
}

function closed({ id, reference, status }: Payment): TillkitError {
  return new TillkitError(
    "reference_closed",
    `The bill ${JSON.stringify(reference)} was closed, and cannot be paid any more.`,
    { details: { reference, paymentId: id, status } },
  );
}

function isSameBill(existing: Payment, asked: Payment): boolean {
  return (
    existing.flow === asked.flow &&
    existing.ordered.amount === asked.ordered.amount &&
    existing.ordered.currency === asked.ordered.currency &&
    tipOf(existing) === tipOf(asked) &&
    linesOf(existing) === linesOf(asked)
  );
}

function tipOf(payment: Payment): number {
  return payment.flow === "terminal" ? (payment.tip ?? 0) : 0;
}

/** Two baskets can cost the same: the guest must see the one that is paid for. */
function linesOf(payment: Payment): string {
  return payment.flow === "terminal"
    ? ""
    : JSON.stringify(payment.lines.map(({ name, unitAmount, quantity }) => [name, unitAmount, quantity]));
}

function inUse(existing: Payment, asked: Payment): TillkitError {
  const { id, status, flow, ordered } = existing;
  return new TillkitError(
    "reference_in_use",
    `Reference ${JSON.stringify(asked.reference)} belongs to payment ${id} (${flow}, ${ordered.amount} ${ordered.currency}, ${status}). ` +
      "Cancel that one first, or use another reference.",
    {
      details: {
        reference: asked.reference,
        paymentId: id,
        status,
        flow,
        amount: ordered.amount,
        currency: ordered.currency,
      },
    },
  );
}
