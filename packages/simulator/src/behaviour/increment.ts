import type Stripe from "stripe";

import { updateCharge } from "../objects/charge.ts";
import { updatePaymentIntent } from "../objects/payment-intent.ts";
import type { PaymentIntent } from "../objects/types.ts";
import { Refusal, invalidRequest } from "../protocol/errors.ts";
import { incrementParams, refuseUnsimulated } from "../protocol/simulated-params.ts";
import type { World } from "../world.ts";
import { checkAmount } from "./currencies.ts";
import { declineByAmount } from "./declines.ts";
import { mergeMetadata } from "./metadata.ts";
import { find, unexpectedState } from "./payment-intents.ts";

/** POST /v1/payment_intents/{id}/increment_authorization: a larger hold; a refusal leaves the old one valid. */
export function incrementAuthorization(
  world: World,
  id: string,
  params: Stripe.PaymentIntentIncrementAuthorizationParams,
): PaymentIntent {
  refuseUnsimulated(params, incrementParams);
  const intent = find(world, id);
  if (intent.status !== "requires_capture") throw unexpectedState(intent, "incremented", ["requires_capture"]);
  const charge = intent.latest_charge === null ? undefined : world.charges.get(intent.latest_charge);
  const details = charge?.payment_method_details;
  if (!charge || !details?.card_present?.incremental_authorization_supported) {
    throw invalidRequest("This PaymentIntent does not support incremental authorization.", {
      code: "payment_intent_unexpected_state",
      payment_intent: intent,
    });
  }
  const { amount } = params;
  checkAmount(amount, intent.currency);
  if (amount <= intent.amount) {
    throw invalidRequest(`The new amount must be greater than ${intent.amount}.`, { param: "amount" });
  }
  const refusal = world.settings.amountEndings ? declineByAmount(amount) : undefined;
  if (refusal) {
    const { code, message, declineCode } = refusal;
    const why = { code, message, ...(declineCode && { decline_code: declineCode }) };
    throw new Refusal(402, { type: "card_error", ...why, payment_intent: intent });
  }
  const raised = updateCharge(world, charge.id, {
    amount,
    payment_method_details: { ...details, card_present: { ...details.card_present, amount_authorized: amount } },
  });
  const changed = updatePaymentIntent(world, id, {
    amount,
    amount_capturable: amount,
    metadata: mergeMetadata(intent.metadata, params.metadata),
    ...(params.description !== undefined && { description: params.description }),
  });
  world.emit("charge.updated", raised);
  world.emit("payment_intent.amount_capturable_updated", changed);
  return changed;
}
