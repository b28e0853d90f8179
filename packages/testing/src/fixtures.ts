import type { CheckoutPayment, Commit, Payment, PendingEffect, Stored, TerminalPayment } from "@tillkit/core";
import { namesOf } from "@tillkit/core";

/** A card payment that has just been written down. */
export type OpeningTerminal = Extract<TerminalPayment, { readonly status: "opening" }>;

/** An online payment that has just been written down. */
export type OpeningCheckout = Extract<CheckoutPayment, { readonly status: "opening" }>;

/** When fixtures were made: 2026-01-01T00:00:00Z, in milliseconds since the epoch. */
export const FIXTURE_TIME: number = Date.UTC(2026, 0, 1);

/** A card payment of $12.50 in `opening`. Each id has its own reference and reader, so that two fixtures never share a name. */
export function paymentFixture(fields: Partial<OpeningTerminal> = {}): OpeningTerminal {
  const { id = "pay_1", createdAt = FIXTURE_TIME } = fields;
  const readerId = fields.readerId ?? `tmr_${id}`;
  return {
    id,
    tenant: "default",
    reference: `bill-${id}`,
    ordered: { amount: 1250, currency: "usd" },
    livemode: false,
    createdAt,
    review: [],
    refunds: [],
    disputes: [],
    flow: "terminal",
    capture: "automatic",
    confirmation: "automatic",
    customerCanCancel: true,
    readerId,
    attempts: [{ number: 1, readerId, startedAt: createdAt, outcome: "running" }],
    status: "opening",
    stage: "sending",
    deadlineAt: createdAt + 120_000,
    ...fields,
  };
}

/** An online payment of $12.50 in `opening`. */
export function checkoutFixture(fields: Partial<OpeningCheckout> = {}): OpeningCheckout {
  const { id = "pay_1", createdAt = FIXTURE_TIME } = fields;
  return {
    id,
    tenant: "default",
    reference: `bill-${id}`,
    ordered: { amount: 1250, currency: "usd" },
    livemode: false,
    createdAt,
    review: [],
    refunds: [],
    disputes: [],
    flow: "checkout",
    lines: [{ name: "Lunch", unitAmount: 1250, quantity: 1 }],
    successUrl: "https://shop.example/thanks",
    expiresAt: createdAt + 45 * 60_000,
    status: "opening",
    stage: "sending",
    ...fields,
  };
}

/** The first write of a payment, with its names; nothing pending, nothing due. */
export function firstCommit(payment: Payment, fields: Partial<Commit> = {}): Commit {
  return {
    payment,
    expectedVersion: 0,
    pending: [],
    parked: [],
    dueAt: null,
    take: namesOf(payment),
    drop: [],
    entries: [{ at: payment.createdAt, source: "host", input: "collect", status: payment.status }],
    at: payment.createdAt,
    ...fields,
  };
}

/** A write on top of a stored payment that changes nothing but what `fields` say. */
export function nextCommit({ payment, version, pending, parked }: Stored, fields: Partial<Commit> = {}): Commit {
  return {
    payment,
    expectedVersion: version,
    pending,
    parked,
    dueAt: null,
    take: [],
    drop: [],
    entries: [],
    at: payment.createdAt,
    ...fields,
  };
}

/** An effect that waits to be performed. */
export function pendingFixture(fields: Partial<PendingEffect> = {}): PendingEffect {
  return {
    effect: { type: "open_intent", key: "pay_1:open" },
    queuedAt: FIXTURE_TIME,
    nextAt: FIXTURE_TIME,
    tries: 0,
    generation: 0,
    ...fields,
  };
}
