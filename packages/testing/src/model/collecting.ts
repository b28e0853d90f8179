import type { GatewayAnswer, Payment, TerminalEffect, TerminalPayment } from "@tillkit/core";
import { charge } from "./intents.ts";
import { modelCard, truthOf } from "./news.ts";
import { get, type World } from "./world.ts";

type Of<Type> = Extract<TerminalEffect, { readonly type: Type }>;

/** Puts the payment on its reader, whatever was there. */
export function handToReader(
  { intents, updates, slots, questions, returns, carts, readers, moto: mayType }: World,
  payment: Payment,
  effect: Of<"hand_to_reader">,
): GatewayAnswer {
  const intent = get(intents, effect.paymentIntentId);
  if (intent.status !== "requires_payment_method") return { type: "done", news: truthOf(intent) };
  if (!readers.includes(effect.readerId))
    return {
      type: "done",
      news: [{ type: "attempt_failed", attempt: effect.attempt, failure: { code: "reader_not_found" } }],
    };
  const { confirmation, customerCanCancel, ordered, tip = 0, moto = false } = onReader(payment);
  if (moto && !mayType)
    return { type: "done", news: [{ type: "card_present_unavailable", paymentIntentId: intent.id }] };
  const update = updates.get(intent.id);
  // A hand-over that has hung in the network shows what the PaymentIntent asks for by now.
  const owed = update !== undefined && update.attempt > effect.attempt ? update.amount : ordered.amount + tip;
  questions.delete(effect.readerId);
  returns.delete(effect.readerId);
  carts.delete(effect.readerId);
  slots.set(effect.readerId, {
    paymentIntentId: intent.id,
    status: "in_progress",
    owed,
    collects: confirmation === "manual",
    customerCanCancel,
    keyed: moto,
  });
  return { type: "done", news: [{ type: "reader_waiting", attempt: effect.attempt }] };
}

/** Charges the card that the reader has read. */
export function confirmIntent(world: World, effect: Of<"confirm_intent">, payment: Payment): GatewayAnswer {
  const { paymentIntentId, attempt, dispatch, readerId } = effect;
  const intent = get(world.intents, paymentIntentId);
  const slot = world.slots.get(readerId);
  if (intent.status === "requires_confirmation" && intent.presented !== undefined && slot !== undefined)
    charge(world, slot, intent, intent.presented);
  else if (intent.status === "requires_payment_method")
    return { type: "done", news: [{ type: "attempt_failed", attempt, failure: { code: "confirmation_expired" } }] };
  intent.presented = undefined;
  const knownCharges = onReader(payment).attempts.flatMap(({ chargeId }) => chargeId ?? []);
  return checkIntent(world, { ...effect, type: "check_intent", dispatch, knownCharges });
}

/** What PaymentIntent and reader say together. */
export function checkIntent({ intents, slots }: World, effect: Of<"check_intent">): GatewayAnswer {
  const intent = get(intents, effect.paymentIntentId);
  const { attempt, dispatch } = effect;
  if (intent.status === "requires_confirmation")
    return { type: "done", news: [{ type: "card_collected", attempt, card: modelCard }] };
  if (intent.status !== "requires_payment_method") return { type: "done", news: truthOf(intent) };
  const slot = slots.get(effect.readerId);
  const ours = slot?.paymentIntentId === intent.id ? slot : undefined;
  if (ours?.status === "in_progress") return { type: "done", news: [{ type: "reader_waiting", attempt }] };
  const last = intent.lastCharge;
  const unseen = last !== undefined && !effect.knownCharges.includes(last.id) ? last : undefined;
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

function onReader(payment: Payment): TerminalPayment {
  if (payment.flow !== "terminal") throw new RangeError("Only a terminal payment is handed to a reader.");
  return payment;
}
