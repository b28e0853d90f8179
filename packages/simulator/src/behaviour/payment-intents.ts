import type Stripe from "stripe";

import { invalidRequest, missing, notSimulated } from "../protocol/errors.ts";
import { updateCharge } from "../objects/charge.ts";
import { createPaymentIntent, methodOptions, updatePaymentIntent } from "../objects/payment-intent.ts";
import type { PaymentIntentInput } from "../objects/payment-intent.ts";
import type { PaymentIntent } from "../objects/types.ts";
import type { World } from "../world.ts";
import { seconds } from "../world.ts";
import { checkCustomer } from "./customers.ts";
import { checkAmount } from "./currencies.ts";
import { mergeMetadata } from "./metadata.ts";
import { checkUsable, forPaying } from "./payment-methods.ts";
import { methodOptionParams, paymentIntentParams, refuseUnsimulated } from "../protocol/simulated-params.ts";

/** POST /v1/payment_intents, without confirming it. */
export function create(world: World, params: Stripe.PaymentIntentCreateParams): PaymentIntent {
  refuseUnsimulated(params, paymentIntentParams);
  if (params.confirmation_method === "manual") throw notSimulated("manual confirmation", "confirmation_method");
  const currency = params.currency.toLowerCase();
  checkAmount(params.amount, currency);
  const allowed = params.allowed_payment_method_types;
  checkCustomer(world, params.customer);
  return createPaymentIntent(world, {
    amount: params.amount,
    currency,
    paymentMethodTypes: eligibleTypes(world, currency, allowed, params.excluded_payment_method_types),
    ...(allowed && { allowed }),
    ...(params.capture_method && { captureMethod: params.capture_method }),
    ...readMethodOptions(params.payment_method_options),
    ...(params.automatic_payment_methods && { automatic: params.automatic_payment_methods }),
    ...(params.customer && { customer: params.customer }),
    ...(params.payment_method && { paymentMethod: chosen(world, params.payment_method, params.customer ?? null) }),
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
  const open = ["requires_payment_method", "requires_confirmation", "requires_action"];
  const changesPayment = ["amount", "currency", "allowed_payment_method_types", "excluded_payment_method_types"];
  if (changesPayment.some((param) => param in params) && !open.includes(intent.status)) {
    throw unexpectedState(intent, "updated", open);
  }
  checkCustomer(world, params.customer || undefined);
  const customer = params.customer === undefined ? intent.customer : params.customer || null;
  const currency = params.currency?.toLowerCase() ?? intent.currency;
  const amount = params.amount ?? intent.amount;
  if (amount !== intent.amount || currency !== intent.currency) checkAmount(amount, currency);
  const types = changedTypes(world, intent, currency, params);
  return updatePaymentIntent(world, id, {
    amount,
    currency,
    customer,
    // A tip was given on top of the old amount; the new one is without.
    ...(amount !== intent.amount && { amount_details: { ...intent.amount_details, tip: {} } }),
    payment_method_types: types,
    payment_method_options: changedOptions(intent, types, params.payment_method_options),
    last_payment_error: intent.status === "requires_payment_method" ? null : intent.last_payment_error,
    metadata: mergeMetadata(intent.metadata, params.metadata),
    ...described(params),
    ...(params.capture_method !== undefined && { capture_method: params.capture_method }),
    ...(params.setup_future_usage !== undefined && { setup_future_usage: params.setup_future_usage || null }),
    ...(params.payment_method &&
      intent.status !== "requires_capture" && {
        payment_method: chosen(world, params.payment_method, customer),
        ...(intent.status === "requires_payment_method" && { status: "requires_confirmation" }),
      }),
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
  const wanted = allowed ?? world.settings.account.defaultMethodTypes;
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

/** What is asked of each kind of payment method. Throws `not_simulated` for what would be ignored. */
export function readMethodOptions(
  options: Stripe.PaymentIntentCreateParams["payment_method_options"],
): Pick<PaymentIntentInput, "cardPresentOptions" | "cardOptions"> {
  for (const [type, asked] of Object.entries(options ?? {})) {
    const simulated = methodOptionParams[type];
    const param = `payment_method_options[${type}]`;
    if (!simulated) throw notSimulated(`options for ${type}`, param);
    refuseUnsimulated(asked ?? {}, simulated, param);
  }
  const { card_present: present, card } = options ?? {};
  return {
    ...(present && { cardPresentOptions: given(present) }),
    ...(card && { cardOptions: given(card) }),
  };
}

/** Only what says something. Every name that is left is one that is given back as it was sent. */
function given<T>(asked: object): Partial<T> {
  const entries = Object.entries(asked).filter(([, value]) => value !== "" && value !== undefined && value !== null);
  return Object.fromEntries(entries) as Partial<T>;
}

function chosen(world: World, paymentMethod: string, customer: string | null): string {
  const record = forPaying(world, paymentMethod);
  checkUsable(record, customer);
  return record.method.id;
}

function changedTypes(
  world: World,
  intent: PaymentIntent,
  currency: string,
  { allowed_payment_method_types: allowed, excluded_payment_method_types: excluded }: Stripe.PaymentIntentUpdateParams,
): string[] {
  if (allowed === undefined && excluded === undefined) return intent.payment_method_types;
  return eligibleTypes(
    world,
    currency,
    allowed || intent.allowed_payment_method_types || undefined,
    excluded ?? undefined,
  );
}

function changedOptions(
  { payment_method_options: current }: PaymentIntent,
  types: readonly string[],
  params: Stripe.PaymentIntentUpdateParams["payment_method_options"],
): PaymentIntent["payment_method_options"] {
  const { cardPresentOptions, cardOptions } = readMethodOptions(params);
  return methodOptions(types, {
    cardPresentOptions: { ...current?.card_present, ...cardPresentOptions },
    cardOptions: { ...current?.card, ...cardOptions },
  });
}

/** The fields that describe a payment, where they were given. */
function described(params: Stripe.PaymentIntentUpdateParams): Partial<PaymentIntent> {
  const fields = [
    "description",
    "receipt_email",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_group",
  ];
  const sent = Object.entries(params).filter(([param, value]) => fields.includes(param) && value !== undefined);
  return Object.fromEntries(sent.map(([param, value]) => [param, value || null]));
}

/** POST /v1/payment_intents/{id}/verify_microdeposits: no payment here ever waits for deposits to be read off. */
export function refuseMicrodeposits(world: World, id: string): never {
  throw unexpectedState(find(world, id), "verified with microdeposits", ["requires_action"]);
}

/** POST /v1/payment_intents/{id}/apply_customer_balance: nobody here has a cash balance. */
export function refuseCustomerBalance(world: World, id: string): never {
  const intent = find(world, id);
  throw invalidRequest(
    "This PaymentIntent cannot be paid from a cash balance: customer_balance is not among its types.",
    {
      code: "payment_intent_incompatible_payment_method",
      payment_intent: intent,
    },
  );
}

const cancelable = ["requires_payment_method", "requires_capture", "requires_confirmation", "requires_action"];

/** The refusal of a change that the status does not allow. */
export function unexpectedState(intent: PaymentIntent, verb: string, from: readonly string[]) {
  const message =
    `This PaymentIntent could not be ${verb} because it has a status of ${intent.status}. ` +
    `Only a PaymentIntent with one of the following statuses may be ${verb}: ${from.join(", ")}.`;
  return invalidRequest(message, { code: "payment_intent_unexpected_state", payment_intent: intent });
}
