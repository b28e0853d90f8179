import type Stripe from "stripe";

import { invalidParameter, invalidRequest, missing, notSimulated } from "../protocol/errors.ts";
import type { Charge, Refund } from "../objects/types.ts";
import type { World } from "../world.ts";
import { find, giveBack } from "./give-back.ts";
import { mergeMetadata } from "./metadata.ts";
import { find as findPaymentIntent } from "./payment-intents.ts";

/** POST /v1/refunds: gives money back to the card. Interac must be refunded on a reader, so it is refused here. */
export function create(world: World, params: Stripe.RefundCreateParams): Refund {
  for (const param of [
    "reverse_transfer",
    "refund_application_fee",
    "instructions_email",
    "origin",
    "currency",
    "customer",
  ] as const) {
    if (params[param] !== undefined) throw notSimulated(param, param);
  }
  const charge = chargeOf(world, params);
  if (charge.payment_method_details?.interac_present) {
    throw invalidRequest("Interac payments can only be refunded on a reader, with the card present.", {
      code: "charge_not_refundable",
    });
  }
  const amount = refundable(charge, params.amount);
  return giveBack(world, charge, {
    amount,
    reason: params.reason ?? null,
    metadata: mergeMetadata({}, params.metadata),
  });
}

/** The amount that can be given back of a charge. Throws when it is less than what is asked, or nothing. */
export function refundable(charge: Charge, wanted: number | undefined): number {
  if (!charge.captured) throw invalidRequest("This charge was not captured: cancel the PaymentIntent instead.");
  if (charge.disputed) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: "charge_disputed",
    });
  }
  const left = charge.amount_captured - charge.amount_refunded;
  if (left <= 0)
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: "charge_already_refunded" });
  const amount = wanted ?? left;
  if (amount < 1) throw invalidParameter("This value must be greater than or equal to 1.", "amount");
  if (amount > left) {
    throw invalidRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: "amount",
    });
  }
  return amount;
}

/** POST /v1/refunds/{id}: only its metadata may change. */
export function update(world: World, id: string, params: Stripe.RefundUpdateParams): Refund {
  const refund = find(world, id);
  const changed = { ...refund, metadata: mergeMetadata(refund.metadata ?? {}, params.metadata) };
  world.refunds.set(id, changed);
  world.emit("refund.updated", changed);
  return changed;
}

/** POST /v1/refunds/{id}/cancel: only from `requires_action`, where no refund to a card ever is. */
export function cancel(world: World, id: string): Refund {
  const { status } = find(world, id);
  throw invalidRequest(`You cannot cancel a refund whose status is ${status}. It must be requires_action.`);
}

/** The charge a refund is about, by its id or its PaymentIntent's. Exactly one of the two must be given. */
export function chargeOf(
  world: World,
  { charge, payment_intent: intentId }: Pick<Stripe.RefundCreateParams, "charge" | "payment_intent">,
): Charge {
  if (charge !== undefined && intentId !== undefined) {
    throw invalidParameter("You may only specify one of these parameters: charge, payment_intent.", "charge");
  }
  if (charge === undefined && intentId === undefined) {
    throw invalidParameter("One of charge or payment_intent must be given.", "charge", "parameter_missing");
  }
  const id = charge ?? findPaymentIntent(world, intentId ?? "", "payment_intent").latest_charge;
  const found = id === null ? undefined : world.charges.get(id);
  if (found) return found;
  if (charge !== undefined) throw missing("charge", charge, "charge");
  throw invalidRequest(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`);
}
