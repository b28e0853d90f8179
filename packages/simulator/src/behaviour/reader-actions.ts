import type Stripe from "stripe";

import { updateReader } from "../objects/reader.ts";
import type { ReaderPhase } from "../objects/reader-slot.ts";
import { askingForTip, paymentScreen, plainScreen } from "../objects/screen.ts";
import type { Screen } from "../objects/screen.ts";
import type { PaymentIntent, Reader, ReaderAction } from "../objects/types.ts";
import { invalidParameter, invalidRequest, notSimulated } from "../protocol/errors.ts";
import type { World } from "../world.ts";
import { mergeMetadata } from "./metadata.ts";
import { find as findPaymentIntent } from "./payment-intents.ts";
import { confirmCollected } from "./present-card.ts";
import { findReader, reach } from "./reader-reach.ts";
import { noFailure, timeOutLater } from "./reader-slot.ts";
import { chargeOf, refundable } from "./refunds.ts";
import { find as findSetupIntent } from "./setup-intents.ts";
import { tipSuggestions } from "./tip-suggestions.ts";

/** POST /v1/terminal/readers/{id}/collect_payment_method: reads a card; confirming is a command of its own. */
export function collectPaymentMethod(
  world: World,
  id: string,
  { payment_intent: intentId, collect_config: config = {} }: Stripe.Terminal.ReaderCollectPaymentMethodParams,
): Reader {
  const intent = payable(world, intentId, "requires_payment_method");
  const { enable_customer_cancellation: cancelable = false, skip_tipping, tipping, allow_redisplay: wished } = config;
  const redisplay = wished !== undefined && { allowRedisplay: wished };
  const tips = tipSuggestions(world, id, intent, config);
  const phase = {
    kind: "collecting",
    paymentIntent: intent.id,
    cancelable,
    ...redisplay,
    ...(tips && { tips }),
  } as const;
  const screen = askingForTip(paymentScreen("waiting_for_card", intent, "Tap, insert or swipe", cancelable), tips);
  return begin(world, id, phase, screen, {
    type: "collect_payment_method",
    collect_payment_method: {
      payment_intent: intent.id,
      collect_config: {
        enable_customer_cancellation: cancelable,
        ...(skip_tipping !== undefined && { skip_tipping }),
        ...(tipping && { tipping }),
      },
    },
  });
}

/** POST /v1/terminal/readers/{id}/confirm_payment_intent: asks the bank about the card that was read. */
export async function confirmPaymentIntent(
  world: World,
  id: string,
  { payment_intent: intentId, confirm_config: config = {} }: Stripe.Terminal.ReaderConfirmPaymentIntentParams,
): Promise<Reader> {
  const { lost } = reach(world, id);
  const intent = payable(world, intentId, "requires_confirmation");
  const { collected } = findReader(world, id);
  if (collected?.paymentIntent !== intent.id) {
    throw invalidRequest("This reader has not collected a payment method for this PaymentIntent.", {
      code: "intent_invalid_state",
      payment_intent: intent,
    });
  }
  updateReader(world, id, {
    collected: null,
    lastSeenAt: world.clock.now(),
    action: {
      ...noFailure,
      type: "confirm_payment_intent",
      status: "in_progress",
      confirm_payment_intent: { payment_intent: intent.id, confirm_config: config },
    },
  });
  const done = confirmCollected(world, id, collected);
  if (world.settings.timing.authorizeMs <= 0) await done;
  if (lost) throw lost;
  return findReader(world, id).reader;
}

/** POST /v1/terminal/readers/{id}/process_setup_intent */
export function processSetupIntent(
  world: World,
  id: string,
  {
    setup_intent: setupId,
    allow_redisplay: allowRedisplay,
    process_config: config = {},
  }: Stripe.Terminal.ReaderProcessSetupIntentParams,
): Reader {
  const setup = findSetupIntent(world, setupId, "setup_intent");
  if (setup.status !== "requires_payment_method") {
    const message = `The SetupIntent must be in the requires_payment_method state; it is ${setup.status}.`;
    throw invalidRequest(message, { code: "intent_invalid_state", param: "setup_intent" });
  }
  const { enable_customer_cancellation: cancelable = false } = config;
  const phase = { kind: "setting_up", setupIntent: setup.id, cancelable, allowRedisplay } as const;
  return begin(world, id, phase, plainScreen("waiting_for_card", "Insert or tap to save the card", cancelable), {
    type: "process_setup_intent",
    process_setup_intent: { setup_intent: setup.id, process_config: { enable_customer_cancellation: cancelable } },
  });
}

/** POST /v1/terminal/readers/{id}/refund_payment: gives money back to the card that paid, which must be there. */
export function refundPayment(world: World, id: string, params: Stripe.Terminal.ReaderRefundPaymentParams): Reader {
  for (const param of ["refund_application_fee", "reverse_transfer"] as const) {
    if (params[param]) throw notSimulated(param, param);
  }
  const charge = chargeOf(world, params);
  const details = charge.payment_method_details;
  if (!details?.interac_present && !details?.card_present) {
    throw invalidRequest("Only a payment taken on a reader can be refunded on one.", { code: "charge_not_refundable" });
  }
  const amount = refundable(charge, params.amount);
  const { enable_customer_cancellation: cancelable = false } = params.refund_payment_config ?? {};
  const phase = { kind: "refunding", charge: charge.id, amount, cancelable } as const;
  const about = { id: charge.payment_intent ?? charge.id, amount, currency: charge.currency };
  return begin(world, id, phase, paymentScreen("waiting_for_card", about, "Insert or tap for the refund", cancelable), {
    type: "refund_payment",
    refund_payment: {
      amount,
      charge: charge.id,
      ...(params.payment_intent !== undefined && { payment_intent: params.payment_intent }),
      metadata: mergeMetadata({}, params.metadata),
      refund_payment_config: { enable_customer_cancellation: cancelable },
    },
  });
}

/** Puts a prompt on the reader, in the place of whatever was not begun. */
export function begin(
  world: World,
  id: string,
  phase: ReaderPhase,
  screen: Screen,
  action: Pick<ReaderAction, "type"> & Partial<ReaderAction>,
): Reader {
  const { lost } = reach(world, id);
  const { reader } = updateReader(world, id, {
    phase,
    screen,
    lastSeenAt: world.clock.now(),
    action: { ...noFailure, status: "in_progress", ...action },
  });
  timeOutLater(world, id);
  if (lost) throw lost;
  return reader;
}

function payable(world: World, intentId: string, status: PaymentIntent["status"]): PaymentIntent {
  const intent = findPaymentIntent(world, intentId, "payment_intent");
  if (!intent.payment_method_types.some((type) => type === "card_present" || type === "interac_present")) {
    const message = "This PaymentIntent cannot be taken on a reader: card_present is not among its types.";
    throw invalidParameter(message, "payment_intent", "payment_intent_invalid_parameter");
  }
  if (intent.status === status) return intent;
  const message = `The PaymentIntent must be in the ${status} state; it is ${intent.status}.`;
  throw invalidRequest(message, { code: "intent_invalid_state", param: "payment_intent", payment_intent: intent });
}
