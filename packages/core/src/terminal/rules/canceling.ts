import { checkIntent } from "../attempts.ts";
import { canceled, cancelIntent } from "./calling-off.ts";
import { seeCard, succeed } from "./paying.ts";
import type { Row } from "./row.ts";

/** Somebody asked to cancel; a tap may still win. */
export const canceling: Row<"canceling"> = {
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
};
