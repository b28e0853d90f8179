import { TillkitError } from "../errors.ts";
import type { CheckoutPayment } from "../checkout/state.ts";
import { isFinal, type Payment } from "../payment/payment.ts";
import type { Stored } from "../ports/store.ts";
import type { TerminalPayment } from "../terminal/state.ts";
import { announce } from "./announce.ts";
import { apply, busy, reload } from "./apply.ts";
import type { Context } from "./context.ts";
import { draftNew } from "./outbox.ts";
import { parseCheckout, parseCollect } from "./requests.ts";
import type { CheckoutRequest, CollectRequest } from "./types.ts";
import { waitFor } from "./watch.ts";
import type { Workers } from "./work.ts";

/** Stripe wants at least 30 minutes from its own clock at the time the request arrives, also when a lost request is repeated. */
const DEFAULT_OPEN_MS = 45 * 60_000;

/** Reads a request to collect into a payment that has not begun. */
export function newTerminalPayment(context: Context, request: CollectRequest): TerminalPayment {
  const {
    reference,
    money,
    reader,
    capture = "automatic",
    timeoutMs = context.collectionTimeoutMs,
    ...rest
  } = parseCollect(request);
  const at = context.clock.now();
  return {
    ...common(context, reference, at),
    ...labels(rest),
    ordered: money,
    flow: "terminal",
    capture,
    readerId: reader,
    attempts: [{ number: 1, readerId: reader, startedAt: at, outcome: "running" }],
    status: "opening",
    stage: "sending",
    deadlineAt: at + timeoutMs,
  };
}

/** Reads a request for a Checkout page into a payment that has not begun. */
export function newCheckoutPayment(context: Context, request: CheckoutRequest): CheckoutPayment {
  const {
    reference,
    money,
    lines,
    successUrl,
    cancelUrl,
    expiresInMs = DEFAULT_OPEN_MS,
    ...rest
  } = parseCheckout(request);
  const at = context.clock.now();
  return {
    ...common(context, reference, at),
    ...labels(rest),
    ordered: money,
    flow: "checkout",
    lines,
    successUrl,
    ...(cancelUrl === undefined ? {} : { cancelUrl }),
    // Stripe counts whole seconds.
    expiresAt: Math.floor((at + expiresInMs) / 1_000) * 1_000,
    status: "opening",
    stage: "sending",
  };
}

/** A payment that was written down, or was there already, and how to begin its work. */
export interface Started {
  readonly stored: Stored;
  readonly work: () => Promise<void>;
}

/** How often a new page is tried while others change the bill too. */
const MAX_REPLACEMENTS = 4;

/** How long an old page may take to be seen closed. Milliseconds. */
const CLOSING_WAIT_MS = 10_000;

/**
 * Writes a new Checkout payment down and begins its work. Where the reference has an open page for another bill, that page is closed,
 * and seen closed, first: at no moment can a guest pay both. A guest who is faster has paid the old bill, and nothing new is opened.
 *
 * @throws TillkitError `reference_in_use`
 */
export async function startCheckout(context: Context, workers: Workers, payment: CheckoutPayment): Promise<Started> {
  for (let round = 0; ; round += 1) {
    try {
      return await startPayment(context, workers, payment);
    } catch (error) {
      const occupant = await occupantOf(context, error);
      if (occupant === undefined || round >= MAX_REPLACEMENTS) throw error;
      await closePage(context, workers, occupant);
    }
  }
}

/** The page that is in the way, where it can be closed. */
async function occupantOf(context: Context, error: unknown): Promise<Stored | undefined> {
  if (!(TillkitError.is(error) && error.code === "reference_in_use")) return undefined;
  const { paymentId } = error.details;
  if (typeof paymentId !== "string") return undefined;
  const occupant = await reload(context, paymentId);
  const { flow, status } = occupant.payment;
  return flow === "checkout" && status !== "succeeded" && status !== "processing" ? occupant : undefined;
}

async function closePage(context: Context, workers: Workers, page: Stored): Promise<void> {
  const lease = workers.lease();
  const { stored, leased } = await apply(context, page, () => {
    const at = context.clock.now();
    return { at, source: "host", inputs: [{ type: "cancel", at, reason: "replaced" }], lease };
  });
  if (leased) workers.inBackground(() => workers.work(stored, lease));
  await waitFor(
    context,
    page.payment.id,
    ({ payment }) => isFinal(payment) || payment.status === "processing",
    CLOSING_WAIT_MS,
  );
}

/**
 * Writes a new payment down and begins its work, or answers the one that its reference already has.
 *
 * @throws TillkitError `reader_busy`, `reference_in_use`
 */
export async function startPayment(context: Context, workers: Workers, payment: Payment): Promise<Started> {
  const { store, clock } = context;
  const lease = workers.lease();
  const effect = { type: payment.flow === "terminal" ? "open_intent" : "open_session", key: "open" } as const;
  const { commit, stored } = draftNew(payment, effect, { at: clock.now(), lease });
  const result = await store.commit(commit);
  switch (result.type) {
    case "committed":
      announce(context, undefined, { payment, version: result.version });
      return { stored, work: () => workers.work(stored, lease) };
    case "taken": {
      if (!result.name.startsWith("reference:")) throw busy(result.name, result.by);
      const existing = await reload(context, result.by);
      if (isSameBill(existing.payment, payment)) return { stored: existing, work: () => workers.workOn(result.by) };
      throw inUse(existing.payment, payment);
    }
    case "conflict":
    case "duplicate":
      throw new TillkitError("invalid_option", `newId() made ${payment.id} twice. Ids must never repeat.`);
  }
}

function common({ tenant, gateway, newId }: Context, reference: string, at: number) {
  return { id: `pay_${newId()}`, tenant, reference, livemode: gateway.livemode, createdAt: at, review: [] };
}

function labels({
  description,
  metadata,
}: {
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}) {
  return { ...(description === undefined ? {} : { description }), ...(metadata === undefined ? {} : { metadata }) };
}

function isSameBill(existing: Payment, asked: Payment): boolean {
  return (
    existing.flow === asked.flow &&
    existing.ordered.amount === asked.ordered.amount &&
    existing.ordered.currency === asked.ordered.currency &&
    linesOf(existing) === linesOf(asked)
  );
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
