import { checkIntent } from "../attempts.ts";
import { heldFields } from "../state.ts";
import { refusal } from "./declining.ts";
import { released } from "./holding.ts";
import { seeCard, succeed } from "./paying.ts";
import type { Row } from "./row.ts";

/** The held money is being taken. */
export const capturing: Row<"capturing"> = {
  refused: (state, { effect, stripeCode, message }) =>
    effect === "capture_intent"
      ? [{ ...heldFields(state), status: "requires_capture", failure: refusal(stripeCode, message) }]
      : undefined,
  outcome_unknown: (state) => (state.stage === "checking" ? undefined : [{ ...state, stage: "checking" }]),
  intent_canceled: released,
  paid: succeed,
  check: (state, { at }) => [state, checkIntent(state, { at })],
  card_seen: seeCard,
};
