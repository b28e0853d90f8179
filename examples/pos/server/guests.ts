import type { Till } from "@tillkit/core";
import { createGuestCheckout, type CodeStore, type GuestCheckout } from "@tillkit/guest";
import type { Bills } from "./bills.ts";
import { price } from "./pricing.ts";

/**
 * The guests' half of the till: who scans the code on a table pays that table's bill, on one page for all phones there.
 *
 * The shop keeps the bills, so a guest's page has nothing to say about what they cost.
 */
export function guestsOf({
  till,
  codes,
  secret,
  bills,
  currency,
  url,
}: {
  readonly till: Till;
  /** Outlives the payments: the codes are on paper. */
  readonly codes: CodeStore;
  readonly secret: string;
  readonly bills: Bills;
  readonly currency: string;
  /** Where guests reach this server. */
  readonly url: string;
}): GuestCheckout {
  const guests = createGuestCheckout({
    till,
    store: codes,
    secrets: [secret],
    billOf: async ({ table }) => {
      await closeIfOver({ till, bills }, bills.openAt(Number(table)));
      return bills.openAt(Number(table));
    },
    price: (_basket, { bill, table }) => {
      const { lines } = price(bills.linesOf(bill));
      if (lines.length === 0) return { refused: "There is nothing on this bill." };
      return {
        lines: lines.map(({ name, unitAmount, quantity }) => ({ name, unitAmount, quantity })),
        currency,
        description: `Table ${table}`,
      };
    },
    pages: async ({ table = "", link }) => {
      const page = tablePage(url, (await guests.codes.of(table)).code);
      return { successUrl: `${page}/return?link=${link}&session_id={CHECKOUT_SESSION_ID}`, cancelUrl: page };
    },
  });
  return guests;
}

/** Some banks take days, and some guests pay in cash: closes such a bill, so that the next guests have one of their own. */
export async function closeIfOver(
  { till, bills }: { readonly till: Till; readonly bills: Bills },
  bill: string,
): Promise<void> {
  const payment = (await till.findByReference(bill))?.payment;
  const over = payment?.status === "processing" || payment?.closed !== undefined;
  if (over && payment.flow === "checkout") bills.close(bill, payment.lines);
}

/** The address in the code of a table. */
export function tablePage(url: string, code: string): string {
  return `${url}/t/${code}`;
}
