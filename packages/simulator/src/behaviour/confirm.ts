import type Stripe from "stripe";

import { methodOptions, updatePaymentIntent } from "../objects/payment-intent.ts";
import type { PaymentIntent } from "../objects/types.ts";
import { Refusal, invalidParameter, invalidRequest } from "../protocol/errors.ts";
import { confirmParams, refuseUnsimulated } from "../protocol/simulated-params.ts";
import type { PaymentMethodRecord, World } from "../world.ts";
import { failAuthentication } from "./authorize.ts";
import { askBank } from "./ask-bank.ts";
import { asksHolder, nextAction } from "./challenge.ts";
import { decline } from "./declines.ts";
import { create, find, readMethodOptions, unexpectedState } from "./payment-intents.ts";
import { checkUsable, forPaying } from "./payment-methods.ts";

const confirmable = ["requires_payment_method", "requires_confirmation", "requires_action"];

/** POST /v1/payment_intents: with `confirm`, the payment is made and paid in one request. */
export function createAndConfirm(
  world: World,
  params: Stripe.PaymentIntentCreateParams,
  pagesUrl: string,
): PaymentIntent | Promise<PaymentIntent> {
  const { off_session: offSession, return_url: returnUrl, error_on_requires_action: errorOnAction } = params;
  if (params.confirm) {
    const { id } = create(world, params);
    return confirm(
      world,
      id,
      {
        ...(offSession !== undefined && { off_session: offSession }),
        ...(returnUrl !== undefined && { return_url: returnUrl }),
        ...(errorOnAction !== undefined && { error_on_requires_action: errorOnAction }),
      },
      pagesUrl,
    );
  }
  for (const param of ["off_session", "return_url", "error_on_requires_action"] as const) {
    if (params[param]) throw invalidParameter(`The parameter \`${param}\` needs \`confirm=true\`.`, param);
  }
  return create(world, params);
}

/**
 * POST /v1/payment_intents/{id}/confirm: pays online with a card.
 *
 * A decline is a 402 with the PaymentIntent in it. A card whose bank asks its holder first leaves `requires_action`,
 * with the page to answer on in `next_action`.
 */
export async function confirm(
  world: World,
  id: string,
  params: Stripe.PaymentIntentConfirmParams,
  pagesUrl: string,
): Promise<PaymentIntent> {
  refuseUnsimulated(params, confirmParams);
  const intent = find(world, id);
  if (!confirmable.includes(intent.status)) throw unexpectedState(intent, "confirmed", confirmable);
  if (!intent.payment_method_types.includes("card")) {
    const message = "This PaymentIntent takes no card online: card is not among its payment_method_types.";
    throw invalidRequest(message, { code: "payment_intent_incompatible_payment_method", payment_intent: intent });
  }
  const chosen = params.payment_method ?? intent.payment_method;
  if (chosen === null) {
    const message = "You cannot confirm this PaymentIntent because it's missing a payment method.";
    throw invalidRequest(message, { code: "payment_intent_unexpected_state", payment_intent: intent });
  }
  const record = forPaying(world, chosen);
  checkUsable(record, intent.customer);
  const asked = asConfirmed(world, intent, record.method.id, params);
  if (!asksHolder(record, asked, Boolean(params.off_session))) return askBank(world, id, record);
  if (params.off_session)
    return askBank(world, id, record, decline("authentication_required", "authentication_required"));
  if (params.error_on_requires_action) throw actionRefused(world, asked, record);
  const waiting = updatePaymentIntent(world, id, {
    status: "requires_action",
    last_payment_error: null,
    next_action: nextAction(id, pagesUrl, params.return_url),
  });
  world.emit("payment_intent.requires_action", waiting);
  return waiting;
}

/** The PaymentIntent with what was said about it at the last moment. */
function asConfirmed(
  world: World,
  intent: PaymentIntent,
  paymentMethod: string,
  params: Stripe.PaymentIntentConfirmParams,
): PaymentIntent {
  const { cardPresentOptions, cardOptions } = readMethodOptions(params.payment_method_options);
  const options = intent.payment_method_options;
  return updatePaymentIntent(world, intent.id, {
    payment_method: paymentMethod,
    payment_method_options: methodOptions(intent.payment_method_types, {
      cardPresentOptions: { ...options?.card_present, ...cardPresentOptions },
      cardOptions: { ...options?.card, ...cardOptions },
    }),
    ...(params.capture_method && { capture_method: params.capture_method }),
    ...(params.receipt_email !== undefined && { receipt_email: params.receipt_email || null }),
    ...(params.setup_future_usage !== undefined && { setup_future_usage: params.setup_future_usage || null }),
  });
}

function actionRefused(world: World, { id }: PaymentIntent, { method }: PaymentMethodRecord): Refusal {
  const refusal = decline("authentication_required", "authentication_required");
  const failed = failAuthentication(world, id, refusal);
  const message = "This payment required an authentication action, and `error_on_requires_action` was set.";
  return new Refusal(402, {
    type: "card_error",
    code: refusal.code,
    decline_code: refusal.code,
    message,
    payment_intent: failed,
    payment_method: method,
  });
}
