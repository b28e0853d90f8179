import { type Order, type Payment, refundedOf, type Store, type Stored } from "@tillkit/core";
import type { ModelIntent, ModelStripe } from "@tillkit/testing";
import { judgeMoney } from "./judge-money.ts";
import { READERS, type Scene, type Wishes } from "./scene.ts";

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

/** How long a lease lasts, and what was promised to a share that is being written down. */
const LEASE_MS = 60_000;

/**
 * At no moment may the guests at one table be asked for more than they have ordered, unless money that had gone back came back, or a
 * process stood still between the promise and the writing for longer than promises are kept.
 */
export async function neverMore({ store, stripe, table, world }: Scene): Promise<string | undefined> {
  if (
    table === undefined ||
    world.stoodMs >= LEASE_MS ||
    [...stripe.refunds.values()].some(({ status }) => status === "failed")
  )
    return undefined;
  const asked = (await all(store)).reduce((sum, { payment }) => sum + sumOf(payment), 0);
  return asked > table ? `a table that has ordered for ${table} is asked for ${asked}` : undefined;
}

/** What a share has brought, or asks for. A tap that was faster than a new bill is for a person. */
function sumOf(payment: Payment): number {
  if (payment.status === "succeeded") {
    const { amount, tip, paymentIntentId = "" } = payment.paid;
    return payment.fulfilment.status === "held" ? 0 : Math.max(0, amount - tip - refundedOf(payment, paymentIntentId));
  }
  if (payment.status === "canceled" || payment.status === "expired") return 0;
  if (payment.status === "incrementing") return payment.raiseTo;
  return "bill" in payment ? payment.bill : payment.ordered.amount;
}

/** All payments. */
export async function all(store: Store): Promise<readonly Stored[]> {
  return store.list({ tenant: "default", limit: 100 });
}

/** Payments with something left to do. */
export async function open(store: Store): Promise<readonly Stored[]> {
  return (await all(store)).filter(({ pending }) => pending.length > 0);
}

/** Whether everything that must be true in the end is, in the books, at Stripe and in the kitchen. */
export async function judge(
  { store, stripe, wishesOf, world }: Scene,
  orders: readonly Order[],
): Promise<string | undefined> {
  const { intents, refunds, reusedKeys, surprises } = stripe;
  const records = await all(store);
  for (const intent of intents.values()) {
    const payment = records.find((stored) => stored.payment.id === intent.paymentId)?.payment;
    const wrong = judgeIntent(intent, payment, refunds);
    if (wrong !== undefined) return wrong;
  }
  const [kept] = await store.listMarks({ tenant: "default", prefix: "event:", limit: 1 });
  if (kept !== undefined) return `${kept.name} was received and is not done: ${kept.value}`;
  for (const stored of records) {
    const { id } = stored.payment;
    const made = orders.filter(({ payment }) => payment.id === id);
    const wrong =
      judgeRefunds(stored.payment) ??
      judgeSigning(stored.payment, wishesOf(id)) ??
      judgeOne(stored, { orders: made, intents, wishes: wishesOf(id) });
    if (wrong !== undefined) return wrong;
  }
  for (const { paymentIntentId, charged, owed } of surprises) {
    const payment = records.find((stored) => stored.payment.id === intents.get(paymentIntentId)?.paymentId)?.payment;
    const tip = payment?.flow === "terminal" ? (payment.tip ?? 0) : 0;
    if (payment === undefined || payment.ordered.amount + tip !== charged)
      return `a reader was given ${paymentIntentId} for ${owed}, and it charged ${charged}`;
  }
  if (reusedKeys.length > 0) return `${reusedKeys.join(", ")} was sent again for something else`;
  // A question that hung in the network for longer than any lease is asked late, and ends on the reader by itself.
  return world.stoodMs >= LEASE_MS ? undefined : questionLeft(stripe);
}

function judgeIntent(
  { id, paymentId, status, received }: ModelIntent,
  payment: Payment | undefined,
  refunds: ModelStripe["refunds"],
): string | undefined {
  if (status === "requires_capture") return `the hold of ${paymentId} was forgotten`;
  if (status !== "succeeded") return undefined;
  if (payment === undefined) return `${id} is paid and no payment knows it`;
  if (payment.status !== "succeeded") return `${id} is paid at Stripe, ${payment.id} says ${payment.status}`;
  const gone = [...refunds.values()]
    .filter((refund) => refund.paymentIntentId === id && refund.status === "succeeded")
    .reduce((sum, { amount }) => sum + amount, 0);
  if (gone > received) return `${gone} of ${received} went back of ${id}`;
  const known = refundedOf(payment, id);
  return known === gone ? undefined : `${gone} of ${id} went back, ${payment.id} knows of ${known}`;
}

function judgeOne(
  { payment, pending, parked }: Stored,
  {
    orders,
    intents,
    wishes,
  }: { readonly orders: readonly Order[]; readonly intents: ModelStripe["intents"]; readonly wishes: Wishes },
): string | undefined {
  if (pending.length > 0) return `${payment.id} still has ${pending.map(({ effect }) => effect.type).join(", ")} to do`;
  if (parked.length > 0)
    return `${payment.id} parked ${parked.map(({ effect, reason }) => `${effect.type}: ${reason}`).join(", ")}`;
  const wanted = payment.status === "succeeded" && payment.fulfilment.status === "done" ? 1 : 0;
  if (orders.length !== wanted) return `${payment.id} (${payment.status}) has ${orders.length} orders, not ${wanted}`;
  if (payment.status !== "succeeded")
    return payment.status === "requires_capture"
      ? `${payment.id} is held no more, and does not know`
      : unsettled(payment);
  const intent = intents.get(payment.paid.paymentIntentId ?? "");
  if (intent?.status !== "succeeded") return `${payment.id} says paid, Stripe says ${intent?.status ?? "nothing"}`;
  return judgeMoney(payment, intent, { wishes, orders });
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

/** Whoever had to sign has, what was signed is kept, and nobody is still asked to. */
function judgeSigning(payment: Payment, { signed }: Wishes): string | undefined {
  if (payment.flow !== "terminal") return undefined;
  const { id, signing } = payment;
  if (signed && signing?.status !== "signed") return `${id} has lost its signature`;
  return "asking" in payment && payment.asking !== undefined
    ? `${id} still asks ${payment.asking.readerId} for a signature`
    : undefined;
}

async function questionLeft({ gateway }: ModelStripe): Promise<string | undefined> {
  for (const reader of READERS) {
    const { action } = await gateway.getReader(reader);
    if (action?.type === "collect_inputs" && action.status === "in_progress")
      return `${reader} still asks for a signature`;
  }
  return undefined;
}

/** When a long evening is over, nobody waits for the machine; only held money may still wait for the host. */
export function unsettled({ id, status }: Payment): string | undefined {
  switch (status) {
    case "succeeded":
    case "canceled":
    case "expired":
    case "requires_capture":
      return undefined;
    default:
      return `${id} ended as ${status}`;
  }
}
