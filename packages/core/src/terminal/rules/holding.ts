import { checkIntent } from "../attempts.ts";
import { callOff, canceled } from "./calling-off.ts";
import { refusal } from "./declining.ts";
import { seeCard, succeed } from "./paying.ts";
import type { Row } from "./row.ts";

/** The money is held on the card. */
export const requiresCapture: Row<"requires_capture"> = {
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
};

/** The held money is being taken. */
export const capturing: Row<"capturing"> = {
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
};
