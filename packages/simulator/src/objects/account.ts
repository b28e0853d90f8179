import type Stripe from "stripe";

import type { World } from "../world.ts";

/** GET /v1/account */
export function account(world: World): Stripe.Account {
  const { country, defaultCurrency, businessName } = world.settings.account;
  return {
    id: "acct_1Simulated0000000",
    object: "account",
    business_profile: null,
    charges_enabled: true,
    country,
    default_currency: defaultCurrency,
    details_submitted: true,
    email: "owner@example.com",
    payouts_enabled: true,
    settings: null,
    metadata: {},
    type: "standard",
    capabilities: { card_payments: "active", transfers: "active" },
    company: { name: businessName },
  };
}

/** GET /v1/balance: what was captured and not refunded, without fees. */
export function balance(world: World): Stripe.Balance {
  const amounts = new Map([[world.settings.account.defaultCurrency, 0]]);
  for (const { currency, captured, amount_captured: taken, amount_refunded: given } of world.charges.values()) {
    if (captured) amounts.set(currency, (amounts.get(currency) ?? 0) + taken - given);
  }
  const available = [...amounts].map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }));
  const pending = available.map(({ currency }) => ({ amount: 0, currency, source_types: { card: 0 } }));
  return { object: "balance", available, livemode: false, pending };
}
