import type { Evidence } from "../payment/common.ts";
import type { DueMoney } from "../payment/settle.ts";
import type { TerminalCommon, TerminalPayment } from "./state.ts";

/** What should have been taken, and whether its tip is our own conclusion, because Stripe did not name it. */
export function dueOf(payment: TerminalPayment, evidence: Evidence): DueMoney {
  if (payment.status === "capturing") return payment.due;
  const { tip = 0 } = payment;
  const { bill, asked } =
    "bill" in payment
      ? { bill: payment.bill, asked: payment.bill + tip }
      : { bill: payment.ordered.amount, asked: wasAsked(payment) };
  return { amount: bill, ...tipIn(payment, { asked, taken: evidence.amount, ...evidence }) };
}

/** What the PaymentIntent is to ask for: the bill, and the tip that was entered on the till. Minor units. */
export function asksFor({ ordered, tip = 0 }: Pick<TerminalCommon, "ordered" | "tip">): number {
  return ordered.amount + tip;
}

/** What the reader was given to ask for; where the bill was changed too late, that is the old one. Minor units. */
export function wasAsked(payment: TerminalCommon): number {
  return payment.intentAmount ?? asksFor(payment);
}

/**
 * The tip in an amount that was taken or is held.
 *
 * Stripe names a tip that was given on the reader. Where it does not, although the host expects one, what exceeds what was asked
 * for is the tip, and a person is told. Where the reader must not ask, money beyond that is no tip, whatever it is called.
 */
export function tipIn(
  { tip: entered = 0, tipping }: Pick<TerminalCommon, "tip" | "tipping">,
  {
    asked,
    taken,
    tip,
    tipUnnamed,
  }: { readonly asked: number; readonly taken: number; readonly tip: number; readonly tipUnnamed?: true },
): { readonly tip: number; readonly derived?: true } {
  if (tipping?.onReader === false) return { tip: entered };
  const unnamed = taken - asked;
  if (tipUnnamed === true && tipping?.onReader === true && unnamed > 0)
    return { tip: entered + unnamed, derived: true };
  return { tip: entered + tip };
}
