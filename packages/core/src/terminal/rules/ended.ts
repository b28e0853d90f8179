import { checkRefunds } from "../../payment/beside.ts";
import { fulfilled, fulfilmentRefused, paidAgain } from "../../payment/succeed.ts";
import { checkIntent } from "../attempts.ts";
import type { TerminalEffect } from "../inputs.ts";
import { type Signature, withoutSignature, withSignature } from "../signing.ts";
import type { Succeeded } from "../state.ts";
import { seeCard, succeedLate } from "./paying.ts";
import { only, type Row } from "./row.ts";
import {
  ask,
  asked,
  askedInVain,
  askingTrouble,
  lookAgain,
  lookAtReader,
  stopAsking,
  withoutQuestion,
  withRefusal,
} from "./signing.ts";

/** Stripe has the money. */
export const succeeded: Row<"succeeded"> = {
  paid: (state, { evidence, at }) => only(paidAgain(state, evidence, at)),
  fulfilled,
  fulfilment_refused: (state, { reason, at }) => only(fulfilmentRefused(state, reason, at)),
  sign: (state, { signature }) => signed(state, signature),
  ask_signature: ask,
  refuse_signature: (state, { at }) => refused(state, at),
  signature_asked: asked,
  signature_given: (state, { at, round, drawing }) =>
    state.asking?.round === round ? signed(state, { ...drawing, source: "reader", at }) : undefined,
  signature_failed: askedInVain,
  outcome_unknown: askingTrouble,
  refused: askingTrouble,
  hint: lookAtReader,
  time_passed: lookAgain,
  check: (state, { at }) => [state, checkIntent(state, { at }), checkRefunds(at)],
  card_seen: seeCard,
};

function signed(state: Succeeded, signature: Signature): readonly [Succeeded, ...TerminalEffect[]] | undefined {
  const next = withSignature(state, signature);
  if (next === undefined) return undefined;
  return [withoutQuestion(next), ...(signature.source === "screen" ? stopAsking(state) : [])];
}

/** The money is there already: a person decides whether it goes back. */
function refused(state: Succeeded, at: number): readonly [Succeeded, ...TerminalEffect[]] | undefined {
  const next = withoutSignature(state, at);
  return next && [withRefusal(withoutQuestion(next), at), ...stopAsking(state)];
}

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
