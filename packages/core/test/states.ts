import type { CheckoutPayment, Evidence, TerminalPayment } from "@tillkit/core";

/** Noon on 5 January 2026, UTC. */
export const NOON = Date.UTC(2026, 0, 5, 12);

export const evidence: Evidence = {
  paymentIntentId: "pi_1",
  chargeId: "ch_1",
  amount: 1_250,
  currency: "usd",
  tip: 0,
  livemode: false,
  card: { brand: "visa", last4: "4242" },
};

const bill = {
  id: "pay_1",
  tenant: "default",
  reference: "bill-1",
  ordered: { amount: 1_250, currency: "usd" },
  livemode: false,
  createdAt: NOON,
  review: [],
  refunds: [],
  disputes: [],
} as const;

const terminal = {
  ...bill,
  flow: "terminal",
  capture: "automatic",
  confirmation: "automatic",
  customerCanCancel: true,
  intentAmount: 1_250,
  readerId: "tmr_1",
  attempts: [{ number: 1, readerId: "tmr_1", startedAt: NOON, outcome: "running" }],
} as const;

const held = {
  ...terminal,
  capture: "manual",
  hold: { warnBeforeMs: 43_200_000, incremental: true },
  paymentIntentId: "pi_1",
  authorized: 1_250,
  bill: 1_250,
  authorizedTip: 0,
  captureBefore: NOON + 2 * 86_400_000,
  overcapture: true,
  incremental: true,
} as const;

const checkout = {
  ...bill,
  flow: "checkout",
  lines: [{ name: "Soup", unitAmount: 1_250, quantity: 1 }],
  successUrl: "https://shop.example/back?session_id={CHECKOUT_SESSION_ID}",
  expiresAt: NOON + 45 * 60_000,
} as const;

// What settle makes, written out here by hand; only settle can give it its brand.
const { card: _card, livemode: _livemode, ...taken } = evidence;
const paid = { ...taken, at: NOON } as unknown as Extract<TerminalPayment, { status: "succeeded" }>["paid"];

/** A payment in every terminal status. A new status that is missing here does not compile. */
export const terminalStates: {
  readonly [Status in TerminalPayment["status"]]: Extract<TerminalPayment, { status: Status }>;
} = {
  opening: { ...terminal, status: "opening", stage: "sending", deadlineAt: NOON + 120_000 },
  collecting: {
    ...terminal,
    status: "collecting",
    paymentIntentId: "pi_1",
    dispatch: 1,
    stage: "waiting_for_card",
    onReader: true,
    deadlineAt: NOON + 120_000,
    lookAt: NOON + 10_000,
  },
  requires_confirmation: {
    ...terminal,
    status: "requires_confirmation",
    paymentIntentId: "pi_1",
    dispatch: 1,
    confirmBy: NOON + 22_000,
  },
  declined: {
    ...terminal,
    status: "declined",
    paymentIntentId: "pi_1",
    failure: { code: "card_declined", declineCode: "insufficient_funds" },
    abandonAt: NOON + 1_800_000,
    attempts: [
      {
        number: 1,
        readerId: "tmr_1",
        startedAt: NOON,
        outcome: "failed",
        failure: { code: "card_declined" },
        chargeId: "ch_0",
      },
    ],
  },
  requires_signature: {
    ...held,
    status: "requires_signature",
    signing: { policy: "required", place: "screen", timeoutMs: 300_000, status: "awaited", asked: 1 },
    asking: { readerId: "tmr_1", round: 1, stage: "waiting", lookAt: NOON + 10_000, until: NOON + 150_000 },
    deadlineAt: NOON + 300_000,
  },
  requires_capture: { ...held, status: "requires_capture" },
  incrementing: { ...held, status: "incrementing", stage: "incrementing", raiseTo: 2_000 },
  capturing: { ...held, status: "capturing", stage: "capturing", due: { amount: 1_250, tip: 0 } },
  canceling: { ...terminal, status: "canceling", paymentIntentId: "pi_1", cancelReason: "cashier", stage: "canceling" },
  succeeded: {
    ...terminal,
    status: "succeeded",
    paymentIntentId: "pi_1",
    paid,
    fulfilment: { status: "pending" },
    signing: { policy: "after_payment", place: "reader", timeoutMs: 300_000, status: "awaited", asked: 1 },
    asking: { readerId: "tmr_1", round: 1, stage: "waiting", lookAt: NOON + 10_000, until: NOON + 150_000 },
  },
  canceled: { ...terminal, status: "canceled", paymentIntentId: "pi_1", cancelReason: "cashier" },
  failed: { ...terminal, status: "failed", failure: { code: "refused_by_stripe", message: "No." } },
};

/** A payment in every checkout status. A new status that is missing here does not compile. */
export const checkoutStates: {
  readonly [Status in CheckoutPayment["status"]]: Extract<CheckoutPayment, { status: Status }>;
} = {
  opening: { ...checkout, status: "opening", stage: "sending" },
  open: {
    ...checkout,
    status: "open",
    checkoutSessionId: "cs_1",
    url: "https://checkout.example/cs_1",
    stage: "waiting",
    lookAt: NOON,
  },
  processing: { ...checkout, status: "processing", checkoutSessionId: "cs_1", lookAt: NOON },
  expiring: { ...checkout, status: "expiring", checkoutSessionId: "cs_1", cancelReason: "cashier", stage: "expiring" },
  succeeded: {
    ...checkout,
    status: "succeeded",
    checkoutSessionId: "cs_1",
    paymentIntentId: "pi_1",
    paid,
    fulfilment: { status: "pending" },
  },
  expired: { ...checkout, status: "expired", checkoutSessionId: "cs_1" },
  canceled: { ...checkout, status: "canceled", checkoutSessionId: "cs_1", cancelReason: "cashier" },
  failed: { ...checkout, status: "failed", checkoutSessionId: "cs_1", failure: { code: "async_payment_failed" } },
};
