import { TillkitError } from "../errors.ts";
import { accountOf, askedOf } from "../payment/account.ts";
import { isOver, type Payment } from "../payment/payment.ts";
import type { Stored } from "../ports/store.ts";
import { apply } from "./apply.ts";
import { closeBill } from "./closing.ts";
import type { Context } from "./context.ts";
import { changeOrder, orderClosed, orderNotFound, type OrderRecord, readOrder, sharesOf } from "./order-record.ts";
import type { Started } from "./start-payment.ts";
import type { Workers } from "./work.ts";

/** What a share asks for, and under which names. */
interface Share extends Pick<Payment, "id" | "reference" | "ordered"> {
  readonly order: string;
}

/** How long a share that was promised may take to be written down. One that does not come by then belongs to a process that died. */
const RESERVED_MS = 60_000;

/**
 * Begins a payment that may be a share of an order, so that the shares together never ask for more than the order costs, on however
 * many phones and servers they begin at the same moment: its part is promised to it first, by compare and swap.
 *
 * @throws TillkitError `order_not_found`, `order_closed`, `share_too_large`, `invalid_request`, and what `start` throws
 */
export async function startShare(
  context: Context,
  workers: Workers,
  { payment, start }: { readonly payment: Payment; readonly start: () => Promise<Started> },
): Promise<Started> {
  const { order, id, reference, ordered } = payment;
  if (order === undefined) return start();
  const promisedAt = context.clock.now();
  const started = await promising(context, { order, id, reference, ordered }, start);
  if (started.stored.payment.status === "succeeded") return started;
  // Whoever closes an order marks it, and then closes its shares; whoever begins one writes it down, and then looks at the mark.
  const { record } = await readOrder(context, order);
  if (record?.closed !== undefined) {
    await closeBill(context, workers, { reference, closing: { by: "tillkit", note: "The order was closed." } });
    throw orderClosed(order);
  }
  const isLate = context.clock.now() - promisedAt >= RESERVED_MS;
  if (isLate && record !== undefined) await mustLeaveEnough(context, { order, record, started });
  return started;
}

/** A share that was written after its promise had lapsed makes way, where another has got its part meanwhile. */
async function mustLeaveEnough(
  context: Context,
  { order, record, started }: { readonly order: string; readonly record: OrderRecord; readonly started: Started },
): Promise<void> {
  const { payment } = started.stored;
  const shares = await sharesOf(context, order);
  const { left } = accountOf(
    order,
    record,
    shares.filter(({ id }) => id !== payment.id),
  );
  if (payment.ordered.amount <= left) return;
  await apply(context, started.stored, () => {
    const at = context.clock.now();
    return { at, source: "host", inputs: [{ type: "cancel", at, reason: "replaced" }] };
  });
  throw tooLarge({ order, ordered: payment.ordered }, left);
}

/**
 * Changes what a share asks for that is being paid: what it is to be more is promised to it first, too.
 *
 * @throws TillkitError `order_closed`, `share_too_large`, and what `change` throws
 */
export async function changeShare(
  context: Context,
  {
    payment,
    amount,
    change,
  }: { readonly payment: Payment; readonly amount: number; readonly change: () => Promise<Stored> },
): Promise<Stored> {
  const { order, id, reference, ordered } = payment;
  const more = amount - askedOf(payment);
  if (order === undefined || more <= 0) return change();
  const raise = { order, id: `${id}+${more}`, reference: `${reference}+`, ordered: { ...ordered, amount: more } };
  return promising(context, raise, change);
}

/** Promises a share its part while it is being written down. */
async function promising<T>(context: Context, share: Share, write: () => Promise<T>): Promise<T> {
  await changeOrder(context, share.order, (record) => promised(context, share, record));
  try {
    return await write();
  } finally {
    await changeOrder(context, share.order, (record) => without(record, share.id));
  }
}

/** The order with a part of it promised to this payment; as it is, where the share is one that was paid before. */
async function promised(
  context: Context,
  { order, id, reference, ordered }: Share,
  record: OrderRecord | undefined,
): Promise<OrderRecord | undefined> {
  if (record === undefined) throw orderNotFound(order);
  const shares = await sharesOf(context, order);
  const same = shares.filter((share) => share.reference === reference && !isOver(share));
  if (same.some(({ status }) => status === "succeeded")) return undefined;
  if (record.closed !== undefined) throw orderClosed(order);
  if (record.currency !== ordered.currency) throw otherCurrency({ order, ordered }, record);

  const at = context.clock.now();
  const reserved = record.reserved.filter(
    (part) => part.at > at - RESERVED_MS && !shares.some((share) => share.id === part.paymentId),
  );
  // An open page of the same share is closed before another opens.
  const others = shares.filter((share) => !same.includes(share));
  const { left } = accountOf(order, record, others);
  const free = left - reserved.reduce((sum, part) => (part.reference === reference ? sum : sum + part.amount), 0);
  if (ordered.amount > free) throw tooLarge({ order, ordered }, Math.max(0, free));
  return { ...record, reserved: [...reserved, { paymentId: id, reference, amount: ordered.amount, at }] };
}

function without(record: OrderRecord | undefined, id: string): OrderRecord | undefined {
  if (record === undefined || !record.reserved.some(({ paymentId }) => paymentId === id)) return undefined;
  return { ...record, reserved: record.reserved.filter(({ paymentId }) => paymentId !== id) };
}

function tooLarge(
  { order, ordered: { amount, currency } }: Pick<Share, "order" | "ordered">,
  left: number,
): TillkitError {
  return new TillkitError(
    "share_too_large",
    `Order ${JSON.stringify(order)} leaves ${left} ${currency} to be asked for; ${amount} ${currency} are more. ` +
      "The rest is paid, or being paid by others.",
    { details: { order, amount, currency, left } },
  );
}

function otherCurrency({ order, ordered }: Pick<Share, "order" | "ordered">, { currency }: OrderRecord): TillkitError {
  return new TillkitError(
    "invalid_request",
    `Order ${JSON.stringify(order)} is in ${currency}, and so are its shares; this one is in ${ordered.currency}.`,
    { details: { order, path: "currency" } },
  );
}
