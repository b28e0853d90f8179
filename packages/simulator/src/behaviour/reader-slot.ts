import type Stripe from "stripe";

import { invalidParameter, invalidRequest } from "../protocol/errors.ts";
import { updateReader } from "../objects/reader.ts";
import type { Reader } from "../objects/types.ts";
import type { World } from "../world.ts";
import { find as findPaymentIntent } from "./payment-intents.ts";
import { failure } from "./reader-end.ts";
import { findReader, reach } from "./reader-reach.ts";
import { askingForTip, paymentScreen } from "../objects/screen.ts";
import { tipSuggestions } from "./tip-suggestions.ts";

/** The parameters as the client declares them, and the one that Stripe only tells accounts of that may use it. */
export type ProcessPaymentIntentParams = Stripe.Terminal.ReaderProcessPaymentIntentParams & {
  readonly process_config?: { readonly moto?: boolean };
};

/**
 * POST /v1/terminal/readers/{id}/process_payment_intent
 *
 * A reader has one slot: an action whose card has not been presented is replaced without a word.
 */
export function processPaymentIntent(world: World, id: string, params: ProcessPaymentIntentParams): Reader {
  const { lost } = reach(world, id);
  const intent = findPaymentIntent(world, params.payment_intent, "payment_intent");
  const moto = params.process_config?.moto ?? false;
  const takes = moto ? ["card"] : ["card_present", "interac_present"];
  if (!intent.payment_method_types.some((type) => takes.includes(type))) {
    const message = `This PaymentIntent cannot be taken like this on a reader: ${takes[0]} is not among its payment_method_types.`;
    throw invalidParameter(message, "payment_intent", "payment_intent_invalid_parameter");
  }
  if (intent.status !== "requires_payment_method") {
    const message = `The PaymentIntent must be in the requires_payment_method state; it is ${intent.status}.`;
    throw invalidRequest(message, { code: "intent_invalid_state", param: "payment_intent", payment_intent: intent });
  }
  const {
    enable_customer_cancellation: cancelable = false,
    skip_tipping,
    return_url,
    tipping,
    allow_redisplay: allowRedisplay,
  } = params.process_config ?? {};
  const tips = tipSuggestions(world, id, intent, params.process_config);
  const prompt = moto ? "Type the card number" : "Tap, insert or swipe";
  const { reader } = updateReader(world, id, {
    phase: {
      kind: "waiting",
      paymentIntent: intent.id,
      cancelable,
      ...(moto && { moto }),
      ...(allowRedisplay !== undefined && { allowRedisplay }),
      ...(tips && { tips }),
    },
    screen: askingForTip(paymentScreen("waiting_for_card", intent, prompt, cancelable), tips),
    lastSeenAt: world.clock.now(),
    action: {
      ...noFailure,
      type: "process_payment_intent",
      status: "in_progress",
      process_payment_intent: {
        payment_intent: intent.id,
        ...(params.process_config && {
          process_config: {
            enable_customer_cancellation: cancelable,
            ...(skip_tipping !== undefined && { skip_tipping }),
            ...(return_url !== undefined && { return_url }),
            ...(tipping?.amount_eligible !== undefined && { tipping: { amount_eligible: tipping.amount_eligible } }),
          },
        }),
      },
    },
  });
  timeOutLater(world, id);
  if (lost) throw lost;
  return reader;
}

/** POST /v1/terminal/readers/{id}/cancel_action: clears a prompt, never an authorization; no event tells of it. */
export function cancelAction(world: World, id: string): Reader {
  const slot = findReader(world, id);
  // A reader that dropped off the network keeps its action; Stripe can clear it without asking the reader.
  const { lost } = slot.connection === "lost" ? { lost: undefined } : reach(world, id);
  const { action } = slot.reader;
  // A cart is over as soon as it is shown, and stays until something clears it.
  if (action === null || (action.status !== "in_progress" && action.type !== "set_reader_display")) return slot.reader;
  const failed = { ...action, ...failure("canceled", "The action was canceled.") };
  const { reader } = updateReader(world, id, {
    phase: { kind: "idle" },
    screen: { kind: "idle", message: "Ready" },
    action: world.settings.canceledAction === "null" ? null : failed,
  });
  if (lost) throw lost;
  return reader;
}

/** POST /v1/terminal/readers/{id}/set_reader_display: replaces even a payment that waits for its card. */
export function setReaderDisplay(
  world: World,
  id: string,
  { type, cart }: Stripe.Terminal.ReaderSetReaderDisplayParams,
): Reader {
  const { lost } = reach(world, id);
  if (!cart) throw invalidParameter("Missing required param: cart.", "cart", "parameter_missing");
  const shown = { currency: cart.currency, line_items: cart.line_items, tax: cart.tax ?? null, total: cart.total };
  const { reader } = updateReader(world, id, {
    phase: { kind: "idle" },
    screen: { kind: "cart", message: "Cart", amount: cart.total, currency: cart.currency },
    action: {
      ...noFailure,
      type: "set_reader_display",
      // Seen on real readers: a cart without a total is taken and never finishes.
      status: cart.total === 0 ? "in_progress" : "succeeded",
      set_reader_display: { type, cart: shown },
    },
  });
  if (lost) throw lost;
  return reader;
}

/** What an action says that has not failed. */
export const noFailure = { api_error: null, failure_code: null, failure_message: null };

/** Ends a prompt nobody used, if the settings say when. */
export function timeOutLater(world: World, id: string): void {
  const { readerTimeoutMs } = world.settings.timing;
  if (!Number.isFinite(readerTimeoutMs)) return;
  const { phase } = findReader(world, id);
  world.setAlarm(`prompt of ${id}`, readerTimeoutMs, { kind: "prompt_lapses", reader: id, phase });
}
