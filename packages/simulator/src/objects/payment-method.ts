import type Stripe from "stripe";

import type { PaymentMethodRecord, World } from "../world.ts";
import { seconds } from "../world.ts";
import type { Presentation } from "./presentation.ts";
import type { TestCard } from "./test-card.ts";
import type { PaymentMethod } from "./types.ts";

/** What a new payment method is made from. */
export interface PaymentMethodInput {
  readonly card: TestCard;
  /** Present when a reader read the card. */
  readonly inPerson?: Presentation["inPerson"];
  readonly expMonth?: number;
  readonly expYear?: number;
  readonly billing?: Partial<Stripe.PaymentMethod.BillingDetails>;
  readonly allowRedisplay?: PaymentMethod["allow_redisplay"];
  readonly metadata?: Readonly<Record<string, string>>;
  readonly customer?: string | null;
  /** What a card is made from that a reader read, to be charged later. */
  readonly generatedFrom?: Stripe.PaymentMethod.Card.GeneratedFrom;
  readonly setUp?: boolean;
}

/** Makes a payment method and keeps it. */
export function createPaymentMethod(world: World, input: PaymentMethodInput): PaymentMethod {
  const { card, inPerson, billing, metadata, customer, setUp = false } = input;
  const type = typeOf(card, inPerson !== undefined);
  const method: PaymentMethod = {
    id: world.random.id("pm_1"),
    object: "payment_method",
    allow_redisplay: input.allowRedisplay ?? "unspecified",
    billing_details: { address: noAddress, email: null, name: null, phone: null, tax_id: null, ...billing },
    created: seconds(world),
    customer: customer ?? null,
    customer_account: null,
    livemode: world.livemode,
    metadata: { ...metadata },
    type,
    ...detailsOf(world, type, input),
  };
  world.paymentMethods.set(method.id, { method, card, spent: false, setUp });
  return method;
}

/** Puts a changed payment method in the place of the old one. */
export function updatePaymentMethod(
  world: World,
  id: string,
  change: Partial<PaymentMethod>,
  hidden: Partial<Pick<PaymentMethodRecord, "spent" | "setUp">> = {},
): PaymentMethod {
  const current = world.paymentMethods.get(id);
  if (!current) throw new Error(`There is no PaymentMethod ${id}`);
  const method = { ...current.method, ...change };
  world.paymentMethods.set(id, { ...current, ...hidden, method });
  return method;
}

/** What the network tells of a card, the same on a payment method and on a charge. */
export function cardData(world: World, card: TestCard, expMonth?: number, expYear?: number) {
  return {
    brand: card.brand,
    country: card.country,
    exp_month: expMonth ?? 12,
    exp_year: expYear ?? new Date(world.clock.now()).getUTCFullYear() + 3,
    fingerprint: `fp${card.number.slice(0, 14)}`,
    funding: card.funding,
    last4: card.number.slice(-4),
  };
}

function typeOf(card: TestCard, inPerson: boolean): "card" | "card_present" | "interac_present" | "us_bank_account" {
  if (card.outcome.kind === "delayed") return "us_bank_account";
  if (!inPerson) return "card";
  return card.interac ? "interac_present" : "card_present";
}

function detailsOf(world: World, type: ReturnType<typeof typeOf>, input: PaymentMethodInput): Partial<PaymentMethod> {
  const { card, inPerson, expMonth, expYear, generatedFrom } = input;
  const read = cardData(world, card, expMonth, expYear);
  const networks = { available: card.eftpos === "beside" ? ["eftpos_au", card.brand] : [card.brand], preferred: null };
  const present = {
    ...read,
    cardholder_name: null,
    networks,
    preferred_locales: ["en"],
    read_method: inPerson?.readMethod ?? null,
  };
  switch (type) {
    case "us_bank_account":
      return { us_bank_account: bankAccount(card) };
    case "interac_present":
      return { interac_present: present };
    case "card_present":
      return {
        card_present: {
          ...present,
          brand_product: null,
          offline: null,
          ...(card.wallet && { wallet: { type: card.wallet } }),
        },
      };
    case "card":
      return {
        card: {
          ...read,
          checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
          display_brand: card.brand,
          generated_from: generatedFrom ?? null,
          networks,
          regulated_status: "unregulated",
          three_d_secure_usage: { supported: true },
          wallet: null,
        },
      };
  }
}

function bankAccount({ number }: TestCard): Stripe.PaymentMethod.UsBankAccount {
  return {
    account_holder_type: "individual",
    account_type: "checking",
    bank_name: "STRIPE TEST BANK",
    financial_connections_account: null,
    fingerprint: `fp${number}`,
    last4: number.slice(-4),
    networks: { preferred: "ach", supported: ["ach"] },
    routing_number: "110000000",
    status_details: null,
  };
}

const noAddress = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
