import { TillkitError, type CheckoutPayment, type Payment, type Till } from "@tillkit/core";
import { Refusal } from "./refusal.ts";
import type { GuestCheckoutAnswer } from "../shared/api.ts";
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

const CLOSING_TIMEOUT_MS = 8_000;

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

    const earlier = (await till.findByReference(reference))?.payment;
    if (earlier?.flow === "checkout" && !isFor(earlier, sale)) {
      if (earlier.status === "succeeded") return answerOf(earlier, page);
      const closed = await close(till, earlier);
      if (closed.status === "succeeded" || !isClosed(closed)) return answerOf(closed, page);
    }
    return answerOf(await open(till, { sale, reference, page, table }), page);
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

const isFor = (payment: Payment, sale: Sale): boolean => payment.metadata?.["sale"] === sale.id;

const isClosed = ({ status }: Payment): boolean => status === "canceled" || status === "expired" || status === "failed";

/** Asks for the page to be closed and waits until it is seen closed, or paid after all. */
async function close(till: Till, payment: CheckoutPayment): Promise<Payment> {
  await till.cancel(payment.id, { reason: "customer" }).catch((error: unknown) => {
    // It moved on by itself meanwhile (paid, expired): the loop below reads how.
    if (!(TillkitError.is(error) && error.code === "transition_rejected")) throw error;
  });
  let last: Payment = payment;
  for await (const { payment: seen } of till.watch(payment.id, { signal: AbortSignal.timeout(CLOSING_TIMEOUT_MS) })) {
    last = seen;
    if (isClosed(seen) || seen.status === "succeeded" || seen.status === "processing") break;
  }
  return last;
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
