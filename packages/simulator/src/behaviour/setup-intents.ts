import type Stripe from "stripe";

import type { SetupIntent } from "../objects/types.ts";
import { invalidRequest, missing } from "../protocol/errors.ts";
import { refuseUnsimulated, setupIntentParams } from "../protocol/simulated-params.ts";
import type { World } from "../world.ts";
import { seconds } from "../world.ts";
import { checkCustomer } from "./customers.ts";
import { mergeMetadata } from "./metadata.ts";
import { eligibleTypes } from "./payment-intents.ts";
import { checkUsable, forPaying } from "./payment-methods.ts";

/** POST /v1/setup_intents, without confirming it. */
export function create(world: World, params: Stripe.SetupIntentCreateParams): SetupIntent {
  refuseUnsimulated(params, setupIntentParams);
  checkCustomer(world, params.customer);
  const chosen = choose(world, params.payment_method, params.customer ?? null);
  const id = world.random.id("seti_1");
  const { defaultCurrency } = world.settings.account;
  const setup: SetupIntent = {
    id,
    object: "setup_intent",
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    application: null,
    automatic_payment_methods: params.automatic_payment_methods ?? null,
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
    payment_method: chosen,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: eligibleTypes(world, defaultCurrency, params.allowed_payment_method_types, undefined),
    single_use_mandate: null,
    status: chosen === null ? "requires_payment_method" : "requires_confirmation",
    usage: params.usage ?? "off_session",
  };
  world.setupIntents.set(id, setup);
  world.emit("setup_intent.created", setup);
  return setup;
}

/** POST /v1/setup_intents/{id}: what describes it, and the card before it is confirmed. */
export function update(world: World, id: string, params: Stripe.SetupIntentUpdateParams): SetupIntent {
  refuseUnsimulated(params, new Set(["customer", "description", "metadata", "expand", "payment_method"]));
  checkCustomer(world, params.customer);
  const setup = find(world, id);
  const customer = params.customer ?? setup.customer;
  if (params.payment_method !== undefined && !open.has(setup.status)) throw unexpected(setup, "updated");
  const chosen = choose(world, params.payment_method, customer);
  return putSetup(world, {
    ...setup,
    customer,
    metadata: mergeMetadata(setup.metadata ?? {}, params.metadata),
    ...(params.description !== undefined && { description: params.description || null }),
    ...(chosen !== null && { payment_method: chosen, status: "requires_confirmation" }),
  });
}

/** POST /v1/setup_intents/{id}/cancel */
export function cancel(world: World, id: string, params: Stripe.SetupIntentCancelParams): SetupIntent {
  const setup = find(world, id);
  if (!open.has(setup.status)) throw unexpected(setup, "canceled");
  const canceled = putSetup(world, {
    ...setup,
    status: "canceled",
    next_action: null,
    cancellation_reason: params.cancellation_reason ?? null,
  });
  world.emit("setup_intent.canceled", canceled);
  return canceled;
}

/** GET /v1/setup_intents/{id}. Throws `resource_missing`. */
export function find(world: World, id: string, param = "intent"): SetupIntent {
  const setup = world.setupIntents.get(id);
  if (!setup) throw missing("setupintent", id, param);
  return setup;
}

/** POST /v1/setup_intents/{id}/verify_microdeposits: nothing here ever waits for deposits to be read off. */
export function refuseMicrodeposits(world: World, id: string): never {
  throw unexpected(find(world, id), "verified with microdeposits");
}

/** Puts a changed SetupIntent in the place of the old one. */
export function putSetup(world: World, setup: SetupIntent): SetupIntent {
  world.setupIntents.set(setup.id, setup);
  return setup;
}

/** The refusal of a change that the status does not allow. */
export function unexpected({ status }: SetupIntent, verb: string) {
  const message = `This SetupIntent could not be ${verb} because it has a status of ${status}.`;
  return invalidRequest(message, { code: "setup_intent_unexpected_state" });
}

const open = new Set(["requires_payment_method", "requires_confirmation", "requires_action"]);

function choose(world: World, paymentMethod: string | undefined, customer: string | null): string | null {
  if (!paymentMethod) return null;
  const record = forPaying(world, paymentMethod);
  checkUsable(record, customer);
  return record.method.id;
}
