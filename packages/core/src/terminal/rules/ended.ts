import { checkRefunds } from "../../payment/beside.ts";
import { fulfilled, fulfilmentRefused, paidAgain } from "../../payment/succeed.ts";
import { checkIntent } from "../attempts.ts";
import { seeCard, succeedLate } from "./paying.ts";
import { only, type Row } from "./row.ts";

/** Stripe has the money. */
export const succeeded: Row<"succeeded"> = {
  paid: (state, { evidence, at }) => only(paidAgain(state, evidence, at)),
  fulfilled: (state, { at }) => only(fulfilled(state, at)),
  fulfilment_refused: (state, { reason, at }) => only(fulfilmentRefused(state, reason, at)),
  check: (state, { at }) => [state, checkIntent(state, { at }), checkRefunds(at)],
  card_seen: seeCard,
};

/** Nothing was charged, and nothing can be. */
export const canceled: Row<"canceled"> = {
  paid: succeedLate,
  check: (state, { at }) =>
    state.paymentIntentId === undefined
      ? [state]
      : [state, checkIntent({ ...state, paymentIntentId: state.paymentIntentId }, { at })],
};

/** Stripe refused to make the PaymentIntent. */
export const failed: Row<"failed"> = {
  paid: succeedLate,
  check: (state) => [state],
};
