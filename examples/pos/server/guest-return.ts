import { TillkitError, type Payment, type Till } from "@tillkit/core";
import type { GuestReturnAnswer } from "../common/api.ts";
import type { Orders } from "./orders.ts";
import { Refusal } from "./refusal.ts";
import type { Sales } from "./sales.ts";
import type { TableLink } from "./table-links.ts";

/** What a guest who comes back from the payment page is told: only what Stripe confirmed to this server. */
export type ConfirmReturn = (visit: {
  readonly table: TableLink;
  readonly sessionId: string;
}) => Promise<GuestReturnAnswer>;

/**
 * The address of the return page proves nothing: anybody can type it. The session must be one of this table, and Stripe is asked how
 * it stands.
 */
export function guestReturn({
  till,
  sales,
  orders,
}: {
  readonly till: Till;
  readonly sales: Sales;
  readonly orders: Orders;
}): ConfirmReturn {
  return async ({ table, sessionId }) => {
    const known = (await till.findByStripeId(sessionId))?.payment;
    if (known?.flow !== "checkout" || known.metadata?.["table"] !== String(table.number))
      throw new Refusal(404, "unknown_session", "This payment does not belong to this table.");
    try {
      return answerOf(await till.confirmReturn(sessionId), { sales, orders });
    } catch (error) {
      if (TillkitError.is(error) && error.status >= 500) return { type: "unconfirmed", reference: known.id };
      throw error;
    }
  };
}

function answerOf(payment: Payment, { sales, orders }: { sales: Sales; orders: Orders }): GuestReturnAnswer {
  switch (payment.status) {
    case "succeeded":
      return {
        type: "paid",
        order: orders.ofPayment(payment.id)?.number ?? null,
        amount: payment.paid.amount,
        currency: payment.paid.currency,
        lines: sales.find(payment.metadata?.["sale"] ?? "")?.lines ?? [],
      };
    case "open":
      return { type: "open", url: payment.url };
    case "processing":
      return { type: "processing" };
    case "expired":
    case "canceled":
    case "failed":
      return { type: "expired" };
    default:
      return { type: "unconfirmed", reference: payment.id };
  }
}
