import type Stripe from "stripe";

import { updatePaymentIntent } from "../objects/payment-intent.ts";
import type { PaymentIntent } from "../objects/types.ts";
import { Refusal, invalidParameter, invalidRequest } from "../protocol/errors.ts";
import { confirmParams, refuseUnsimulated } from "../protocol/simulated-params.ts";
import type { World } from "../world.ts";
import { approveAttempt, declineAttempt, startAttempt } from "./authorize.ts";
import { aliasOf } from "./card-aliases.ts";
import { decline } from "./declines.ts";
import { find, unexpectedState } from "./payment-intents.ts";

const confirmable = ["requires_payment_method", "requires_confirmation", "requires_action"];

/**
 * POST /v1/payment_intents/{id}/confirm: pays online with one of Stripe's `pm_card_…` test cards.
 *
 * A decline is a 402 with the PaymentIntent in it. A card that wants 3-D Secure leaves `requires_action`.
 */
export async function confirm(
  world: World,
  id: string,
  params: Stripe.PaymentIntentConfirmParams,
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
    throw invalidParameter(message, "payment_method", "payment_intent_unexpected_state");
  }
  const card = aliasOf(chosen);
  if (card.outcome.kind === "challenge") {
    const asked = updatePaymentIntent(world, id, { status: "requires_action", payment_method: chosen });
    world.emit("payment_intent.requires_action", asked);
    return asked;
  }
  startAttempt(world, id);
  // Not awaited when it takes no time, so that the events are still this request's doing.
  if (world.settings.timing.authorizeMs > 0) await pause(world);
  if (card.outcome.kind !== "decline") return approveAttempt(world, id, { card });

  const refusal = decline(card.outcome.code, card.outcome.declineCode);
  const { intent: open, charge } = declineAttempt(world, id, { card }, refusal);
  throw new Refusal(402, {
    type: "card_error",
    code: refusal.code,
    message: refusal.message,
    charge: charge.id,
    payment_intent: open,
    ...(refusal.declineCode && { decline_code: refusal.declineCode }),
  });
}

function pause(world: World): Promise<void> {
  return new Promise((resolve) => {
    world.clock.after(world.settings.timing.authorizeMs, resolve);
  });
}
