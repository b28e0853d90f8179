import type Stripe from "stripe";

import { Refusal } from "../protocol/errors.ts";
import type { World } from "../world.ts";

/** GET /v1/account */
export function account(world: World): Stripe.Account {
  const { country, defaultCurrency, businessName } = world.settings.account;
  return {
    id: world.account ?? "acct_1Simulated0000000",
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

/** GET /v1/accounts/{id}: whoever is asking, by its own id. Throws a 403 for anybody else. */
export function accountOf(world: World, id: string): Stripe.Account {
  const own = account(world);
  if (own.id === id) return own;
  const message = `The provided key does not have access to account '${id}' (or that account does not exist).`;
  throw new Refusal(403, { type: "invalid_request_error", code: "account_invalid", message });
}

/** GET /v1/balance: all that came and went. Nothing is ever paid out. */
export function balance(world: World): Stripe.Balance {
  const amounts = new Map([[world.settings.account.defaultCurrency, 0]]);
  for (const { currency, net } of world.balanceTransactions.values()) {
    amounts.set(currency, (amounts.get(currency) ?? 0) + net);
  }
  const available = [...amounts].map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }));
  const pending = available.map(({ currency }) => ({ amount: 0, currency, source_types: { card: 0 } }));
  return { object: "balance", available, livemode: world.livemode, pending };
}
