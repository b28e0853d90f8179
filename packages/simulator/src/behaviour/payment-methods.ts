import type Stripe from "stripe";

import { createPaymentMethod, updatePaymentMethod } from "../objects/payment-method.ts";
import type { TestCard } from "../objects/test-card.ts";
import type { PaymentMethod } from "../objects/types.ts";
import { invalidParameter, invalidRequest, missing, notSimulated } from "../protocol/errors.ts";
import { paymentMethodParams, refuseUnsimulated } from "../protocol/simulated-params.ts";
import type { PaymentMethodRecord, World } from "../world.ts";
import { aliasOf } from "./card-aliases.ts";
import { cardError, readCardNumber } from "./card-number.ts";
import { checkCustomer } from "./customers.ts";
import { decline } from "./declines.ts";
import { mergeMetadata } from "./metadata.ts";

/** POST /v1/payment_methods: a test card by its number or its token. */
export function create(world: World, params: Stripe.PaymentMethodCreateParams): PaymentMethod {
  refuseUnsimulated(params, paymentMethodParams);
  if (params.type === undefined) throw invalidParameter("Missing required param: type.", "type", "parameter_missing");
  if (params.type !== "card") throw notSimulated(`payment methods of type ${params.type}`, "type");
  if (params.card === undefined) throw invalidParameter("Missing required param: card.", "card", "parameter_missing");
  const { allow_redisplay: allowRedisplay } = params;
  return createPaymentMethod(world, {
    ...cardOf(world, params.card),
    billing: billingOf(params.billing_details),
    metadata: mergeMetadata({}, params.metadata),
    ...(allowRedisplay && { allowRedisplay }),
  });
}

/** POST /v1/payment_methods/{id}: what describes it, once it belongs to a customer. */
export function update(world: World, id: string, params: Stripe.PaymentMethodUpdateParams): PaymentMethod {
  refuseUnsimulated(params, new Set(["allow_redisplay", "billing_details", "card", "expand", "metadata"]));
  const { method } = find(world, id);
  if (method.customer === null) {
    throw invalidRequest("You must save this PaymentMethod to a customer before you can update it.");
  }
  const { exp_month: month, exp_year: year, networks } = params.card ?? {};
  if (networks) throw notSimulated("choosing a network", "card[networks]");
  const changed = updatePaymentMethod(world, method.id, {
    metadata: mergeMetadata(method.metadata ?? {}, params.metadata),
    billing_details: { ...method.billing_details, ...billingOf(params.billing_details) },
    ...(params.allow_redisplay && { allow_redisplay: params.allow_redisplay }),
    ...(method.card && {
      card: {
        ...method.card,
        ...(month !== undefined && { exp_month: month }),
        ...(year !== undefined && { exp_year: year }),
      },
    }),
  });
  world.emit("payment_method.updated", changed);
  return changed;
}

/** POST /v1/payment_methods/{id}/attach: the bank is asked, and a card that it refuses is not kept. */
export function attach(world: World, id: string, params: Stripe.PaymentMethodAttachParams): PaymentMethod {
  if (params.customer_account) throw notSimulated("customer accounts", "customer_account");
  const { customer } = params;
  if (!customer) throw invalidParameter("Missing required param: customer.", "customer", "parameter_missing");
  checkCustomer(world, customer);
  const { method, card, spent } = forPaying(world, id);
  if (method.type !== "card") throw invalidRequest(`A PaymentMethod of type ${method.type} cannot be attached.`);
  if (method.customer !== null) {
    throw invalidRequest("The payment method you provided has already been attached to a customer.");
  }
  if (spent) throw spentError();
  const { outcome } = card;
  if (outcome.kind === "decline" && !card.attaches) throw cardError(decline(outcome.code, outcome.declineCode));
  return keepFor(world, method.id, customer);
}

/** Keeps a payment method for a customer, and says so. */
export function keepFor(world: World, id: string, customer: string, setUp = false): PaymentMethod {
  const kept = updatePaymentMethod(world, id, { customer }, setUp ? { setUp } : {});
  world.emit("payment_method.attached", kept);
  return kept;
}

/** POST /v1/payment_methods/{id}/detach: for good. */
export function detach(world: World, id: string): PaymentMethod {
  const { method } = find(world, id);
  if (method.customer === null) {
    throw invalidRequest("The payment method you provided is not attached to a customer so detachment is impossible.");
  }
  const detached = updatePaymentMethod(world, method.id, { customer: null }, { spent: true });
  world.emit("payment_method.detached", detached);
  return detached;
}

/** GET /v1/payment_methods/{id}. Every look at a `pm_card_…` makes a new one, as at Stripe. */
export function find(world: World, id: string): PaymentMethodRecord {
  return forPaying(world, id, "payment_method");
}

/** What is meant by `payment_method`: a stored one, or a new one for a `pm_card_…`. Throws `resource_missing`. */
export function forPaying(world: World, id: string, param = "payment_method"): PaymentMethodRecord {
  const alias = aliasOf(id, param);
  const found = world.paymentMethods.get(alias ? createPaymentMethod(world, { card: alias }).id : id);
  if (!found) throw missing("PaymentMethod", id, param);
  return found;
}

/** Refuses a payment method that this customer, or nobody, may pay with. */
export function checkUsable({ method, spent }: PaymentMethodRecord, customer: string | null): void {
  if (method.type === "card_present" || method.type === "interac_present") {
    throw invalidRequest("A card that a reader read cannot be used online. Use its generated_card.", {
      param: "payment_method",
    });
  }
  if (method.customer !== null && customer === null) {
    const message =
      "The payment method you provided is attached to a customer so for security purposes you must provide the " +
      "customer in the request.";
    throw invalidRequest(message, { param: "payment_method" });
  }
  if (method.customer !== null && method.customer !== customer) {
    const message = `The customer does not have a payment method with the ID ${method.id}. The payment method must be attached to the customer.`;
    throw invalidRequest(message, { param: "payment_method" });
  }
  if (spent && method.customer === null) throw spentError();
}

function spentError() {
  const message =
    "The provided PaymentMethod was previously used without Customer attachment, or was detached from a Customer. " +
    "It may not be used again. To use a PaymentMethod multiple times, attach it to a Customer first.";
  return invalidRequest(message, { code: "payment_method_unexpected_state", param: "payment_method" });
}

function cardOf(
  world: World,
  card: NonNullable<Stripe.PaymentMethodCreateParams["card"]>,
): { readonly card: TestCard; readonly expMonth?: number; readonly expYear?: number } {
  if (card.networks) throw notSimulated("choosing a network", "card[networks]");
  if (card.token === undefined) return readCardNumber(world, card);
  const known = card.token.startsWith("tok_") ? aliasOf(card.token) : undefined;
  if (!known) throw missing("token", card.token, "card[token]");
  return { card: known };
}

/** Billing details with nothing that was left out or emptied. */
function billingOf(
  sent: Stripe.PaymentMethodCreateParams["billing_details"],
): Partial<Stripe.PaymentMethod.BillingDetails> {
  if (!sent) return {};
  const { address, email, name, phone, tax_id: tax } = sent;
  return {
    ...(address !== undefined && { address: { ...noAddress, ...address } }),
    ...(email !== undefined && { email: email || null }),
    ...(name !== undefined && { name: name || null }),
    ...(phone !== undefined && { phone: phone || null }),
    ...(tax !== undefined && { tax_id: tax || null }),
  };
}

const noAddress = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
