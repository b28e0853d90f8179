import type Stripe from "stripe";

import type { World } from "../world.ts";
import { seconds } from "../world.ts";
import type { PaymentMethod, SetupAttempt, SetupIntent } from "./types.ts";

/** What became of one try to set a card up. */
export interface SetupAttemptInput {
  readonly method: PaymentMethod;
  /** The card made from one that a reader read. */
  readonly generated?: string | null;
  /** Whether its holder answered the bank (3-D Secure). */
  readonly authenticated?: boolean;
  readonly error?: Stripe.SetupAttempt.SetupError;
}

/** Writes down one try to set a card up. */
export function createSetupAttempt(world: World, setup: SetupIntent, input: SetupAttemptInput): SetupAttempt {
  const { method, generated = null, error = null } = input;
  const attempt: SetupAttempt = {
    id: world.random.id("setatt_1"),
    object: "setup_attempt",
    application: null,
    created: seconds(world),
    customer: setup.customer,
    customer_account: null,
    flow_directions: null,
    livemode: world.livemode,
    on_behalf_of: null,
    payment_method: method.id,
    payment_method_details: method.card
      ? { type: "card", card: cardDetails(method.card, input.authenticated ?? false) }
      : { type: "card_present", card_present: { generated_card: generated, offline: null } },
    setup_error: error,
    setup_intent: setup.id,
    status: error ? "failed" : "succeeded",
    usage: setup.usage,
  };
  world.setupAttempts.set(attempt.id, attempt);
  return attempt;
}

function cardDetails(
  { brand, checks, country, exp_month, exp_year, fingerprint, funding, last4 }: Stripe.PaymentMethod.Card,
  authenticated: boolean,
): Stripe.SetupAttempt.PaymentMethodDetails.Card {
  return {
    brand,
    checks,
    country,
    exp_month,
    exp_year,
    fingerprint: fingerprint ?? null,
    funding,
    last4,
    network: brand,
    three_d_secure: authenticated
      ? {
          authentication_flow: "challenge",
          electronic_commerce_indicator: "05",
          result: "authenticated",
          result_reason: null,
          transaction_id: null,
          version: "2.2.0",
        }
      : null,
    wallet: null,
  };
}
