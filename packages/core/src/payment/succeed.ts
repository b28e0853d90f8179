import type { Evidence, PaymentCommon } from "./common.ts";
import { withCard } from "./common-fields.ts";
import type { BesideEffect } from "./effects.ts";
import type { Move } from "./machine.ts";
import { withReview } from "./review.ts";
import { type Fulfilment, type Paid, reviewOf, type SettledFields } from "./settle.ts";
import { takingsOf } from "./takings.ts";

type Paying = PaymentCommon & SettledFields;

/**
 * More news about a payment that is paid already.
 *
 * The same PaymentIntent may add what was not known yet, like the card; another PaymentIntent is money too much and goes to review.
 */
export function paidAgain<P extends Paying>(payment: P, evidence: Evidence, at: number): P | undefined {
  const { paid } = payment;
  if (paid.paymentIntentId !== evidence.paymentIntentId) {
    const seen = `${evidence.paymentIntentId} was paid too, after ${paid.paymentIntentId ?? "a bill over nothing"}`;
    const surplus = reviewOf("surplus_payment", evidence, { at, seen });
    const reviewed = withReview(payment, surplus);
    return reviewed === payment ? undefined : reviewed;
  }
  const filled: Paid = {
    ...paid,
    ...(paid.chargeId === undefined && evidence.chargeId !== undefined ? { chargeId: evidence.chargeId } : {}),
    ...(paid.checkoutSessionId === undefined && evidence.checkoutSessionId !== undefined
      ? { checkoutSessionId: evidence.checkoutSessionId }
      : {}),
  };
  const described = withCard(payment, evidence.card);
  if (Object.keys(filled).length === Object.keys(paid).length) return described;
  return { ...(described ?? payment), paid: filled };
}

/** The host's `fulfil` has run, and what is to follow from it is asked for. Heard once; a second time changes nothing. */
export function fulfilled<P extends Paying>(
  payment: P,
  { at, afterwards = [] }: { readonly at: number; readonly afterwards?: readonly string[] },
): Move<P, BesideEffect> | undefined {
  if (payment.fulfilment.status !== "pending") return undefined;
  if (afterwards.length === 0) return [withFulfilment(payment, { status: "done", at })];
  const followUps = afterwards.map((name) => ({ name }));
  return [
    withFulfilment(payment, { status: "done", at, afterwards: followUps }),
    ...afterwards.map((name) => ({ type: "afterwards", key: `afterwards:${name}`, name }) as const),
  ];
}

/** The host's `fulfil` said no: the money is here, the goods are not. A person decides. */
export function fulfilmentRefused<P extends Paying>(payment: P, reason: string, at: number): P | undefined {
  if (payment.fulfilment.status !== "pending") return undefined;
  const [money] = takingsOf(payment);
  return withReview(withFulfilment(payment, { status: "refused", at, reason }), {
    id: `fulfilment_refused.${at}`,
    reason: "fulfilment_refused",
    at,
    seen: reason,
    ...(money === undefined ? {} : { money }),
  });
}

function withFulfilment<P extends Paying>(payment: P, fulfilment: Fulfilment): P {
  return { ...payment, fulfilment };
}
