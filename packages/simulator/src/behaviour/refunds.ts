import type Stripe from "stripe";

import { invalidParameter, invalidRequest, missing, notSimulated } from "../http/errors.ts";
import { updateCharge } from "../objects/charge.ts";
import type { Charge, Refund } from "../objects/types.ts";
import type { World } from "../world.ts";
import { seconds } from "../world.ts";
import { findCardByLast4 } from "./cards.ts";
import { mergeMetadata } from "./metadata.ts";
import { find as findPaymentIntent } from "./payment-intents.ts";

/** POST /v1/refunds: gives money back to the card. Interac must be refunded on a reader, so it is refused here. */
export function create(world: World, params: Stripe.RefundCreateParams): Refund {
  const charge = chargeOf(world, params);
  if (charge.payment_method_details?.interac_present) {
    throw invalidRequest("Interac payments can only be refunded on a reader, with the card present.", {
      code: "charge_not_refundable",
    });
  }
  if (!charge.captured) throw invalidRequest("This charge was not captured: cancel the PaymentIntent instead.");
  const left = charge.amount_captured - charge.amount_refunded;
  if (left <= 0)
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: "charge_already_refunded" });
  const amount = params.amount ?? left;
  if (amount < 1) throw invalidParameter("This value must be greater than or equal to 1.", "amount");
  if (amount > left) {
    throw invalidRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: "amount",
    });
  }
  const refund: Refund = {
    id: world.random.id("re_3"),
    object: "refund",
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: seconds(world),
    currency: charge.currency,
    customer: null,
    customer_account: null,
    destination_details: { card: { type: "refund" }, type: "card" },
    metadata: mergeMetadata({}, params.metadata),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: params.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: "succeeded",
    transfer_reversal: null,
  };
  world.refunds.set(refund.id, refund);
  const refunded = charge.amount_refunded + amount;
  const changed = updateCharge(world, charge.id, {
    amount_refunded: refunded,
    refunded: refunded === charge.amount_captured,
  });
  world.emit("refund.created", refund);
  world.emit("charge.refunded", changed);
  if (failsLater(charge)) world.clock.after(world.settings.timing.asyncPaymentMs, () => fail(world, refund.id));
  return refund;
}

/** GET /v1/refunds/{id}. Throws `resource_missing`. */
export function find(world: World, id: string): Refund {
  const refund = world.refunds.get(id);
  if (!refund) throw missing("refund", id, "refund");
  return refund;
}

function chargeOf(world: World, { charge, payment_intent: intentId, ...params }: Stripe.RefundCreateParams): Charge {
  for (const param of ["reverse_transfer", "refund_application_fee", "instructions_email", "origin"] as const) {
    if (params[param] !== undefined) throw notSimulated(param, param);
  }
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

/** The test card whose refund comes back some time later. */
function failsLater({ payment_method_details: details }: Charge): boolean {
  const last4 = details?.card_present?.last4 ?? details?.card?.last4;
  return findCardByLast4(last4)?.refundFails ?? false;
}

function fail(world: World, id: string): void {
  const refund = find(world, id);
  const failed: Refund = { ...refund, status: "failed", failure_reason: "expired_or_canceled_card" };
  world.refunds.set(id, failed);
  if (refund.charge) {
    const { amount_refunded: refunded } = world.charges.get(refund.charge) ?? { amount_refunded: 0 };
    updateCharge(world, refund.charge, { amount_refunded: refunded - refund.amount, refunded: false });
  }
  world.emit("refund.updated", failed);
  world.emit("refund.failed", failed);
}
