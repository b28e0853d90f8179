import type { Failure } from "../../payment/common.ts";
import { ABANDON_AFTER_MS, LOOK_AFTER_MS } from "../../payment/timing.ts";
import { withOutcome } from "../attempts.ts";
import { type Collecting, common, type Declined, type RequiresConfirmation } from "../state.ts";

/** How an attempt ended. */
export interface AttemptEnd {
  readonly at: number;
  readonly failure: Failure;
  readonly chargeId?: string;
  /** What the PaymentIntent asks for now, where that has changed. */
  readonly intentAmount?: number;
}

/** The attempt has ended without money. */
export function declined(
  state: Collecting | RequiresConfirmation,
  { at, failure, chargeId, intentAmount }: AttemptEnd,
): Declined {
  return {
    ...withOutcome(common(state), "failed", { failure, ...(chargeId === undefined ? {} : { chargeId }) }),
    ...(intentAmount === undefined ? {} : { intentAmount }),
    status: "declined",
    paymentIntentId: state.paymentIntentId,
    failure,
    abandonAt: at + ABANDON_AFTER_MS,
  };
}

/** What the reader reports after we took the payment off it is our own doing, and is called what we took it off for. */
export function withdrawn({ withdrawal }: Collecting, failure: Failure): Failure {
  return withdrawal !== undefined && failure.code !== "card_declined" ? { code: withdrawal.failure } : failure;
}

/** The attempt that we took for failed is being authorized after all. */
export function resumed(state: Declined, at: number): Collecting {
  return {
    ...withOutcome(common(state), "running"),
    status: "collecting",
    paymentIntentId: state.paymentIntentId,
    dispatch: 1,
    stage: "processing",
    onReader: true,
    deadlineAt: at + LOOK_AFTER_MS,
    lookAt: at + LOOK_AFTER_MS,
  };
}

/** Stripe said no for good. */
export function refusal(stripeCode: string | undefined, message: string): Failure {
  // Stripe's minimum is one of the currency that the account is paid out in, so only Stripe knows it for certain.
  const code =
    stripeCode === "amount_too_small" || stripeCode === "amount_too_large" ? stripeCode : "refused_by_stripe";
  return { code, ...(stripeCode === undefined ? {} : { stripeCode }), message };
}
