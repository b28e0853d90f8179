import type Stripe from "stripe";

import type { World } from "../world.ts";
import { seconds } from "../world.ts";
import { recordMoney } from "./balance-transaction.ts";
import { createPaymentMethod } from "./payment-method.ts";
import { methodDetails } from "./payment-method-details.ts";
import type { ChargeOutcome, Decline, Presentation } from "./presentation.ts";
import type { Charge, PaymentIntent, PaymentMethod } from "./types.ts";

/** Makes the charge of one attempt to pay. It is kept, but not yet announced. */
export function createCharge(
  world: World,
  intent: PaymentIntent,
  presentation: Presentation,
  outcome: ChargeOutcome,
): Charge {
  const paid = outcome.kind === "captured" || outcome.kind === "authorized";
  const declined = outcome.kind === "declined" ? outcome.decline : undefined;
  const id = world.random.id("ch_3");
  const method = methodOf(world, presentation);
  const generated = paid ? generateCard(world, intent, presentation, id) : null;
  const charge: Charge = {
    id,
    object: "charge",
    amount: intent.amount,
    amount_captured: outcome.kind === "captured" ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: outcome.kind === "captured" ? takeMoney(world, id, intent) : null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: world.settings.account.businessName.toUpperCase().slice(0, 22),
    captured: outcome.kind === "captured",
    created: seconds(world),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: declined?.code ?? null,
    failure_message: declined?.message ?? null,
    fraud_details: {},
    livemode: world.livemode,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: chargeOutcome(outcome.kind, declined),
    paid,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: methodDetails(world, intent, presentation, { outcome, method, generated }),
    presentment_details: intent.presentment_details ?? {
      presentment_amount: intent.amount,
      presentment_currency: intent.currency,
    },
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: declined ? "failed" : paid ? "succeeded" : "pending",
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
  world.charges.set(charge.id, charge);
  return charge;
}

/** Puts a changed charge in the place of the old one. */
export function updateCharge(world: World, id: string, change: Partial<Charge>): Charge {
  const current = world.charges.get(id);
  if (!current) throw new Error(`There is no charge ${id}`);
  const changed = { ...current, ...change };
  world.charges.set(id, changed);
  return changed;
}

function takeMoney(world: World, source: string, { amount, currency }: PaymentIntent): string {
  return recordMoney(world, { amount, currency, source, type: "charge" }).id;
}

/** The stored payment method that pays, or one made by paying. */
function methodOf(world: World, presentation: Presentation): PaymentMethod {
  const stored = presentation.paymentMethod && world.paymentMethods.get(presentation.paymentMethod);
  return stored ? stored.method : createPaymentMethod(world, presentation);
}

/** A card that a reader read is kept for the customer as one that can be charged later, when the payment asks so. */
function generateCard(
  world: World,
  { customer, setup_future_usage: usage }: PaymentIntent,
  { card, inPerson, allowRedisplay }: Presentation,
  charge: string,
): string | null {
  if (!inPerson || !usage || customer === null || card.interac) return null;
  const generatedFrom = { charge, payment_method_details: null, setup_attempt: null };
  return createPaymentMethod(world, {
    card,
    customer,
    generatedFrom,
    setUp: true,
    ...(allowRedisplay !== undefined && { allowRedisplay }),
  }).id;
}

function chargeOutcome(kind: ChargeOutcome["kind"], declined: Decline | undefined): Stripe.Charge.Outcome {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: declined ? "declined_by_network" : "approved_by_network",
    reason: declined ? (declined.declineCode ?? declined.code) : null,
    seller_message: declined ? "The bank did not approve the payment." : "Payment complete.",
    type: declined ? "issuer_declined" : kind === "pending" ? "pending" : "authorized",
  };
}
