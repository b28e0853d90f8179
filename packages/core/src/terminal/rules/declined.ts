import { HINT_PATIENCE_MS } from "../../payment/timing.ts";
import { checkIntent } from "../attempts.ts";
import { callOff, canceled } from "./calling-off.ts";
import { resumed } from "./declining.ts";
import { authorize, seeCard, succeed } from "./paying.ts";
import { presentAgain } from "./presenting.ts";
import type { Row } from "./row.ts";

/** The last attempt ended without money. */
export const declined: Row<"declined"> = {
  intent_processing: (state, { at }) => [resumed(state, at)],
  intent_authorized: authorize,
  intent_canceled: (state) => [canceled(state, { reason: "stripe" })],
  paid: succeed,
  hint: (state, { at, afterMs = HINT_PATIENCE_MS }) => [state, checkIntent(state, { at, afterMs })],
  time_passed: (state, { at }) => (at < state.abandonAt ? undefined : callOff(state, { at, reason: "abandoned" })),
  retry: (state, { at, deadlineAt, readerId = state.readerId }) => presentAgain(state, { at, deadlineAt, readerId }),
  change_amount: (state, { amount }) => [
    amount === state.ordered.amount ? state : { ...state, ordered: { ...state.ordered, amount } },
  ],
  cancel: (state, { at, reason }) => callOff(state, { at, reason }),
  check: (state, { at }) => [state, checkIntent(state, { at })],
  card_seen: seeCard,
};
