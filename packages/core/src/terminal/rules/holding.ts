import type { CancelReason } from "../../payment/common.ts";
import { withCard } from "../../payment/common-fields.ts";
import { tipDerived, withReview } from "../../payment/review.ts";
import { tipIn, wasAsked } from "../due.ts";
import type { Due } from "../hold.ts";
import type { TerminalEffect, TerminalFact } from "../inputs.ts";
import {
  type Canceled,
  type Capturing,
  type Held,
  heldFields,
  type TerminalCommon,
  type TerminalPayment,
} from "../state.ts";
import { canceled } from "./calling-off.ts";
import type { To } from "./row.ts";

type Authorized = Extract<TerminalFact, { readonly type: "intent_authorized" }>;

/** The money that was just authorized. */
export function holdOn(payment: TerminalCommon, news: Authorized): Held {
  const { at, amount: taken, card, paymentIntentId, hold } = news;
  const bill = payment.ordered.amount;
  const { tip, derived } = tipIn(payment, {
    asked: wasAsked(payment),
    taken,
    tip: news.tip ?? 0,
    ...(news.tip === undefined ? { tipUnnamed: true } : {}),
  });
  const known = withCard(payment, card) ?? payment;
  const told = derived === true ? withReview(known, tipDerived(paymentIntentId, tip, at)) : known;
  return { ...told, ...hold, paymentIntentId, authorized: taken, bill, authorizedTip: tip };
}

/**
 * What Stripe has added to what is known of a hold; `undefined` where that is nothing.
 *
 * A hold only grows, so that a smaller amount is older news.
 */
export function seeHold<State extends Held>(state: State, { amount, card, hold = {} }: Authorized): State | undefined {
  const carded = withCard(state, card);
  const news = {
    authorized: Math.max(state.authorized, amount),
    captureBefore: hold.captureBefore ?? state.captureBefore,
    overcapture: hold.overcapture ?? state.overcapture,
    incremental: hold.incremental ?? state.incremental,
  };
  const known =
    news.authorized === state.authorized &&
    news.captureBefore === state.captureBefore &&
    news.overcapture === state.overcapture &&
    news.incremental === state.incremental;
  if (known) return carded;
  return { ...(carded ?? state), ...hold, authorized: news.authorized };
}

/** Takes held money: `due`, or simply all of it, unless the bill became smaller before the tap. */
export function take(
  state: Held & TerminalPayment,
  { at, due }: { readonly at: number; readonly due?: Due },
): readonly [Capturing, TerminalEffect] {
  const { bill, authorizedTip, authorized, paymentIntentId } = state;
  const all: Due = { amount: bill, tip: authorizedTip };
  const part = due ?? (sum(all) < authorized ? all : undefined);
  const what = part === undefined ? "all" : sum(part);
  return [
    { ...heldFields(state), status: "capturing", stage: "capturing", due: due ?? all },
    {
      type: "capture_intent",
      // With the amount: of two captures within a millisecond each has its own.
      key: `capture_intent:${what}.${at}`,
      paymentIntentId,
      ...(part === undefined ? {} : { amount: sum(part) }),
    },
  ];
}

const sum = ({ amount, tip }: Due): number => amount + tip;

/** Nothing is held any more: because nobody captured in time, or because somebody canceled it at Stripe. */
export function released(
  state: Held & TerminalPayment,
  { at, lapsed = false }: { readonly at: number; readonly lapsed?: boolean },
): To<Canceled> {
  const { captureBefore } = state;
  const reason: CancelReason =
    lapsed || (captureBefore !== undefined && at >= captureBefore) ? "hold_expired" : "stripe";
  return [canceled(state, { reason })];
}
