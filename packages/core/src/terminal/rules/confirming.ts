import { HINT_PATIENCE_MS, LOOK_AFTER_MS } from "../../payment/timing.ts";
import { checkIntent, lastAttempt } from "../attempts.ts";
import type { TerminalEffect } from "../inputs.ts";
import { type Collecting, common, type RequiresConfirmation } from "../state.ts";
import { callOff, canceled } from "./calling-off.ts";
import { declined } from "./declining.ts";
import { authorize, seeCard, succeed } from "./paying.ts";
import type { Row } from "./row.ts";

/** A card was read, and the cashier looks at it. */
export const requiresConfirmation: Row<"requires_confirmation"> = {
  attempt_failed: (state, news) => (news.attempt === lastAttempt(state).number ? [declined(state, news)] : undefined),
  not_on_reader: (state, { at, attempt }) =>
    attempt === lastAttempt(state).number
      ? [declined(state, { at, failure: { code: "confirmation_expired" } })]
      : undefined,
  intent_processing: (state, { at }) => [charging(state, at)],
  intent_authorized: authorize,
  intent_canceled: (state) => [canceled(state, { reason: "stripe" })],
  paid: succeed,
  hint: (state, { at, afterMs = HINT_PATIENCE_MS }) => [state, checkIntent(state, { at, afterMs })],
  time_passed: (state, { at }) => (at < state.confirmBy ? undefined : callOff(state, { at, reason: "timeout" })),
  confirm: (state, { at }) => [charging(state, at), confirmIntent(state)],
  cancel: (state, { at, reason }) => callOff(state, { at, reason }),
  check: (state, { at }) => [state, checkIntent(state, { at })],
  card_seen: seeCard,
};

/** From here on it is a card that was presented and is being authorized. */
function charging(state: RequiresConfirmation, at: number): Collecting {
  return {
    ...common(state),
    status: "collecting",
    paymentIntentId: state.paymentIntentId,
    dispatch: state.dispatch,
    stage: "processing",
    onReader: true,
    deadlineAt: at + 3 * LOOK_AFTER_MS,
    lookAt: at + LOOK_AFTER_MS,
    confirmed: true,
  };
}

function confirmIntent({ paymentIntentId, readerId, attempts, dispatch }: RequiresConfirmation): TerminalEffect {
  const attempt = attempts.length;
  return {
    type: "confirm_intent",
    key: `confirm_intent:${attempt}.${dispatch}`,
    paymentIntentId,
    readerId,
    attempt,
    dispatch,
  };
}
