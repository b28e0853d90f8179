import { HOLD_LOOK_MS } from "../../payment/timing.ts";
import { checkIntent } from "../attempts.ts";
import { canCapture, canRaise, dueFrom } from "../hold.ts";
import { heldFields } from "../state.ts";
import { callOff } from "./calling-off.ts";
import { released, seeHold, take } from "./holding.ts";
import { seeCard, succeed } from "./paying.ts";
import { only, type Row } from "./row.ts";

/** The money is held on the card. */
export const requiresCapture: Row<"requires_capture"> = {
  intent_authorized: (state, news) => only(seeHold(state, news)),
  intent_canceled: released,
  paid: succeed,
  time_passed: (state, { at }) => {
    const { captureBefore, hold } = state;
    if (captureBefore === undefined) return undefined;
    const warned =
      hold !== undefined && at >= captureBefore - hold.warnBeforeMs ? { ...state, holdExpiring: true as const } : state;
    return at < captureBefore
      ? only(warned === state || state.holdExpiring === true ? undefined : warned)
      : [{ ...warned, lookAt: at + HOLD_LOOK_MS }, checkIntent(state, { at })];
  },
  capture: (state, { at, amount, tip }) => {
    if (amount === undefined && tip === undefined) return take(state, { at });
    const due = dueFrom(state, { amount, tip });
    return canCapture(state, due) ? take(state, { at, due }) : undefined;
  },
  increment: (state, { at, amount }) =>
    canRaise(state, amount)
      ? [
          { ...heldFields(state), status: "incrementing", stage: "incrementing", raiseTo: amount },
          {
            type: "increment_authorization",
            // With the amount: of two raises within a millisecond each has its own.
            key: `increment_authorization:${amount}.${at}`,
            paymentIntentId: state.paymentIntentId,
            amount: amount + state.authorizedTip,
          },
        ]
      : undefined,
  cancel: (state, { at, reason }) => callOff(state, { at, reason }),
  check: (state, { at }) => [state, checkIntent(state, { at })],
  card_seen: seeCard,
};
