import type { CancelReason } from "../../payment/common.ts";
import { withOutcome } from "../attempts.ts";
import type { TerminalEffect } from "../inputs.ts";
import {
  type Canceled,
  type Canceling,
  type Collecting,
  common,
  type Declined,
  type RequiresCapture,
  type RequiresSignature,
  type RequiresConfirmation,
  type TerminalPayment,
} from "../state.ts";
import type { To } from "./row.ts";
import { stopAsking } from "./signing.ts";

/** Asks for the end; a tap may still win. */
export function callOff(
  state: Collecting | RequiresConfirmation | Declined | RequiresSignature | RequiresCapture,
  { at, reason }: { readonly at: number; readonly reason: CancelReason },
): To<Canceling> {
  const next: Canceling = {
    ...common(state),
    status: "canceling",
    paymentIntentId: state.paymentIntentId,
    cancelReason: reason,
    stage: "canceling",
  };
  const cancel = cancelIntent(state.paymentIntentId, reason);
  if (state.status === "collecting" || state.status === "requires_confirmation")
    return [next, takeOff(state, at), cancel];
  return state.status === "requires_signature" ? [next, ...stopAsking(state), cancel] : [next, cancel];
}

/** What was made cannot be paid on a reader in the way that was asked for. */
export function callOffUnavailable(state: TerminalPayment, paymentIntentId: string): To<Canceling> {
  return [
    {
      ...common(state),
      status: "canceling",
      paymentIntentId,
      cancelReason: "stripe",
      stage: "canceling",
      failure: { code: state.moto === true ? "moto_unavailable" : "card_present_unavailable" },
    },
    cancelIntent(paymentIntentId, "stripe"),
  ];
}

/** Nothing was charged, and nothing can be any more. */
export function canceled(state: TerminalPayment, { reason }: { readonly reason: CancelReason }): Canceled {
  return {
    ...withOutcome(common(state), "canceled"),
    status: "canceled",
    ...("paymentIntentId" in state && state.paymentIntentId !== undefined
      ? { paymentIntentId: state.paymentIntentId }
      : {}),
    cancelReason: reason,
    ...(state.status === "canceling" && state.failure !== undefined ? { failure: state.failure } : {}),
  };
}

/** Takes the payment off its reader. */
export function takeOff(
  { paymentIntentId, readerId, attempts }: Collecting | RequiresConfirmation,
  at: number,
): TerminalEffect {
  const attempt = attempts.length;
  return { type: "cancel_action", key: `cancel_action:${attempt}.${at}`, paymentIntentId, readerId, attempt };
}

/** Closes the PaymentIntent. */
export function cancelIntent(paymentIntentId: string, reason: CancelReason): TerminalEffect {
  return { type: "cancel_intent", key: "cancel_intent", paymentIntentId, reason };
}
