import { succeed } from "./intents.ts";
import { paidNews, truthOf } from "./news.ts";
import type { ModelCard, ModelIntent } from "./types.ts";
import { get, type World } from "./world.ts";

/** How long a card-present hold lasts on most networks. */
const HELD_FOR_MS = 2 * 24 * 60 * 60_000;

/** A guest presents a card. False: the reader does not wait for one. */
export function tap(
  world: World,
  readerId: string,
  declineCode: string | undefined,
  { tip = 0, single = false }: ModelCard = {},
): boolean {
  const { slots, intents, nextId, tell, now } = world;
  const slot = slots.get(readerId);
  if (slot?.status !== "in_progress") return false;
  const intent = get(intents, slot.paymentIntentId);
  if (intent.status !== "requires_payment_method") return false;
  const chargeId = nextId("ch");
  if (declineCode !== undefined) {
    intent.lastCharge = { id: chargeId, declineCode };
    slot.status = "failed";
    slot.failure = { code: "card_declined", declineCode, chargeId };
    tell("payment_intent.payment_failed", intent, [intent.id], [{ type: "hint", afterMs: 2_000 }]);
    tell("terminal.reader.action_failed", undefined, [intent.id], [{ type: "hint", afterMs: 0 }]);
    return true;
  }
  intent.lastCharge = { id: chargeId };
  slot.status = "succeeded";
  intent.amount += tip;
  intent.tip = tip;
  if (intent.manual && !single) {
    intent.captureBefore = now() + HELD_FOR_MS;
    intent.status = "requires_capture";
    tell("payment_intent.amount_capturable_updated", intent, [intent.id], truthOf(intent));
  } else succeed(world, intent, intent.amount);
  return true;
}

/** A guest presses cancel on the reader. False: it does not wait for a card. */
export function cancelOnReader({ slots, tell }: World, readerId: string): boolean {
  const slot = slots.get(readerId);
  if (slot?.status !== "in_progress") return false;
  slot.status = "failed";
  slot.failure = { code: "customer_canceled" };
  tell("terminal.reader.action_failed", undefined, [slot.paymentIntentId], [{ type: "hint", afterMs: 0 }]);
  return true;
}

/** A guest pays on the page. False: it is not open. */
export function pay({ intents, sessions, nextId, tell }: World, sessionId: string): boolean {
  const session = sessions.get(sessionId);
  if (session?.status !== "open") return false;
  const { paymentId, tenant, reference, amount, currency } = session;
  const intent: ModelIntent = {
    id: nextId("pi"),
    paymentId,
    tenant,
    reference,
    amount,
    tip: 0,
    currency,
    manual: false,
    captureBefore: undefined,
    lapsed: false,
    status: "succeeded",
    lastCharge: { id: nextId("ch") },
    received: amount,
  };
  intents.set(intent.id, intent);
  session.status = "complete";
  session.paymentIntentId = intent.id;
  tell("payment_intent.succeeded", intent, [intent.id], [paidNews(intent)]);
  tell("checkout.session.completed", session, [session.id], [paidNews(intent, session)]);
  return true;
}
