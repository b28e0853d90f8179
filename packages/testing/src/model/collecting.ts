import type { GatewayAnswer, TerminalEffect } from "@tillkit/core";
import { truthOf } from "./news.ts";
import { get, type World } from "./world.ts";

type Of<Type> = Extract<TerminalEffect, { readonly type: Type }>;

/** Puts the payment on its reader, whatever was there. */
export function handToReader(
  { intents, slots, questions, readers }: World,
  effect: Of<"hand_to_reader">,
): GatewayAnswer {
  const intent = get(intents, effect.paymentIntentId);
  if (intent.status !== "requires_payment_method") return { type: "done", news: truthOf(intent) };
  if (!readers.includes(effect.readerId))
    return {
      type: "done",
      news: [{ type: "attempt_failed", attempt: effect.attempt, failure: { code: "reader_not_found" } }],
    };
  questions.delete(effect.readerId);
  slots.set(effect.readerId, { paymentIntentId: intent.id, status: "in_progress" });
  return { type: "done", news: [{ type: "reader_waiting", attempt: effect.attempt }] };
}

/** What PaymentIntent and reader say together. */
export function checkIntent({ intents, slots }: World, effect: Of<"check_intent">): GatewayAnswer {
  const intent = get(intents, effect.paymentIntentId);
  if (intent.status !== "requires_payment_method") return { type: "done", news: truthOf(intent) };
  const slot = slots.get(effect.readerId);
  const ours = slot?.paymentIntentId === intent.id ? slot : undefined;
  const { attempt, dispatch } = effect;
  if (ours?.status === "in_progress") return { type: "done", news: [{ type: "reader_waiting", attempt }] };
  const charge = intent.lastCharge;
  const unseen = charge !== undefined && !effect.knownCharges.includes(charge.id) ? charge : undefined;
  if (unseen !== undefined) {
    const { id: chargeId, declineCode = "generic_decline" } = unseen;
    return {
      type: "done",
      news: [{ type: "attempt_failed", attempt, chargeId, failure: { code: "card_declined", declineCode } }],
    };
  }
  if (ours?.failure?.code === "customer_canceled")
    return { type: "done", news: [{ type: "attempt_failed", attempt, failure: { code: "customer_canceled" } }] };
  return { type: "done", news: [{ type: "not_on_reader", attempt, dispatch }] };
}

/** Takes the payment off its reader, if it is the one there. */
export function cancelAction({ slots }: World, effect: Of<"cancel_action">): GatewayAnswer {
  const slot = slots.get(effect.readerId);
  if (slot?.paymentIntentId === effect.paymentIntentId && slot.status === "in_progress") slots.delete(effect.readerId);
  return { type: "done", news: [] };
}
