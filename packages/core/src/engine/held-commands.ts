import { TillkitError } from "../errors.ts";
import { formatMoney, parseMoney } from "../money/money.ts";
import type { Command, Payment } from "../payment/payment.ts";
import { canCapture, canRaise, dueFrom } from "../terminal/hold.ts";

/**
 * A capture, where it can be carried out; in another status it is for `decide` to reject.
 *
 * @throws TillkitError `invalid_amount`, `overcapture_unavailable`
 */
export function captureCommand(
  payment: Payment,
  at: number,
  { amount, tip }: { readonly amount?: number | undefined; readonly tip?: number | undefined },
): Command {
  const { currency } = payment.ordered;
  if (tip !== undefined && !(Number.isSafeInteger(tip) && tip >= 0))
    throw new TillkitError("invalid_amount", `The tip ${String(tip)} is not a whole number of minor units.`, {
      details: { amount: String(tip), currency },
    });
  if (payment.status === "requires_capture") {
    const due = dueFrom(payment, { amount, tip });
    const total = parseMoney(due.amount + due.tip, currency);
    if (!canCapture(payment, due))
      throw new TillkitError(
        "overcapture_unavailable",
        `${formatMoney(total)} cannot be captured: ${formatMoney({ ...total, amount: payment.authorized })} is held, and this card ` +
          "does not allow more. Capture that, and take the rest as a payment of its own.",
        { details: { paymentId: payment.id, authorized: payment.authorized, asked: total.amount, currency } },
      );
  }
  return { type: "capture", at, ...(amount === undefined ? {} : { amount }), ...(tip === undefined ? {} : { tip }) };
}

/**
 * A raise of a hold, where it can be carried out.
 *
 * @throws TillkitError `increment_unavailable`
 */
export function incrementCommand(payment: Payment, at: number, amount: number): Command {
  const { currency } = payment.ordered;
  if (payment.status === "requires_capture" && !canRaise(payment, amount)) {
    const { bill, incremental } = payment;
    const why =
      incremental === true
        ? `it is ${formatMoney({ amount: bill, currency })} already, and a hold can only be raised`
        : "this card does not allow it, or the payment was not made with hold.incremental. Take the rest as a payment of its own";
    throw new TillkitError(
      "increment_unavailable",
      `The hold cannot be raised to ${formatMoney({ amount, currency })}: ${why}.`,
      { details: { paymentId: payment.id, bill, asked: amount, currency } },
    );
  }
  return { type: "increment", at, amount };
}
