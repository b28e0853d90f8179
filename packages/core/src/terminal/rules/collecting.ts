import { HINT_PATIENCE_MS, LOOK_AFTER_MS, MAX_DISPATCHES } from "../../payment/timing.ts";
import { checkIntent, handToReader, lastAttempt } from "../attempts.ts";
import type { Collecting } from "../state.ts";
import { callOff, canceled, takeOff } from "./calling-off.ts";
import { declined, withdrawn } from "./declining.ts";
import { authorize, seeCard, succeed } from "./paying.ts";
import type { Row } from "./row.ts";

/** A reader waits for a card, or may. */
export const collecting: Row<"collecting"> = {
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
};
