import { checkIntent } from "../attempts.ts";
import { withoutSignature, withSignature, type Signature } from "../signing.ts";
import type { TerminalEffect } from "../inputs.ts";
import { type Capturing, heldFields, type RequiresCapture, type RequiresSignature } from "../state.ts";
import { callOff } from "./calling-off.ts";
import { released, seeHold, take } from "./holding.ts";
import { seeCard, succeed } from "./paying.ts";
import { only, type Row } from "./row.ts";
import { ask, asked, askedInVain, askingTrouble, lookAgain, lookAtReader, stopAsking } from "./signing.ts";

/** The money is held, and the guest has to sign before it is taken. */
export const requiresSignature: Row<"requires_signature"> = {
  sign: (state, { at, signature }) => signed(state, signature, at),
  ask_signature: ask,
  refuse_signature: (state, { at }) =>
    callOff(withoutSignature(state, at) ?? state, { at, reason: "signature_refused" }),
  signature_asked: asked,
  signature_given: (state, { at, round, drawing }) =>
    state.asking?.round === round ? signed(state, { ...drawing, source: "reader", at }, at) : undefined,
  signature_failed: askedInVain,
  outcome_unknown: askingTrouble,
  refused: askingTrouble,
  hint: lookAtReader,
  time_passed: (state, { at }) =>
    at < state.deadlineAt ? lookAgain(state, { at }) : callOff(state, { at, reason: "signature_timeout" }),
  intent_authorized: (state, news) => only(seeHold(state, news)),
  intent_canceled: released,
  paid: succeed,
  card_seen: seeCard,
  cancel: (state, { at, reason }) => callOff(state, { at, reason }),
  check: (state, { at }) => [state, checkIntent(state, { at })],
};

/** Signed: what was to be captured with the authorization is captured now, and the rest waits for `capture`. */
function signed(
  state: RequiresSignature,
  signature: Signature,
  at: number,
): readonly [RequiresCapture | Capturing, ...TerminalEffect[]] | undefined {
  const next = withSignature(state, signature);
  if (next === undefined) return undefined;
  const question = signature.source === "screen" ? stopAsking(state) : [];
  if (state.capture !== "automatic") return [{ ...heldFields(next), status: "requires_capture" }, ...question];
  return [...take(next, { at }), ...question];
}
