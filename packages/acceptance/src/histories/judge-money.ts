import type { Order, Payment } from "@tillkit/core";
import type { ModelIntent } from "@tillkit/testing";
import type { Wishes } from "./scene.ts";

type Paid = Extract<Payment, { readonly status: "succeeded" }>;

/** A bill and its tip, in minor units. */
interface Taking {
  readonly amount: number;
  readonly tip: number;
}

/**
 * Whether the money that was taken is what the host and the guest have agreed on, and the order says so; and whether what is not
 * waits for a person. Reckoned anew from what was asked for and what Stripe has, without a word of the till's.
 */
export function judgeMoney(
  payment: Paid,
  intent: ModelIntent,
  { wishes, orders }: { readonly wishes: Wishes; readonly orders: readonly Order[] },
): string | undefined {
  const { id, paid, fulfilment } = payment;
  const { received } = intent;
  if (paid.amount !== received) return `${id} says that it took ${paid.amount}, Stripe says ${received}`;
  const right = rightTakings(payment, intent, wishes).filter(({ amount, tip }) => amount + tip === received);
  // A tap that was faster than the new amount, and money that nobody asked for, are held for a person.
  if (right.length > 0 !== (fulfilment.status === "done"))
    return `${id} took ${received} of ${payment.ordered.amount}, and its order is ${fulfilment.status}`;
  if (right.length === 0) return undefined;
  for (const { tip } of [paid, ...orders.map((order) => order.payment.paid)])
    if (!right.some((taking) => taking.tip === tip)) return `${id} says that ${tip} of ${received} are a tip`;
  return undefined;
}

function rightTakings(payment: Paid, intent: ModelIntent, { captures, raises }: Wishes): readonly Taking[] {
  const tip = tipIn(payment, intent);
  const amount = raises.find((raised) => raised + tip === intent.amount) ?? payment.ordered.amount;
  // A card that cannot be held pays at once, whatever was asked for.
  const isAtOnce = payment.flow === "checkout" || payment.capture === "automatic" || intent.captureBefore === undefined;
  return isAtOnce ? [{ amount, tip }] : captures.map((capture) => ({ amount, tip, ...capture }));
}

/** What was entered on the till, and what was given on the reader, as far as it may be taken for a tip. */
function tipIn(payment: Paid, { tip: given, tipNamed }: ModelIntent): number {
  if (payment.flow === "checkout") return 0;
  const { tip: entered = 0, tipping } = payment;
  if (tipping?.onReader === false) return entered;
  return tipNamed || tipping?.onReader === true ? entered + given : entered;
}
