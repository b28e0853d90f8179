import { charge } from "./intents.ts";
import { paidNews } from "./news.ts";
import { cancelRefundOnReader, presentForRefund } from "./reader-refunds.ts";
import type { ModelCard, ModelIntent } from "./types.ts";
import { get, type World } from "./world.ts";

/** A guest presents a card. False: the reader does not wait for one. */
export function tap(
  world: World,
  readerId: string,
  declineCode: string | undefined,
  { tip = 0, tipNamed = true, raisable = true, single = false }: ModelCard = {},
): boolean {
  const { slots, intents } = world;
  if (presentForRefund(world, readerId, declineCode === undefined)) return true;
  const slot = slots.get(readerId);
  if (slot?.status !== "in_progress" || slot.keyed) return false;
  const intent = get(intents, slot.paymentIntentId);
  if (intent.status !== "requires_payment_method") return false;
  // What the till learns too late of, it holds for a person; that is another question.
  if (slot.owed !== intent.amount && !world.overtaken.has(intent.id))
    world.surprises.push({ paymentIntentId: intent.id, charged: intent.amount, owed: slot.owed });
  const card = { tip, tipNamed, raisable, single, ...(declineCode === undefined ? {} : { declineCode }) };
  if (slot.collects) {
    intent.status = "requires_confirmation";
    intent.presented = { ...card, at: world.now() };
    slot.status = "succeeded";
    world.tell("terminal.reader.action_updated", undefined, [intent.id], [{ type: "hint", afterMs: 0 }]);
  } else charge(world, slot, intent, card);
  return true;
}

/** The cashier types a card number. False: the reader does not wait for one. */
export function keyIn(world: World, readerId: string): boolean {
  const slot = world.slots.get(readerId);
  if (slot?.status !== "in_progress" || !slot.keyed) return false;
  const intent = get(world.intents, slot.paymentIntentId);
  if (intent.status !== "requires_payment_method") return false;
  charge(world, slot, intent, { tip: 0, tipNamed: true, raisable: true, single: false });
  return true;
}

/** A guest presses cancel on the reader. False: it does not wait for a card. */
export function cancelOnReader(world: World, readerId: string): boolean {
  if (cancelRefundOnReader(world, readerId)) return true;
  const { slots, tell } = world;
  const slot = slots.get(readerId);
  if (slot?.status !== "in_progress" || !slot.customerCanCancel) return false;
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
    tipNamed: true,
    currency,
    manual: false,
    raisable: false,
    captureBefore: undefined,
    lapsed: false,
    status: "succeeded",
    presented: undefined,
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
