import { HINT_PATIENCE_MS, LOOK_AFTER_MS, LOOK_AT_CARD_MS, MAX_DISPATCHES } from "../../payment/timing.ts";
import { withCard } from "../../payment/common-fields.ts";
import { checkIntent, handToReader, lastAttempt } from "../attempts.ts";
import { type Collecting, common, type Declined, type RequiresConfirmation } from "../state.ts";
import { callOff, callOffUnavailable, canceled, takeOff } from "./calling-off.ts";
import { type AttemptEnd, declined, withdrawn } from "./declining.ts";
import { authorize, seeCard, succeed } from "./paying.ts";
import { hasRightAmount, movedTo, presentAgain, withdraw } from "./presenting.ts";
import type { Row, To } from "./row.ts";

/** A reader waits for a card, or may. */
export const collecting: Row<"collecting"> = {
  card_present_unavailable: (state, { paymentIntentId }) => callOffUnavailable(state, paymentIntentId),
  reader_waiting: (state, { at, attempt }) => {
    if (attempt !== lastAttempt(state).number) return undefined;
    const next: Collecting = { ...state, lookAt: at + LOOK_AFTER_MS };
    // Not seen off yet, or a hand-over that was under way overtook the withdrawal and armed the reader again.
    if (state.withdrawal !== undefined)
      return [next, takeOff(state, at), checkIntent(state, { at, afterMs: HINT_PATIENCE_MS })];
    const stage = state.stage === "processing" || state.confirmed === true ? "processing" : "waiting_for_card";
    return [{ ...next, stage, onReader: true }];
  },
  attempt_failed: (state, news) =>
    news.attempt === lastAttempt(state).number
      ? ended(state, { ...news, failure: withdrawn(state, news.failure) })
      : undefined,
  not_on_reader: (state, { at, attempt, dispatch }) => {
    if (attempt !== lastAttempt(state).number || dispatch !== state.dispatch) return undefined;
    if (state.withdrawal !== undefined) return ended(state, { at, failure: { code: state.withdrawal.failure } });
    if (state.onReader) return [declined(state, { at, failure: { code: "reader_displaced" } })];
    // No reader is asked before the amount is right.
    if (!hasRightAmount(state)) return undefined;
    // Nothing has ever confirmed the hand-over, and the reader shows something else: it did not arrive.
    if (state.dispatch >= MAX_DISPATCHES) return [declined(state, { at, failure: { code: "reader_unreachable" } })];
    const next: Collecting = { ...state, dispatch: state.dispatch + 1, stage: "sending", lookAt: at + LOOK_AFTER_MS };
    return [next, handToReader(next, { attempt, readerId: state.readerId, dispatch: next.dispatch })];
  },
  // Without its network it cannot charge anybody, and a PaymentIntent that two readers show is still paid once.
  reader_out_of_reach: (state, { at, attempt }) => {
    const { withdrawal } = state;
    if (attempt !== lastAttempt(state).number || withdrawal?.next === undefined) return undefined;
    return presentAgain(declined(state, { at, failure: { code: withdrawal.failure } }), { at, ...withdrawal.next });
  },
  intent_updated: (state, { attempt, amount }) => {
    if (attempt !== lastAttempt(state).number || state.intentAmount === amount) return undefined;
    const next: Collecting = { ...state, intentAmount: amount };
    if (state.withdrawal !== undefined || !hasRightAmount(next)) return [next];
    return [next, handToReader(next, { attempt, readerId: state.readerId, dispatch: state.dispatch })];
  },
  card_collected: (state, { at, attempt, card }) => {
    if (attempt !== lastAttempt(state).number) return undefined;
    // Said yes to already; but when the time for it is up, the card must not be charged any more.
    if (state.confirmed === true)
      return state.withdrawal === undefined ? undefined : callOff(state, { at, reason: "timeout" });
    // The card was shown the old amount. Nothing is charged, so nothing is lost but a tap.
    if (!hasRightAmount(state)) return callOff(state, { at, reason: "replaced" });
    const { paymentIntentId, dispatch } = state;
    const known = common(state);
    const next: RequiresConfirmation = {
      ...(withCard(known, card) ?? known),
      status: "requires_confirmation",
      paymentIntentId,
      dispatch,
      confirmBy: at + LOOK_AT_CARD_MS,
    };
    return [next];
  },
  intent_processing: (state, { at }) =>
    state.stage === "processing"
      ? undefined
      : [{ ...state, stage: "processing", onReader: true, lookAt: at + LOOK_AFTER_MS }],
  intent_authorized: authorize,
  intent_canceled: (state) => [canceled(state, { reason: "stripe" })],
  paid: succeed,
  outcome_unknown: (state, { at, effect }) =>
    effect === "hand_to_reader" || effect === "confirm_intent"
      ? [{ ...state, stage: "checking", lookAt: at + LOOK_AFTER_MS }, checkIntent(state, { at })]
      : undefined,
  hint: (state, { at, afterMs = HINT_PATIENCE_MS }) => [
    { ...state, lookAt: at + LOOK_AFTER_MS },
    checkIntent(state, { at, afterMs }),
  ],
  time_passed: (state, { at }) =>
    at < state.deadlineAt || state.withdrawal !== undefined
      ? [{ ...state, lookAt: at + LOOK_AFTER_MS }, checkIntent(state, { at })]
      : withdraw(state, at, { failure: "no_card_presented" }),
  swap_reader: (state, { at, readerId, deadlineAt }) =>
    withdraw(state, at, movedTo(state, "reader_swapped", { readerId, deadlineAt })),
  change_amount: (state, { at, amount, deadlineAt }) =>
    amount === state.ordered.amount
      ? [state]
      : withdraw(
          { ...state, ordered: { ...state.ordered, amount } },
          at,
          movedTo(state, "amount_changed", { deadlineAt }),
        ),
  cancel: (state, { at, reason }) => callOff(state, { at, reason }),
  check: (state, { at }) => [{ ...state, lookAt: at + LOOK_AFTER_MS }, checkIntent(state, { at })],
  card_seen: seeCard,
};

/** The attempt is over without money: the cashier decides what comes next, unless that is known already. */
function ended(state: Collecting, how: AttemptEnd): To<Declined | Collecting> {
  const end = declined(state, how);
  const next = state.withdrawal?.next;
  return next === undefined ? [end] : presentAgain(end, { at: how.at, ...next });
}
