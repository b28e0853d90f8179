import { HINT_PATIENCE_MS, LOOK_AFTER_MS } from "../../payment/timing.ts";
import { checkIntent, handToReader, lastAttempt } from "../attempts.ts";
import { type Collecting, common } from "../state.ts";
import { callOff, canceled } from "./calling-off.ts";
import { resumed } from "./declining.ts";
import { authorize, seeCard, succeed } from "./paying.ts";
import type { Row } from "./row.ts";

/** The last attempt ended without money. */
export const declined: Row<"declined"> = {
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
};
