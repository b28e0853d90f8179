import type { Evidence } from "../payment/common.ts";
import type { DueMoney } from "../payment/settle.ts";
import type { TerminalPayment } from "./state.ts";

/** What should have been taken, and whether its tip is our own conclusion, because Stripe did not name it. */
export function dueOf(payment: TerminalPayment, evidence: Evidence): DueMoney {
  if (payment.status === "capturing") return payment.due;
  const bill = "bill" in payment ? payment.bill : payment.ordered.amount;
  return { amount: bill, ...tipIn(payment, { bill, taken: evidence.amount, ...evidence }) };
}

/**
 * The tip in an amount that was taken or is held.
 *
 * Stripe names a tip that was given on the reader. Where it does not, although the host expects one, what exceeds the bill is the
 * tip, and a person is told. Where the reader must not ask, money beyond the bill is no tip, whatever it is called.
 */
export function tipIn(
  { tip: entered = 0, tipping }: Pick<TerminalPayment, "tip" | "tipping">,
  {
    bill,
    taken,
    tip,
    tipUnnamed,
  }: { readonly bill: number; readonly taken: number; readonly tip: number; readonly tipUnnamed?: true },
): { readonly tip: number; readonly derived?: true } {
  if (tipping?.onReader === false) return { tip: entered };
  const unnamed = taken - bill - entered;
  if (tipUnnamed === true && tipping?.onReader === true && unnamed > 0)
    return { tip: entered + unnamed, derived: true };
  return { tip: entered + tip };
}
