import { TillkitError, type Payment, type Till } from "@tillkit/core";
import { Refusal } from "./refusal.ts";
import type { GuestCheckoutAnswer } from "../common/api.ts";
import type { Bill } from "./pricing.ts";
import type { Sale, Sales } from "./sales.ts";
import type { TableLink } from "./table-links.ts";

/** What a guest at a table wants to pay. */
interface GuestBasket {
  readonly table: TableLink;
  readonly basketId: string;
  readonly bill: Bill;
}

/** Opens the payment page of a basket. Called again for the same basket, it answers with the same page. */
export type OpenCheckout = (basket: GuestBasket) => Promise<GuestCheckoutAnswer>;

/**
 * One basket is one reference, so tillkit lets it have one payment page at a time. A guest who comes back and changes the basket gets
 * a new page only after Stripe has shown the old one closed: nobody can pay both.
 */
export function guestCheckout({
  till,
  sales,
  currency,
  url,
}: {
  readonly till: Till;
  readonly sales: Sales;
  readonly currency: string;
  readonly url: string;
}): OpenCheckout {
  return async ({ table, basketId, bill }) => {
    const reference = `table-${table.number}-${basketId}`;
    const sale = sales.keep({
      id: `${reference}-${bill.fingerprint}`,
      channel: { type: "table", table: table.number },
      bill,
      currency,
    });
    const page = `${url}/t/${table.token}`;

    try {
      return answerOf(await open(till, { sale, reference, page, table }), page);
    } catch (error) {
      const paymentId =
        TillkitError.is(error) && error.code === "reference_in_use" ? error.details["paymentId"] : undefined;
      if (typeof paymentId !== "string") throw error;
      // The guest has paid the basket as it was before, or its page is still being closed.
      return answerOf((await till.get(paymentId)).payment, page);
    }
  };
}

function open(
  till: Till,
  { sale, reference, page, table }: { sale: Sale; reference: string; page: string; table: TableLink },
): Promise<Payment> {
  return till.checkout({
    reference,
    currency: sale.currency,
    lines: sale.lines.map(({ name, unitAmount, quantity }) => ({ name, unitAmount, quantity })),
    successUrl: `${page}/return?session_id={CHECKOUT_SESSION_ID}`,
    cancelUrl: page,
    description: `Table ${table.number}`,
    metadata: { sale: sale.id, table: String(table.number) },
  });
}

function answerOf(payment: Payment, page: string): GuestCheckoutAnswer {
  if (payment.flow !== "checkout") return { type: "wait" };
  switch (payment.status) {
    case "open":
      return { type: "pay", url: payment.url };
    case "succeeded":
    case "processing":
      return { type: "paid", url: `${page}/return?session_id=${payment.checkoutSessionId ?? ""}` };
    case "opening":
    case "expiring":
    case "expired":
    case "canceled":
      return { type: "wait" };
    case "failed":
      throw new Refusal(502, "page_not_opened", "Stripe would not open a payment page. Please tell the staff.");
  }
}
