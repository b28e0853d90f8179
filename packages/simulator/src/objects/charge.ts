import type Stripe from "stripe";

import type { TestCard } from "../behaviour/cards.ts";
import type { World } from "../world.ts";
import { seconds } from "../world.ts";
import type { Charge, PaymentIntent } from "./types.ts";

/** How a card met the reader. */
export type ReadMethod = "contactless_emv" | "contact_emv" | "magnetic_stripe_track2";

/** How and where a card was presented. */
export interface Presentation {
  readonly card: TestCard;
  /** Absent online. */
  readonly inPerson?: {
    readonly readMethod: ReadMethod;
    readonly reader: string;
    readonly location: string | null;
    readonly verification: "none" | "offline_pin" | "online_pin" | "failure";
  };
}

/** The bank's refusal, as Stripe words it. */
export interface Decline {
  readonly code: string;
  readonly declineCode?: string;
  readonly message: string;
}

/** What the attempt came to. */
export type ChargeOutcome =
  | { readonly kind: "captured" | "authorized" | "pending" }
  | { readonly kind: "declined"; readonly decline: Decline };

/** Makes the charge of one attempt to pay. It is kept, but not yet announced. */
export function createCharge(
  world: World,
  intent: PaymentIntent,
  presentation: Presentation,
  outcome: ChargeOutcome,
): Charge {
  const paid = outcome.kind === "captured" || outcome.kind === "authorized";
  const declined = outcome.kind === "declined" ? outcome.decline : undefined;
  const charge: Charge = {
    id: world.random.id("ch_3"),
    object: "charge",
    amount: intent.amount,
    amount_captured: outcome.kind === "captured" ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: noAddress, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: world.settings.account.businessName.toUpperCase().slice(0, 22),
    captured: outcome.kind === "captured",
    created: seconds(world),
    currency: intent.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: declined?.code ?? null,
    failure_message: declined?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: chargeOutcome(outcome.kind, declined),
    paid,
    payment_intent: intent.id,
    payment_method: world.random.id("pm_1"),
    payment_method_details: methodDetails(world, intent, presentation, outcome),
    presentment_details: { presentment_amount: intent.amount, presentment_currency: intent.currency },
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

const noAddress = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };

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

function methodDetails(
  world: World,
  intent: PaymentIntent,
  { card, inPerson }: Presentation,
  outcome: ChargeOutcome,
): Stripe.Charge.PaymentMethodDetails {
  if (outcome.kind === "pending" || card.outcome.kind === "delayed") return { type: "us_bank_account" };
  const approved = outcome.kind !== "declined";
  const holdDays = inPerson ? (card.brand === "visa" ? 5 : 2) : 7;
  const shared = {
    brand: card.brand,
    country: card.country,
    exp_month: 12,
    exp_year: new Date(world.clock.now()).getUTCFullYear() + 3,
    fingerprint: `fp${card.number.slice(0, 14)}`,
    funding: card.funding,
    last4: card.number.slice(-4),
    network: card.brand,
    network_transaction_id: approved ? world.random.id("", 15) : null,
    ...(outcome.kind === "authorized" && { capture_before: seconds(world) + holdDays * 86_400 }),
  };
  if (!inPerson) {
    return {
      type: "card",
      card: {
        ...shared,
        amount_authorized: approved ? intent.amount : null,
        authorization_code: approved ? authorizationCode(world) : null,
        checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
        electronic_commerce_indicator: null,
        installments: null,
        mandate: null,
        regulated_status: "unregulated",
        three_d_secure: null,
        transaction_link_id: null,
        wallet: null,
      },
    };
  }
  const read = {
    ...shared,
    brand_product: null,
    cardholder_name: null,
    emv_auth_data: null,
    generated_card: null,
    preferred_locales: ["en"],
    read_method: inPerson.readMethod,
    reader: inPerson.reader,
    ...(inPerson.location && { location: inPerson.location }),
  };
  const receipt = emvReceipt(world, card, inPerson, approved);
  if (card.interac)
    return { type: "interac_present", interac_present: { ...read, receipt: { ...receipt, account_type: "checking" } } };
  return {
    type: "card_present",
    card_present: {
      ...read,
      amount_authorized: approved ? intent.amount : null,
      incremental_authorization_supported: false,
      offline: null,
      overcapture_supported: outcome.kind === "authorized" && intent.currency === "usd",
      receipt: { ...receipt, account_type: card.funding === "debit" ? "checking" : "credit" },
      ...(card.wallet && { wallet: { type: card.wallet } }),
    },
  };
}

/** The lines a printed receipt must carry. A swipe has no chip to take them from. */
function emvReceipt(
  world: World,
  card: TestCard,
  { readMethod, verification }: NonNullable<Presentation["inPerson"]>,
  approved: boolean,
) {
  const chip = readMethod !== "magnetic_stripe_track2";
  return {
    application_cryptogram: chip ? world.random.id("", 16).toUpperCase() : null,
    application_preferred_name: chip ? card.label : null,
    authorization_code: approved ? authorizationCode(world) : null,
    authorization_response_code: approved ? "3030" : "3035",
    cardholder_verification_method: verification === "none" ? "approval" : verification,
    dedicated_file_name: chip ? (applicationIds[card.brand] ?? "A0000000031010") : null,
    terminal_verification_results: chip ? "8800008000" : null,
    transaction_status_information: chip ? "6800" : null,
  };
}

function authorizationCode(world: World): string {
  return String(Math.floor(world.random.draw("authorization_code") * 1_000_000)).padStart(6, "0");
}

const applicationIds: Readonly<Record<string, string>> = {
  visa: "A0000000031010",
  mastercard: "A0000000041010",
  amex: "A000000025010801",
  discover: "A0000001523010",
  interac: "A0000002771010",
};
