import type Stripe from "stripe";

import { invalidRequest, missing } from "../protocol/errors.ts";
import { updateCharge } from "../objects/charge.ts";
import { createPaymentIntent, updatePaymentIntent } from "../objects/payment-intent.ts";
import type { PaymentIntent } from "../objects/types.ts";
import type { World } from "../world.ts";
import { seconds } from "../world.ts";
import { aliasOf } from "./card-aliases.ts";
import { checkCustomer } from "./customers.ts";
import { checkAmount } from "./currencies.ts";
import { mergeMetadata } from "./metadata.ts";
import { paymentIntentParams, refuseUnsimulated } from "../protocol/simulated-params.ts";

/** POST /v1/payment_intents */
export function create(world: World, params: Stripe.PaymentIntentCreateParams): PaymentIntent {
  refuseUnsimulated(params, paymentIntentParams);
  const currency = params.currency.toLowerCase();
  checkAmount(params.amount, currency);
  const allowed = params.allowed_payment_method_types;
  const options = params.payment_method_options;
  checkCustomer(world, params.customer);
  if (params.payment_method !== undefined) aliasOf(params.payment_method);
  return createPaymentIntent(world, {
    amount: params.amount,
    currency,
    paymentMethodTypes: eligibleTypes(world, currency, allowed, params.excluded_payment_method_types),
    ...(allowed && { allowed }),
    ...(params.capture_method && { captureMethod: params.capture_method }),
    ...(options?.card_present && { cardPresentOptions: chosenOptions(options.card_present) }),
    ...(params.automatic_payment_methods && { automatic: params.automatic_payment_methods }),
    ...(params.customer && { customer: params.customer }),
    ...(params.payment_method && { paymentMethod: params.payment_method }),
    metadata: mergeMetadata({}, params.metadata),
    description: params.description || null,
    receiptEmail: params.receipt_email || null,
    statementDescriptor: params.statement_descriptor || null,
    statementDescriptorSuffix: params.statement_descriptor_suffix || null,
    setupFutureUsage: params.setup_future_usage || null,
    transferGroup: params.transfer_group || null,
  });
}

/** POST /v1/payment_intents/{id}: the amount only before the money moves, the descriptive fields at any time. */
export function update(world: World, id: string, params: Stripe.PaymentIntentUpdateParams): PaymentIntent {
  refuseUnsimulated(params, paymentIntentParams);
  const intent = find(world, id);
  const changesMoney = params.amount !== undefined || params.currency !== undefined;
  if (
    changesMoney &&
    !["requires_payment_method", "requires_confirmation", "requires_action"].includes(intent.status)
  ) {
    throw unexpectedState(intent, "updated", ["requires_payment_method", "requires_confirmation", "requires_action"]);
  }
  checkCustomer(world, params.customer || undefined);
  if (params.payment_method) aliasOf(params.payment_method);
  const chooses = params.payment_method && intent.status === "requires_payment_method";
  const currency = params.currency?.toLowerCase() ?? intent.currency;
  const amount = params.amount ?? intent.amount;
  if (changesMoney) checkAmount(amount, currency);
  return updatePaymentIntent(world, id, {
    amount,
    currency,
    last_payment_error: intent.status === "requires_payment_method" ? null : intent.last_payment_error,
    metadata: mergeMetadata(intent.metadata, params.metadata),
    ...(params.description !== undefined && { description: params.description || null }),
    ...(params.receipt_email !== undefined && { receipt_email: params.receipt_email || null }),
    ...(params.transfer_group !== undefined && { transfer_group: params.transfer_group || null }),
    ...(params.capture_method !== undefined && { capture_method: params.capture_method }),
    ...(params.customer !== undefined && { customer: params.customer || null }),
    ...(chooses && { payment_method: params.payment_method, status: "requires_confirmation" }),
  });
}

/** POST /v1/payment_intents/{id}/cancel: an authorization is released; what succeeded cannot be canceled. */
export function cancel(world: World, id: string, params: Stripe.PaymentIntentCancelParams): PaymentIntent {
  const intent = find(world, id);
  if (!cancelable.includes(intent.status)) throw unexpectedState(intent, "canceled", cancelable);
  const session = [...world.sessions.values()].find(({ session: { payment_intent } }) => payment_intent === id);
  if (session?.session.status === "open") {
    throw invalidRequest("This PaymentIntent belongs to an open Checkout Session. Expire the session instead.", {
      code: "payment_intent_unexpected_state",
    });
  }
  return release(world, intent, params.cancellation_reason ?? null);
}

/** Cancels a PaymentIntent that may be canceled, and gives a held amount back. */
export function release(
  world: World,
  intent: PaymentIntent,
  reason: PaymentIntent["cancellation_reason"],
): PaymentIntent {
  const holding = intent.status === "requires_capture" && intent.latest_charge;
  const charge = holding && updateCharge(world, holding, { refunded: true, amount_refunded: intent.amount });
  const canceled = updatePaymentIntent(world, intent.id, {
    status: "canceled",
    amount_capturable: 0,
    canceled_at: seconds(world),
    cancellation_reason: reason,
    next_action: null,
    processing: null,
  });
  if (charge) world.emit("charge.refunded", charge);
  world.emit("payment_intent.canceled", canceled);
  return canceled;
}

/** GET /v1/payment_intents/{id}. Throws `resource_missing`. */
export function find(world: World, id: string, param = "intent"): PaymentIntent {
  const intent = world.paymentIntents.get(id);
  if (!intent) throw missing("payment_intent", id, param);
  return intent;
}

/** The allowed types that this account and currency can take; the others are dropped without a word, as Stripe does. */
export function eligibleTypes(
  world: World,
  currency: string,
  allowed: readonly string[] | undefined,
  excluded: readonly string[] | "" | undefined,
): string[] {
  const wanted = allowed ?? ["card", "link"];
  const types = wanted.filter(
    (type) =>
      world.settings.account.paymentMethodTypes.includes(type) &&
      !(excluded || []).includes(type) &&
      (type !== "interac_present" || currency === "cad"),
  );
  if (types.length > 0) return types;
  const message = "No payment method type is left: none of the allowed types is active for this account and currency.";
  throw invalidRequest(message, { code: "payment_intent_invalid_parameter", param: "allowed_payment_method_types" });
}

/** What was asked of a card on a reader, without what was left out or emptied. */
function chosenOptions({
  capture_method: capture,
  request_extended_authorization: extended,
  request_incremental_authorization_support: incremental,
}: Stripe.PaymentIntentCreateParams.PaymentMethodOptions.CardPresent) {
  return {
    ...(capture && { capture_method: capture }),
    ...(extended !== undefined && { request_extended_authorization: extended }),
    ...(incremental !== undefined && { request_incremental_authorization_support: incremental }),
  };
}

const cancelable = ["requires_payment_method", "requires_capture", "requires_confirmation", "requires_action"];

/** The refusal of a change that the status does not allow. */
export function unexpectedState(intent: PaymentIntent, verb: string, from: readonly string[]) {
  const message =
    `This PaymentIntent could not be ${verb} because it has a status of ${intent.status}. ` +
    `Only a PaymentIntent with one of the following statuses may be ${verb}: ${from.join(", ")}.`;
  return invalidRequest(message, { code: "payment_intent_unexpected_state", payment_intent: intent });
}
