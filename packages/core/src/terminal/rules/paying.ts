import type { Card, Evidence } from "../../payment/common.ts";
import { withCard } from "../../payment/common-fields.ts";
import { settle } from "../../payment/settle.ts";
import { withOutcome } from "../attempts.ts";
import {
  type Collecting,
  common,
  type Declined,
  type RequiresCapture,
  type Succeeded,
  type TerminalPayment,
} from "../state.ts";
import { only, type To } from "./row.ts";

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
  when: { readonly at: number; readonly late?: boolean },
): To<Succeeded> {
  const { payment, fields } = settle(withOutcome(common(state), "authorized"), evidence, when);
  const next: Succeeded = { ...payment, status: "succeeded", paymentIntentId: evidence.paymentIntentId, ...fields };
  return fields.fulfilment.status === "pending" ? [next, { type: "fulfil", key: "fulfil" }] : [next];
}

/** The money is held on the card. */
export function authorize(
  state: Collecting | Declined,
  {
    amount,
    card,
    paymentIntentId,
  }: { readonly amount: number; readonly card?: Card; readonly paymentIntentId: string },
): To<RequiresCapture> {
  const held = withOutcome(common(state), "authorized");
  return [{ ...(withCard(held, card) ?? held), status: "requires_capture", paymentIntentId, authorized: amount }];
}

/** The card, as soon as it is known and as long as anybody may ask for it. */
export function seeCard<State extends TerminalPayment>(
  state: State,
  { card }: { readonly card: Card },
): readonly [State] | undefined {
  return only(withCard(state, card));
}
