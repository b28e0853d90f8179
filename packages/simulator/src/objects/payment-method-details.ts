import { networkOf } from "./network.ts";
import type Stripe from "stripe";

import type { TestCard } from "./test-card.ts";
import type { ChargeOutcome, Presentation } from "./presentation.ts";
import type { World } from "../world.ts";
import { seconds } from "../world.ts";
import { cardData } from "./payment-method.ts";
import type { PaymentIntent, PaymentMethod } from "./types.ts";

/** What an attempt came to, and what it was paid with. */
export interface Attempt {
  readonly outcome: ChargeOutcome;
  readonly method: PaymentMethod;
  /** The card that can be charged later, made from one that a reader read. */
  readonly generated: string | null;
}

/** How a charge was paid, as `payment_method_details` shows it: card data, and the lines a printed receipt needs. */
export function methodDetails(
  world: World,
  intent: PaymentIntent,
  { card, inPerson, authenticated = false, moto }: Presentation,
  { outcome, method, generated }: Attempt,
): Stripe.Charge.PaymentMethodDetails {
  if (outcome.kind === "pending" || card.outcome.kind === "delayed") return { type: "us_bank_account" };
  const approved = outcome.kind !== "declined";
  const asked = intent.payment_method_options?.card_present;
  const extended = asked?.request_extended_authorization === true;
  const holdDays = inPerson ? (extended ? 30 : card.brand === "visa" ? 5 : 2) : 7;
  const held = outcome.kind === "authorized";
  const shared = {
    ...cardData(world, card, method.card?.exp_month, method.card?.exp_year),
    network: inPerson ? networkOf(intent, card) : card.brand,
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
        ...(moto && { moto }),
        regulated_status: "unregulated",
        three_d_secure: authenticated ? authentication : null,
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
    generated_card: generated,
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
      incremental_authorization_supported:
        held &&
        asked?.request_incremental_authorization_support === true &&
        world.settings.incrementalBrands.includes(card.brand),
      offline: null,
      overcapture_supported: held && intent.currency === "usd" && tippable.has(card.brand),
      receipt: { ...receipt, account_type: card.funding === "debit" ? "checking" : "credit" },
      ...(card.wallet && { wallet: { type: card.wallet } }),
    },
  };
}

/** The bank asked, and the card's holder answered. */
const authentication = {
  authentication_flow: "challenge",
  electronic_commerce_indicator: "05",
  exemption_indicator: null,
  result: "authenticated",
  result_reason: null,
  transaction_id: null,
  version: "2.2.0",
} as const;

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

/** Networks that take more than was held, for a tip on the receipt (page On-receipt tips). */
const tippable = new Set(["visa", "mastercard", "amex", "discover"]);

const applicationIds: Readonly<Record<string, string>> = {
  visa: "A0000000031010",
  mastercard: "A0000000041010",
  amex: "A000000025010801",
  discover: "A0000001523010",
  interac: "A0000002771010",
};
