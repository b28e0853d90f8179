import type { Card, Evidence } from "../../payment/common.ts";
import { withCard } from "../../payment/common-fields.ts";
import { settle } from "../../payment/settle.ts";
import { HINT_PATIENCE_MS } from "../../payment/timing.ts";
import { checkIntent, withOutcome } from "../attempts.ts";
import { dueOf } from "../due.ts";
import type { HoldDetails } from "../hold.ts";
import type { TerminalEffect, TerminalFact } from "../inputs.ts";
import {
  type Collecting,
  common,
  type Declined,
  type RequiresCapture,
  type RequiresSignature,
  type RequiresConfirmation,
  type Succeeded,
  type TerminalPayment,
} from "../state.ts";
import { holdOn } from "./holding.ts";
import { only, type To } from "./row.ts";
import { askAtOnce, questionOf, withRefusal } from "./signing.ts";

/** Money that arrives while the payment is wanted. */
export function succeed(
  state: TerminalPayment,
  { evidence, at }: { readonly evidence: Evidence; readonly at: number },
): To<Succeeded> {
  return succeedWith(state, evidence, { at });
}

/** Money for a payment that had ended: Stripe rules it out, so if it happens a person must see it. */
export function succeedLate(
  state: TerminalPayment,
  { evidence, at }: { readonly evidence: Evidence; readonly at: number },
): To<Succeeded> {
  return succeedWith(state, evidence, { at, late: true });
}

function succeedWith(
  state: TerminalPayment,
  evidence: Evidence,
  { at, late = false }: { readonly at: number; readonly late?: boolean },
): To<Succeeded> {
  const due = dueOf(state, evidence);
  const { payment, fields } = settle(withOutcome(common(state), "authorized"), evidence, { at, late, due });
  const { paymentIntentId } = evidence;
  const paid: Succeeded = { ...payment, status: "succeeded", paymentIntentId, ...fields, ...questionOf(state) };
  const next = withRefusal(paid, at);
  const asked = late ? undefined : askAtOnce(state, next, at);
  const order: readonly TerminalEffect[] =
    fields.fulfilment.status === "pending" ? [{ type: "fulfil", key: "fulfil" }] : [];
  return asked === undefined ? [next, ...order] : [asked[0], ...order, asked[1]];
}

/** The money is held on the card. What Stripe has not told yet about the hold is asked for. */
export function authorize(
  state: Collecting | RequiresConfirmation | Declined,
  news: Extract<TerminalFact, { readonly type: "intent_authorized" }>,
): To<RequiresCapture | RequiresSignature> {
  const { at, hold } = news;
  const held = holdOn(withOutcome(common(state), "authorized"), news);
  const { signing } = held;
  if (signing?.policy !== "required" || signing.status === "signed")
    return withTerms({ ...held, status: "requires_capture" }, { at, hold });
  const next: RequiresSignature = { ...held, status: "requires_signature", deadlineAt: at + signing.timeoutMs };
  const asked = askAtOnce(state, next, at);
  const [told, ...effects] = withTerms(asked?.[0] ?? next, { at, hold });
  return asked === undefined ? [told, ...effects] : [told, asked[1], ...effects];
}

/** The hold's clock and limits come with its charge, which an event does not carry. */
function withTerms<State extends RequiresCapture | RequiresSignature>(
  state: State,
  { at, hold }: { readonly at: number; readonly hold: HoldDetails | undefined },
): readonly [State, ...TerminalEffect[]] {
  if (hold?.captureBefore !== undefined) return [state];
  return [state, checkIntent(state, { at, afterMs: HINT_PATIENCE_MS })];
}

/** The card, as soon as it is known and as long as anybody may ask for it. */
export function seeCard<State extends TerminalPayment>(
  state: State,
  { card }: { readonly card: Card },
): readonly [State] | undefined {
  return only(withCard(state, card));
}
