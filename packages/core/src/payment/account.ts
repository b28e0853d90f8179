import type { Money } from "../money/money.ts";
import type { Closure } from "./common.ts";
import { isOver, type Payment } from "./payment.ts";
import { refundedOf } from "./takings.ts";

/** How far an order is paid that is split into shares. Amounts in minor units of `currency`. */
export interface OrderAccount {
  /** The host's id of the order. */
  readonly order: string;
  /** What it costs, without tips. */
  readonly amount: number;
  readonly currency: string;
  /** What its shares have brought, without tips, and without what has gone back. */
  readonly paid: number;
  /** The tips beside it. */
  readonly tips: number;
  /** What has gone back to guests. */
  readonly refunded: number;
  /** What guests are paying at this moment: their pages and readers are open, or their money is held. */
  readonly underway: number;
  /** What is not paid yet. */
  readonly due: number;
  /** What can be asked of another guest: `due` without `underway`. */
  readonly left: number;
  /** What was paid beyond `amount`, as after a dish was taken off. It is the guests': give it back. */
  readonly over: number;
  /** `covered`: nothing is due. `closed`: by the host. */
  readonly status: "open" | "covered" | "closed";
  readonly closed?: Closure;
}

/** What the host has said of an order. */
export interface OrderTerms extends Money {
  readonly closed?: Closure;
}

/** Adds up what the shares of an order have brought, and are bringing. */
export function accountOf(order: string, terms: OrderTerms, shares: readonly Payment[]): OrderAccount {
  const { amount, currency, closed } = terms;
  const sums = shares.map(sumOf);
  const add = (field: keyof Sum): number => sums.reduce((total, sum) => total + sum[field], 0);
  const paid = add("paid");
  const underway = add("underway");
  const due = Math.max(0, amount - paid);
  return {
    order,
    amount,
    currency,
    paid,
    tips: add("tips"),
    refunded: add("refunded"),
    underway,
    due,
    left: Math.max(0, due - underway),
    over: Math.max(0, paid - amount),
    status: closed !== undefined ? "closed" : due === 0 ? "covered" : "open",
    ...(closed === undefined ? {} : { closed }),
  };
}

interface Sum {
  readonly paid: number;
  readonly tips: number;
  readonly refunded: number;
  readonly underway: number;
}

function sumOf(payment: Payment): Sum {
  if (payment.status === "succeeded") {
    const { amount, tip, paymentIntentId } = payment.paid;
    const refunded = paymentIntentId === undefined ? 0 : refundedOf(payment, paymentIntentId);
    return { paid: Math.max(0, amount - tip - refunded), tips: tip, refunded, underway: 0 };
  }
  return { paid: 0, tips: 0, refunded: 0, underway: isOver(payment) ? 0 : askedOf(payment) };
}

/** What a guest is asked for, without a tip: what was ordered, or what the hold was raised to, or is being. Minor units. */
export function askedOf(payment: Payment): number {
  if (payment.status === "incrementing") return payment.raiseTo;
  // Of a part that is being taken the rest is let go; but where that is refused, all of it is held still.
  if (payment.status === "capturing") return Math.max(payment.bill, payment.due.amount);
  return "bill" in payment ? payment.bill : payment.ordered.amount;
}
