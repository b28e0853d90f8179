import type { CancelReason, Card, Evidence, Failure } from "../payment/common.ts";
import { checkRefunds } from "../payment/beside.ts";
import { withCard } from "../payment/common-fields.ts";
import type { Move, Rules } from "../payment/machine.ts";
import { settle } from "../payment/settle.ts";
import { fulfilled, fulfilmentRefused, paidAgain } from "../payment/succeed.ts";
import { HINT_PATIENCE_MS, LOOK_AFTER_MS } from "../payment/timing.ts";
import type { CheckoutEffect, CheckoutInput } from "./inputs.ts";
import { type CheckoutPayment, common, type Expiring, type Failed, type Processing, type Succeeded } from "./state.ts";
import type { checkoutTransitions } from "./transitions.ts";

type To<State> = Move<State & CheckoutPayment, CheckoutEffect>;
type When = { readonly at: number; readonly afterMs?: number };

/** How long after its expiry Stripe is asked about a page that should have closed by then. Milliseconds. */
const EXPIRY_GRACE_MS = 5_000;

/** How long an open page is left alone. Milliseconds. */
const FIRST_LOOK_MS = 2 * 60_000;

/** A delayed method takes hours to days; asking every few seconds would be noise. Milliseconds. */
const PROCESSING_LOOK_MS = 15 * 60_000;

/** One rule per cell of {@link checkoutTransitions}. */
export const checkoutRules: Rules<CheckoutPayment, CheckoutInput, CheckoutEffect, typeof checkoutTransitions> = {
  opening: {
    session_opened: (state, { at, checkoutSessionId, url }) => [
      {
        ...common(state),
        status: "open",
        checkoutSessionId,
        url,
        stage: "waiting",
        lookAt: nextLook(state, at),
      },
    ],
    // Only a session can be processing, so its id is needed; until the opening has been answered this is early news.
    session_processing: () => undefined,
    refused: (state, { stripeCode, message }) => [
      {
        ...common(state),
        status: "failed",
        failure: { code: "refused_by_stripe", ...(stripeCode === undefined ? {} : { stripeCode }), message },
      },
    ],
    outcome_unknown: (state) => (state.stage === "checking" ? undefined : [{ ...state, stage: "checking" }]),
    paid: succeed,
    cancel: (state, { reason }) => [{ ...common(state), status: "expiring", cancelReason: reason, stage: "expiring" }],
    check: (state) => [state],
  },

  open: {
    session_still_open: (state, { at }) => [{ ...state, stage: "waiting", lookAt: nextLook(state, at) }],
    session_processing: (state, { at }) => [processing(state, at)],
    session_expired: (state) => [{ ...common(state), status: "expired", checkoutSessionId: state.checkoutSessionId }],
    session_failed: fail,
    paid: succeed,
    hint: (state, { at, afterMs = HINT_PATIENCE_MS }) => [
      state,
      checkSession(state.checkoutSessionId, { at, afterMs }),
    ],
    time_passed: (state, { at }) =>
      at >= (state.closesAt ?? Infinity)
        ? expire(state, "timeout")
        : [{ ...state, lookAt: at + LOOK_AFTER_MS }, checkSession(state.checkoutSessionId, { at })],
    cancel: (state, { reason }) => expire(state, reason),
    check: (state, { at }) => [{ ...state, stage: "checking" }, checkSession(state.checkoutSessionId, { at })],
    card_seen: seeCard,
  },

  processing: {
    session_processing: (state, { at }) => [{ ...state, lookAt: at + PROCESSING_LOOK_MS }],
    session_failed: fail,
    paid: succeed,
    hint: (state, { at, afterMs = HINT_PATIENCE_MS }) => [
      state,
      checkSession(state.checkoutSessionId, { at, afterMs }),
    ],
    time_passed: (state, { at }) => [
      { ...state, lookAt: at + PROCESSING_LOOK_MS },
      checkSession(state.checkoutSessionId, { at }),
    ],
    check: (state, { at }) => [state, checkSession(state.checkoutSessionId, { at })],
    card_seen: seeCard,
  },

  expiring: {
    session_opened: (state, { checkoutSessionId }) =>
      state.checkoutSessionId === undefined
        ? [{ ...state, checkoutSessionId }, expireSession(checkoutSessionId)]
        : undefined,
    session_processing: (state, { at }) =>
      state.checkoutSessionId === undefined
        ? undefined
        : [processing({ ...state, checkoutSessionId: state.checkoutSessionId }, at)],
    session_expired: (state) => [canceled(state)],
    session_failed: fail,
    refused: (state, { effect }) => (effect === "open_session" ? [canceled(state)] : undefined),
    outcome_unknown: (state) => (state.stage === "checking" ? undefined : [{ ...state, stage: "checking" }]),
    paid: succeed,
    check: (state, { at }) =>
      state.checkoutSessionId === undefined ? [state] : [state, checkSession(state.checkoutSessionId, { at })],
    card_seen: seeCard,
  },

  succeeded: {
    paid: (state, { evidence, at }) => only(paidAgain(state, evidence, at)),
    fulfilled,
    fulfilment_refused: (state, { reason, at }) => only(fulfilmentRefused(state, reason, at)),
    check: (state, { at }) =>
      state.checkoutSessionId === undefined
        ? [state, checkRefunds(at)]
        : [state, checkSession(state.checkoutSessionId, { at }), checkRefunds(at)],
    card_seen: seeCard,
  },

  expired: {
    session_processing: (state, { at }) => [processing(state, at)],
    paid: succeedLate,
    check: (state, { at }) => [state, checkSession(state.checkoutSessionId, { at })],
  },

  canceled: {
    session_processing: (state, { at }) =>
      state.checkoutSessionId === undefined
        ? undefined
        : [processing({ ...state, checkoutSessionId: state.checkoutSessionId }, at)],
    paid: succeedLate,
    check: (state, { at }) =>
      state.checkoutSessionId === undefined ? [state] : [state, checkSession(state.checkoutSessionId, { at })],
  },

  failed: {
    paid: succeedLate,
    check: (state, { at }) =>
      state.checkoutSessionId === undefined ? [state] : [state, checkSession(state.checkoutSessionId, { at })],
  },
};

/** The card, as soon as it is known and as long as anybody may ask for it. */
function seeCard<State extends CheckoutPayment>(
  state: State,
  { card }: { readonly card: Card },
): readonly [State] | undefined {
  return only(withCard(state, card));
}

/** Money that arrives while the payment is wanted. */
function succeed(
  state: CheckoutPayment,
  { evidence, at }: { readonly evidence: Evidence; readonly at: number },
): To<Succeeded> {
  return succeedWith(state, evidence, { at });
}

/** Money for a payment that had ended: a person must see it before anything is cooked. */
function succeedLate(
  state: CheckoutPayment,
  { evidence, at }: { readonly evidence: Evidence; readonly at: number },
): To<Succeeded> {
  return succeedWith(state, evidence, { at, late: true });
}

function succeedWith(
  state: CheckoutPayment,
  evidence: Evidence,
  when: { readonly at: number; readonly late?: boolean },
): To<Succeeded> {
  const { payment, fields } = settle(common(state), evidence, when);
  const checkoutSessionId =
    evidence.checkoutSessionId ?? ("checkoutSessionId" in state ? state.checkoutSessionId : undefined);
  const next: Succeeded = {
    ...payment,
    status: "succeeded",
    paymentIntentId: evidence.paymentIntentId,
    ...(checkoutSessionId === undefined ? {} : { checkoutSessionId }),
    ...fields,
  };
  return fields.fulfilment.status === "pending" ? [next, { type: "fulfil", key: "fulfil" }] : [next];
}

function processing(state: CheckoutPayment & { readonly checkoutSessionId: string }, at: number): Processing {
  return {
    ...common(state),
    status: "processing",
    checkoutSessionId: state.checkoutSessionId,
    lookAt: at + PROCESSING_LOOK_MS,
  };
}

function fail(state: CheckoutPayment, { failure }: { readonly failure: Failure }): readonly [Failed] {
  const checkoutSessionId = "checkoutSessionId" in state ? state.checkoutSessionId : undefined;
  return [
    { ...common(state), status: "failed", ...(checkoutSessionId === undefined ? {} : { checkoutSessionId }), failure },
  ];
}

function expire(state: CheckoutPayment & { readonly checkoutSessionId: string }, reason: CancelReason): To<Expiring> {
  const { checkoutSessionId } = state;
  return [
    { ...common(state), status: "expiring", checkoutSessionId, cancelReason: reason, stage: "expiring" },
    expireSession(checkoutSessionId),
  ];
}

function canceled(state: Expiring): CheckoutPayment & { readonly status: "canceled" } {
  const { checkoutSessionId, cancelReason } = state;
  return {
    ...common(state),
    status: "canceled",
    ...(checkoutSessionId === undefined ? {} : { checkoutSessionId }),
    cancelReason,
  };
}

/**
 * An open page is the guest's time, and events or the return page tell of its end. For the guest who pays and closes the tab while no
 * event comes, Stripe is asked too: after two minutes, then rarer and rarer, and once more when the page should have closed.
 */
function nextLook({ createdAt, expiresAt, closesAt }: CheckoutPayment, at: number): number {
  const closed = closesAt ?? expiresAt + EXPIRY_GRACE_MS;
  return at < closed ? Math.min(closed, at + Math.max(FIRST_LOOK_MS, at - createdAt)) : at + LOOK_AFTER_MS;
}

function checkSession(checkoutSessionId: string, { at, afterMs }: When): CheckoutEffect {
  return {
    type: "check_session",
    key: `check_session:${at}`,
    checkoutSessionId,
    ...(afterMs === undefined ? {} : { afterMs }),
  };
}

function expireSession(checkoutSessionId: string): CheckoutEffect {
  return { type: "expire_session", key: "expire_session", checkoutSessionId };
}

function only<State>(next: State | undefined): readonly [State] | undefined {
  return next === undefined ? undefined : [next];
}
