import type Stripe from "stripe";

import type { World } from "../world.ts";
import { seconds } from "../world.ts";
import type { PaymentIntent } from "./types.ts";

/** What a new PaymentIntent is made from. */
export interface PaymentIntentInput {
  readonly amount: number;
  readonly currency: string;
  readonly paymentMethodTypes: readonly string[];
  readonly allowed?: readonly string[] | null;
  readonly automatic?: NonNullable<PaymentIntent["automatic_payment_methods"]>;
  readonly captureMethod?: PaymentIntent["capture_method"];
  readonly cardPresentOptions?: Partial<Stripe.PaymentIntent.PaymentMethodOptions.CardPresent>;
  readonly cardOptions?: Partial<Stripe.PaymentIntent.PaymentMethodOptions.Card>;
  readonly customer?: string | null;
  /** A card chosen beforehand, which then waits to be confirmed. */
  readonly paymentMethod?: string | null;
  readonly description?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly receiptEmail?: string | null;
  readonly statementDescriptor?: string | null;
  readonly statementDescriptorSuffix?: string | null;
  readonly setupFutureUsage?: PaymentIntent["setup_future_usage"];
  readonly transferGroup?: string | null;
}

/** Makes a PaymentIntent, keeps it and says so. */
export function createPaymentIntent(world: World, input: PaymentIntentInput): PaymentIntent {
  const id = world.random.id("pi_3");
  const intent: PaymentIntent = {
    id,
    object: "payment_intent",
    allowed_payment_method_types: (input.allowed ?? null) as Stripe.PaymentIntent["allowed_payment_method_types"], // the request schema took only known types
    amount: input.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: input.automatic ?? null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: input.captureMethod ?? "automatic_async",
    client_secret: `${id}_secret_${world.random.id("", 25)}`,
    confirmation_method: "automatic",
    created: seconds(world),
    currency: input.currency,
    customer: input.customer ?? null,
    customer_account: null,
    description: input.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: world.livemode,
    managed_payments: null,
    metadata: { ...input.metadata },
    next_action: null,
    on_behalf_of: null,
    payment_method: input.paymentMethod ?? null,
    payment_method_configuration_details: null,
    payment_method_options: methodOptions(input.paymentMethodTypes, input),
    payment_method_types: [...input.paymentMethodTypes],
    payment_record: null,
    processing: null,
    receipt_email: input.receiptEmail ?? null,
    review: null,
    setup_future_usage: input.setupFutureUsage ?? null,
    shipping: null,
    source: null,
    statement_descriptor: input.statementDescriptor ?? null,
    statement_descriptor_suffix: input.statementDescriptorSuffix ?? null,
    status: input.paymentMethod ? "requires_confirmation" : "requires_payment_method",
    transfer_data: null,
    transfer_group: input.transferGroup ?? null,
  };
  world.paymentIntents.set(id, intent);
  world.emit("payment_intent.created", intent);
  return intent;
}

/** Puts a changed PaymentIntent in the place of the old one. */
export function updatePaymentIntent(world: World, id: string, change: Partial<PaymentIntent>): PaymentIntent {
  const current = world.paymentIntents.get(id);
  if (!current) throw new Error(`There is no PaymentIntent ${id}`);
  const changed = { ...current, ...change };
  world.paymentIntents.set(id, changed);
  return changed;
}

/** What is asked of each kind of payment method, with Stripe's defaults for what was not said. */
export function methodOptions(
  types: readonly string[],
  { cardPresentOptions, cardOptions }: Pick<PaymentIntentInput, "cardPresentOptions" | "cardOptions">,
): Stripe.PaymentIntent.PaymentMethodOptions {
  const options: Stripe.PaymentIntent.PaymentMethodOptions = {};
  if (types.includes("card_present")) {
    options.card_present = {
      request_extended_authorization: false,
      request_incremental_authorization_support: false,
      ...cardPresentOptions,
    };
  }
  if (types.includes("interac_present")) options.interac_present = {};
  if (types.includes("card")) {
    options.card = {
      installments: null,
      mandate_options: null,
      network: null,
      request_three_d_secure: "automatic",
      ...cardOptions,
    };
  }
  return options;
}
