import { checkIntent } from "../attempts.ts";
import { heldFields } from "../state.ts";
import { refusal } from "./declining.ts";
import { released } from "./holding.ts";
import { seeCard, succeed } from "./paying.ts";
import type { Row } from "./row.ts";

/** The hold is being raised. Whatever comes of it, what was held before stays held. */
export const incrementing: Row<"incrementing"> = {
  intent_authorized: (state, { amount, hold }) =>
    amount < state.raiseTo + state.authorizedTip
      ? undefined
      : [{ ...heldFields(state), ...hold, authorized: amount, bill: state.raiseTo, status: "requires_capture" }],
  refused: (state, { effect, stripeCode, message }) =>
    effect === "increment_authorization"
      ? [{ ...heldFields(state), status: "requires_capture", failure: refusedRaise(stripeCode, message) }]
      : undefined,
  outcome_unknown: (state) => (state.stage === "checking" ? undefined : [{ ...state, stage: "checking" }]),
  intent_canceled: released,
  paid: succeed,
  check: (state, { at }) => [state, checkIntent(state, { at })],
  card_seen: seeCard,
};

function refusedRaise(stripeCode: string | undefined, message: string) {
  const failure = refusal(stripeCode, message);
  return stripeCode === "card_declined" ? { ...failure, code: "card_declined" as const } : failure;
}
