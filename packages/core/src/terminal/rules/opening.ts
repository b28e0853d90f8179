import { LOOK_AFTER_MS } from "../../payment/timing.ts";
import { handToReader, lastAttempt, withOutcome } from "../attempts.ts";
import { asksFor } from "../due.ts";
import { type Collecting, common } from "../state.ts";
import { callOffUnavailable, canceled } from "./calling-off.ts";
import { refusal } from "./declining.ts";
import { succeed } from "./paying.ts";
import type { Row } from "./row.ts";

/** The PaymentIntent is being made. */
export const opening: Row<"opening"> = {
  intent_opened: (state, { at, paymentIntentId }) => {
    const { number, readerId, startedAt } = lastAttempt(state);
    const next: Collecting = {
      ...common(state),
      intentAmount: asksFor(state),
      status: "collecting",
      paymentIntentId,
      dispatch: 1,
      stage: "sending",
      onReader: false,
      deadlineAt: at + (state.deadlineAt - startedAt),
      lookAt: at + LOOK_AFTER_MS,
    };
    return [next, handToReader(next, { attempt: number, readerId, dispatch: 1 })];
  },
  card_present_unavailable: (state, { paymentIntentId }) => callOffUnavailable(state, paymentIntentId),
  refused: (state, { stripeCode, message }) => [
    { ...withOutcome(common(state), "failed"), status: "failed", failure: refusal(stripeCode, message) },
  ],
  outcome_unknown: (state) => (state.stage === "checking" ? undefined : [{ ...state, stage: "checking" }]),
  intent_canceled: (state) => [canceled(state, { reason: "stripe" })],
  paid: succeed,
  cancel: (state, { reason }) => [{ ...common(state), status: "canceling", cancelReason: reason, stage: "canceling" }],
  check: (state) => [state],
};
