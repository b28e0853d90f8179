import type Stripe from "stripe";

import type { SetupIntent } from "../objects/types.ts";
import { invalidRequest, missing } from "../protocol/errors.ts";
import { refuseUnsimulated, setupIntentParams } from "../protocol/simulated-params.ts";
import type { World } from "../world.ts";
import { seconds } from "../world.ts";
import { checkCustomer } from "./customers.ts";
import { mergeMetadata } from "./metadata.ts";
import { eligibleTypes } from "./payment-intents.ts";

/** POST /v1/setup_intents, as far as a reader can complete one. */
export function create(world: World, params: Stripe.SetupIntentCreateParams): SetupIntent {
  refuseUnsimulated(params, setupIntentParams);
  checkCustomer(world, params.customer);
  const id = world.random.id("seti_1");
  const { defaultCurrency } = world.settings.account;
  const setup: SetupIntent = {
    id,
    object: "setup_intent",
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: null,
    client_secret: `${id}_secret_${world.random.id("", 25)}`,
    created: seconds(world),
    customer: params.customer ?? null,
    customer_account: null,
    description: params.description ?? null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: world.livemode,
    managed_payments: null,
    mandate: null,
    metadata: mergeMetadata({}, params.metadata),
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: eligibleTypes(world, defaultCurrency, params.allowed_payment_method_types, undefined),
    single_use_mandate: null,
    status: "requires_payment_method",
    usage: params.usage ?? "off_session",
  };
  world.setupIntents.set(id, setup);
  world.emit("setup_intent.created", setup);
  return setup;
}

/** POST /v1/setup_intents/{id}: only what describes it. */
export function update(world: World, id: string, params: Stripe.SetupIntentUpdateParams): SetupIntent {
  refuseUnsimulated(params, new Set(["customer", "description", "metadata", "expand"]));
  checkCustomer(world, params.customer);
  const setup = find(world, id);
  return put(world, {
    ...setup,
    metadata: mergeMetadata(setup.metadata ?? {}, params.metadata),
    ...(params.description !== undefined && { description: params.description || null }),
    ...(params.customer !== undefined && { customer: params.customer }),
  });
}

/** POST /v1/setup_intents/{id}/cancel */
export function cancel(world: World, id: string, params: Stripe.SetupIntentCancelParams): SetupIntent {
  const setup = find(world, id);
  if (setup.status !== "requires_payment_method") {
    const message = `You cannot cancel this SetupIntent because it has a status of ${setup.status}.`;
    throw invalidRequest(message, { code: "setup_intent_unexpected_state" });
  }
  const canceled = put(world, {
    ...setup,
    status: "canceled",
    cancellation_reason: params.cancellation_reason ?? null,
  });
  world.emit("setup_intent.canceled", canceled);
  return canceled;
}

/** A reader has read the card. Gives the id of the card that can be charged later. */
export function completeSetup(world: World, id: string): string {
  const done = put(world, { ...find(world, id), status: "succeeded", payment_method: world.random.id("pm_1") });
  world.emit("setup_intent.succeeded", done);
  return world.random.id("pm_1");
}

/** GET /v1/setup_intents/{id}. Throws `resource_missing`. */
export function find(world: World, id: string, param = "intent"): SetupIntent {
  const setup = world.setupIntents.get(id);
  if (!setup) throw missing("setupintent", id, param);
  return setup;
}

function put(world: World, setup: SetupIntent): SetupIntent {
  world.setupIntents.set(setup.id, setup);
  return setup;
}
