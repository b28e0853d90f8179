import type { CancelReason, Card, Evidence, Failure } from "../payment/common.ts";
import { withCard } from "../payment/common-fields.ts";
import type { Move, Rules } from "../payment/machine.ts";
import { settle } from "../payment/settle.ts";
import { fulfilled, fulfilmentRefused, paidAgain } from "../payment/succeed.ts";
import { ABANDON_AFTER_MS, HINT_PATIENCE_MS, LOOK_AFTER_MS, MAX_DISPATCHES } from "../payment/timing.ts";
import { checkIntent, handToReader, lastAttempt, withOutcome } from "./attempts.ts";
import type { TerminalEffect, TerminalInput } from "./inputs.ts";
import {
  type Canceled,
  type Canceling,
  type Collecting,
  common,
  type Declined,
  type RequiresCapture,
  type Succeeded,
  type TerminalPayment,
} from "./state.ts";
import type { terminalTransitions } from "./transitions.ts";

type To<State> = Move<State & TerminalPayment, TerminalEffect>;

/** One rule per cell of {@link terminalTransitions}. */
export const terminalRules: Rules<TerminalPayment, TerminalInput, TerminalEffect, typeof terminalTransitions> = {
  opening: {
    intent_opened: (state, { at, paymentIntentId }) => {
      const { number, readerId, startedAt } = lastAttempt(state);
      const next: Collecting = {
        ...common(state),
        status: "collecting",
        paymentIntentId,
        dispatch: 1,
        stage: "sending",
        onReader: false,
        deadlineAt: at + (state.deadlineAt - startedAt),
        lookAt: at + LOOK_AFTER_MS,
      };
      return [next, handToReader(next, { attempt: number, readerId, dispatch: 1 })];
    },
    card_present_unavailable: (state, { paymentIntentId }) => callOffUnavailable(state, paymentIntentId),
    refused: (state, { stripeCode, message }) => [
      { ...withOutcome(common(state), "failed"), status: "failed", failure: refusal(stripeCode, message) },
    ],
    outcome_unknown: (state) => (state.stage === "checking" ? undefined : [{ ...state, stage: "checking" }]),
    intent_canceled: (state) => [canceled(state, { reason: "stripe" })],
    paid: succeed,
    cancel: (state, { reason }) => [
      { ...common(state), status: "canceling", cancelReason: reason, stage: "canceling" },
    ],
    check: (state) => [state],
  },

  collecting: {
    reader_waiting: (state, { at, attempt }) => {
      if (attempt !== lastAttempt(state).number) return undefined;
      // A hand-over that was under way overtook the withdrawal and armed the reader again.
      if (state.withdrawal !== undefined) return [{ ...state, lookAt: at + LOOK_AFTER_MS }, takeOff(state, at)];
      const stage = state.stage === "processing" ? "processing" : "waiting_for_card";
      return [{ ...state, stage, onReader: true, lookAt: at + LOOK_AFTER_MS }];
    },
    attempt_failed: (state, { at, attempt, failure, chargeId }) =>
      attempt === lastAttempt(state).number
        ? [declined(state, { at, failure: withdrawn(state, failure), ...(chargeId === undefined ? {} : { chargeId }) })]
        : undefined,
    not_on_reader: (state, { at, attempt, dispatch }) => {
      if (attempt !== lastAttempt(state).number || dispatch !== state.dispatch) return undefined;
      if (state.withdrawal !== undefined) return [declined(state, { at, failure: { code: state.withdrawal } })];
      if (state.onReader) return [declined(state, { at, failure: { code: "reader_displaced" } })];
      // Nothing has ever confirmed the hand-over, and the reader shows something else: it did not arrive.
      if (state.dispatch >= MAX_DISPATCHES) return [declined(state, { at, failure: { code: "reader_unreachable" } })];
      const next: Collecting = { ...state, dispatch: state.dispatch + 1, stage: "sending", lookAt: at + LOOK_AFTER_MS };
      return [next, handToReader(next, { attempt, readerId: state.readerId, dispatch: next.dispatch })];
    },
    intent_processing: (state, { at }) =>
      state.stage === "processing"
        ? undefined
        : [{ ...state, stage: "processing", onReader: true, lookAt: at + LOOK_AFTER_MS }],
    intent_authorized: authorize,
    intent_canceled: (state) => [canceled(state, { reason: "stripe" })],
    paid: succeed,
    outcome_unknown: (state, { at, effect }) =>
      effect === "hand_to_reader"
        ? [{ ...state, stage: "checking", lookAt: at + LOOK_AFTER_MS }, checkIntent(state, { at })]
        : undefined,
    hint: (state, { at, afterMs = HINT_PATIENCE_MS }) => [
      { ...state, lookAt: at + LOOK_AFTER_MS },
      checkIntent(state, { at, afterMs }),
    ],
    time_passed: (state, { at }) => {
      const next: Collecting = { ...state, lookAt: at + LOOK_AFTER_MS };
      if (at < state.deadlineAt || state.withdrawal !== undefined) return [next, checkIntent(state, { at })];
      return [
        { ...next, stage: "checking", withdrawal: "no_card_presented" },
        takeOff(state, at),
        checkIntent(state, { at }),
      ];
    },
    cancel: (state, { at, reason }) => callOff(state, { at, reason }),
    check: (state, { at }) => [{ ...state, lookAt: at + LOOK_AFTER_MS }, checkIntent(state, { at })],
    card_seen: seeCard,
  },

  declined: {
    intent_processing: (state, { at }) => [resumed(state, at)],
    intent_authorized: authorize,
    intent_canceled: (state) => [canceled(state, { reason: "stripe" })],
    paid: succeed,
    hint: (state, { at, afterMs = HINT_PATIENCE_MS }) => [state, checkIntent(state, { at, afterMs })],
    time_passed: (state, { at }) => (at < state.abandonAt ? undefined : callOff(state, { at, reason: "abandoned" })),
    retry: (state, { at, deadlineAt, readerId = state.readerId }) => {
      const number = lastAttempt(state).number + 1;
      const next: Collecting = {
        ...common(state),
        status: "collecting",
        readerId,
        attempts: [...state.attempts, { number, readerId, startedAt: at, outcome: "running" }],
        paymentIntentId: state.paymentIntentId,
        dispatch: 1,
        stage: "sending",
        onReader: false,
        deadlineAt,
        lookAt: at + LOOK_AFTER_MS,
      };
      return [next, handToReader(next, { attempt: number, readerId, dispatch: 1 })];
    },
    cancel: (state, { at, reason }) => callOff(state, { at, reason }),
    check: (state, { at }) => [state, checkIntent(state, { at })],
    card_seen: seeCard,
  },

  requires_capture: {
    intent_canceled: (state) => [canceled(state, { reason: "stripe" })],
    paid: succeed,
    capture: ({ failure: _over, ...state }, { at, amount }) => [
      { ...state, status: "capturing", stage: "capturing" },
      {
        type: "capture_intent",
        key: `capture_intent:${at}`,
        paymentIntentId: state.paymentIntentId,
        ...(amount === undefined ? {} : { amount }),
      },
    ],
    cancel: (state, { at, reason }) => callOff(state, { at, reason }),
    check: (state, { at }) => [state, checkIntent(state, { at })],
    card_seen: seeCard,
  },

  capturing: {
    refused: (state, { effect, stripeCode, message }) => {
      if (effect !== "capture_intent") return undefined;
      const { stage: _over, ...held } = state;
      return [{ ...held, status: "requires_capture", failure: refusal(stripeCode, message) }];
    },
    outcome_unknown: (state) => (state.stage === "checking" ? undefined : [{ ...state, stage: "checking" }]),
    intent_canceled: (state) => [canceled(state, { reason: "stripe" })],
    paid: succeed,
    check: (state, { at }) => [state, checkIntent(state, { at })],
    card_seen: seeCard,
  },

  canceling: {
    intent_opened: (state, { paymentIntentId }) =>
      state.paymentIntentId === undefined
        ? [{ ...state, paymentIntentId }, cancelIntent(paymentIntentId, state.cancelReason)]
        : undefined,
    card_present_unavailable: (state, { paymentIntentId }) =>
      state.paymentIntentId === undefined
        ? [{ ...state, paymentIntentId }, cancelIntent(paymentIntentId, state.cancelReason)]
        : undefined,
    refused: (state, { effect }) =>
      effect === "open_intent" ? [canceled(state, { reason: state.cancelReason })] : undefined,
    outcome_unknown: (state) => (state.stage === "checking" ? undefined : [{ ...state, stage: "checking" }]),
    intent_canceled: (state) => [canceled(state, { reason: state.cancelReason })],
    paid: succeed,
    check: (state, { at }) =>
      state.paymentIntentId === undefined
        ? [state]
        : [state, checkIntent({ ...state, paymentIntentId: state.paymentIntentId }, { at })],
    card_seen: seeCard,
  },

  succeeded: {
    paid: (state, { evidence, at }) => only(paidAgain(state, evidence, at)),
    fulfilled: (state, { at }) => only(fulfilled(state, at)),
    fulfilment_refused: (state, { reason, at }) => only(fulfilmentRefused(state, reason, at)),
    check: (state, { at }) => [state, checkIntent(state, { at })],
    card_seen: seeCard,
  },

  canceled: {
    paid: succeedLate,
    check: (state, { at }) =>
      state.paymentIntentId === undefined
        ? [state]
        : [state, checkIntent({ ...state, paymentIntentId: state.paymentIntentId }, { at })],
  },

  failed: {
    paid: succeedLate,
    check: (state) => [state],
  },
};

/** The card, as soon as it is known and as long as anybody may ask for it. */
function seeCard<State extends TerminalPayment>(
  state: State,
  { card }: { readonly card: Card },
): readonly [State] | undefined {
  return only(withCard(state, card));
}

/** Money that arrives while the payment is wanted. */
function succeed(
  state: TerminalPayment,
  { evidence, at }: { readonly evidence: Evidence; readonly at: number },
): To<Succeeded> {
  return succeedWith(state, evidence, { at });
}

/** Money for a payment that had ended: Stripe rules it out, so if it happens a person must see it. */
function succeedLate(
  state: TerminalPayment,
  { evidence, at }: { readonly evidence: Evidence; readonly at: number },
): To<Succeeded> {
  return succeedWith(state, evidence, { at, late: true });
}

function succeedWith(
  state: TerminalPayment,
  evidence: Evidence,
  when: { readonly at: number; readonly late?: boolean },
): To<Succeeded> {
  const { payment, fields } = settle(withOutcome(common(state), "authorized"), evidence, when);
  const next: Succeeded = { ...payment, status: "succeeded", paymentIntentId: evidence.paymentIntentId, ...fields };
  return fields.fulfilment.status === "pending" ? [next, { type: "fulfil", key: "fulfil" }] : [next];
}

function authorize(
  state: Collecting | Declined,
  {
    amount,
    card,
    paymentIntentId,
  }: { readonly amount: number; readonly card?: Card; readonly paymentIntentId: string },
): To<RequiresCapture> {
  const held = withOutcome(common(state), "authorized");
  return [{ ...(withCard(held, card) ?? held), status: "requires_capture", paymentIntentId, authorized: amount }];
}

function declined(
  state: Collecting,
  { at, failure, chargeId }: { readonly at: number; readonly failure: Failure; readonly chargeId?: string },
): Declined {
  return {
    ...withOutcome(common(state), "failed", { failure, ...(chargeId === undefined ? {} : { chargeId }) }),
    status: "declined",
    paymentIntentId: state.paymentIntentId,
    failure,
    abandonAt: at + ABANDON_AFTER_MS,
  };
}

/** What the reader reports after we took the payment off it is our own doing, and is called what we took it off for. */
function withdrawn({ withdrawal }: Collecting, failure: Failure): Failure {
  return withdrawal !== undefined && failure.code !== "card_declined" ? { code: withdrawal } : failure;
}

/** The attempt that we took for failed is being authorized after all. */
function resumed(state: Declined, at: number): Collecting {
  return {
    ...withOutcome(common(state), "running"),
    status: "collecting",
    paymentIntentId: state.paymentIntentId,
    dispatch: 1,
    stage: "processing",
    onReader: true,
    deadlineAt: at + LOOK_AFTER_MS,
    lookAt: at + LOOK_AFTER_MS,
  };
}

function callOff(
  state: Collecting | Declined | RequiresCapture,
  { at, reason }: { readonly at: number; readonly reason: CancelReason },
): To<Canceling> {
  const next: Canceling = {
    ...common(state),
    status: "canceling",
    paymentIntentId: state.paymentIntentId,
    cancelReason: reason,
    stage: "canceling",
  };
  const cancel = cancelIntent(state.paymentIntentId, reason);
  return state.status === "collecting" ? [next, takeOff(state, at), cancel] : [next, cancel];
}

function callOffUnavailable(state: TerminalPayment, paymentIntentId: string): To<Canceling> {
  return [
    {
      ...common(state),
      status: "canceling",
      paymentIntentId,
      cancelReason: "stripe",
      stage: "canceling",
      failure: { code: "card_present_unavailable" },
    },
    cancelIntent(paymentIntentId, "stripe"),
  ];
}

function canceled(state: TerminalPayment, { reason }: { readonly reason: CancelReason }): Canceled {
  return {
    ...withOutcome(common(state), "canceled"),
    status: "canceled",
    ...("paymentIntentId" in state && state.paymentIntentId !== undefined
      ? { paymentIntentId: state.paymentIntentId }
      : {}),
    cancelReason: reason,
    ...(state.status === "canceling" && state.failure !== undefined ? { failure: state.failure } : {}),
  };
}

function takeOff({ paymentIntentId, readerId, attempts }: Collecting, at: number): TerminalEffect {
  return { type: "cancel_action", key: `cancel_action:${attempts.length}.${at}`, paymentIntentId, readerId };
}

function cancelIntent(paymentIntentId: string, reason: CancelReason): TerminalEffect {
  return { type: "cancel_intent", key: "cancel_intent", paymentIntentId, reason };
}

function refusal(stripeCode: string | undefined, message: string): Failure {
  return { code: "refused_by_stripe", ...(stripeCode === undefined ? {} : { stripeCode }), message };
}

function only<State>(next: State | undefined): readonly [State] | undefined {
  return next === undefined ? undefined : [next];
}
