import { type Order, type Payment, refundedOf, type Store, type Stored } from "@tillkit/core";
import type { ModelStripe } from "@tillkit/testing";

/** At no moment may a bill have two things that a customer can pay, or one that can be paid beside one that was. */
export function oneLive({ intents, sessions }: ModelStripe): string | undefined {
  const live = new Map<string, number>();
  const count = (reference: string): void => void live.set(reference, (live.get(reference) ?? 0) + 1);
  for (const { status, reference } of intents.values()) if (status !== "canceled") count(reference);
  for (const { status, reference } of sessions.values()) if (status === "open") count(reference);
  for (const [reference, things] of live)
    if (things > 1) return `${reference} has ${things} things that are paid or can be`;
  return undefined;
}

/** Payments with something left to do. */
export async function open(store: Store): Promise<readonly Stored[]> {
  const all = await store.list({ tenant: "default", limit: 100 });
  return all.filter(({ pending }) => pending.length > 0);
}

/** Whether everything that must be true in the end is, in the books, at Stripe and in the kitchen. */
export async function judge(
  store: Store,
  { intents, refunds, reusedKeys, surprises }: ModelStripe,
  orders: readonly Order[],
): Promise<string | undefined> {
  const all = await store.list({ tenant: "default", limit: 100 });
  const orderedIds = orders.map(({ payment }) => payment.id);
  for (const intent of intents.values()) {
    if (intent.status !== "succeeded") continue;
    const payment = all.find((stored) => stored.payment.id === intent.paymentId)?.payment;
    if (payment === undefined) return `${intent.id} is paid and no payment knows it`;
    if (payment.status !== "succeeded") return `${intent.id} is paid at Stripe, ${payment.id} says ${payment.status}`;
    const back = [...refunds.values()].filter(({ paymentIntentId }) => paymentIntentId === intent.id);
    const gone = back.reduce((sum, { amount }) => sum + amount, 0);
    if (refundedOf(payment, intent.id) !== gone)
      return `${gone} of ${intent.id} went back, ${payment.id} knows of ${refundedOf(payment, intent.id)}`;
  }
  for (const { payment } of all) {
    const wrong = judgeRefunds(payment);
    if (wrong !== undefined) return wrong;
  }
  const [kept] = await store.listMarks({ tenant: "default", prefix: "event:", limit: 1 });
  if (kept !== undefined) return `${kept.name} was received and is not done: ${kept.value}`;
  for (const stored of all) {
    const wrong = judgeOne(stored, orderedIds.filter((id) => id === stored.payment.id).length, intents);
    if (wrong !== undefined) return wrong;
  }
  for (const { paymentIntentId, charged, owed } of surprises) {
    const payment = all.find((stored) => stored.payment.id === intents.get(paymentIntentId)?.paymentId)?.payment;
    if (payment?.ordered.amount !== charged)
      return `a reader was given ${paymentIntentId} for ${owed}, and it charged ${charged}`;
  }
  return reusedKeys.length === 0 ? undefined : `${reusedKeys.join(", ")} was sent again for something else`;
}

function judgeOne(
  { payment, pending, parked }: Stored,
  orders: number,
  intents: ModelStripe["intents"],
): string | undefined {
  if (pending.length > 0) return `${payment.id} still has ${pending.map(({ effect }) => effect.type).join(", ")} to do`;
  if (parked.length > 0)
    return `${payment.id} parked ${parked.map(({ effect, reason }) => `${effect.type}: ${reason}`).join(", ")}`;
  const wanted = payment.status === "succeeded" && payment.fulfilment.status === "done" ? 1 : 0;
  if (orders !== wanted) return `${payment.id} (${payment.status}) has ${orders} orders, not ${wanted}`;
  if (payment.status !== "succeeded") return unsettled(payment);
  const intent = intents.get(payment.paid.paymentIntentId ?? "");
  if (intent?.status !== "succeeded") return `${payment.id} says paid, Stripe says ${intent?.status ?? "nothing"}`;
  const right = intent.received === payment.ordered.amount;
  // A tap that was faster than the new amount is held for a person.
  if (right === (payment.fulfilment.status === "done")) return undefined;
  return `${payment.id} took ${intent.received} of ${payment.ordered.amount}, and its order is ${payment.fulfilment.status}`;
}

/** A slip gives money back once, however often it is shown, and none is left on its way. */
function judgeRefunds({ id, refunds }: Payment): string | undefined {
  const given = new Set<string>();
  for (const { reference, status } of refunds) {
    if (status === "requested") return `${id} still has a refund to do`;
    if (reference === undefined || status !== "succeeded") continue;
    if (given.has(reference)) return `${id} gave money back twice for ${reference}`;
    given.add(reference);
  }
  return undefined;
}

/** A payment that waits for a person may stay; one that waits for the machine may not. */
function unsettled({ id, status }: Payment): string | undefined {
  return status === "canceled" || status === "expired" || status === "requires_capture"
    ? undefined
    : `${id} ended as ${status}`;
}
