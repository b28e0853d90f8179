import { randomBytes } from "node:crypto";
import { commandsOf, type Payment, TillkitError } from "@tillkit/core";
import { isSameBill, type PricedBasket, toShown } from "./basket.ts";
import { billLinks, type LinkedBill } from "./bill-links.ts";
import { linkInvalid } from "./link-errors.ts";
import { confirmOutcome, type GuestOutcome, outcomeOf } from "./outcome.ts";
import { type TableCode, tableCodes } from "./table-codes.ts";
import type { BillLink, GuestCheckout, GuestCheckoutOptions } from "./types.ts";

/**
 * Makes the guest's half of a till: table codes, links to bills, and paying by them.
 *
 * @throws TillkitError `invalid_option`
 */
export function createGuestCheckout(options: GuestCheckoutOptions): GuestCheckout {
  const { till, price, pages, linkTtlMs = LINK_TTL_MS, pageTtlMs, now = Date.now } = options;
  const { billOf = ({ table, previous }) => previous ?? newBill(table) } = options;
  const { tenant } = till;
  mustBeDuration(linkTtlMs);
  const codes = tableCodes({ store: options.store, tenant, now });
  const links = billLinks({ secrets: options.secrets, tenant, now });

  async function open(link: string): Promise<LinkedBill> {
    const { bill, table, codeMark } = links.verify(link);
    if (table === undefined) return { bill };
    const code = await codes.read(table);
    if (code === undefined || markOf(code) !== codeMark) throw linkInvalid();
    return { bill, table };
  }

  async function priceOf(bill: LinkedBill, basket: unknown): Promise<PricedBasket> {
    const priced = await price(basket, bill);
    if ("refused" in priced) throw new TillkitError("basket_refused", priced.refused);
    return priced;
  }

  async function statusOf({ bill }: LinkedBill): Promise<GuestOutcome> {
    const found = await till.findByReference(bill);
    return found === undefined ? { outcome: "unfinished", next: "start" } : outcomeOf(found.payment);
  }

  /** The open page, a new one in its place, the payment that was faster, or the one of a bill that the host has closed. */
  async function pageOf(
    { bill, table, link }: LinkedBill & { readonly link: string },
    priced: PricedBasket,
  ): Promise<Payment> {
    const { lines, currency, description, metadata } = priced;
    try {
      return await till.checkout({
        reference: bill,
        lines,
        currency,
        ...(await pages({ bill, link, ...(table === undefined ? {} : { table }) })),
        ...(description === undefined ? {} : { description }),
        ...(pageTtlMs === undefined ? {} : { expiresInMs: pageTtlMs }),
        metadata: { ...(table === undefined ? {} : { table }), ...metadata },
      });
    } catch (error) {
      const taken = TillkitError.is(error) && (error.code === "reference_in_use" || error.code === "reference_closed");
      const paymentId = taken ? error.details["paymentId"] : undefined;
      if (typeof paymentId !== "string") throw error;
      return (await till.get(paymentId)).payment;
    }
  }

  return {
    tenant,
    codes,

    arrive: async (given, previousLink) => {
      const code = await codes.find(given);
      const { table } = code;
      const previous = previousLink === undefined ? undefined : previousBill(previousLink, table);
      const bill = mustBeBill(await billOf({ table, ...(previous === undefined ? {} : { previous }) }));
      const expiresAt = now() + linkTtlMs;
      return { bill, table, link: links.sign({ bill, table, codeMark: markOf(code), expiresAt }), expiresAt };
    },

    linkTo: (bill, { ttlMs = linkTtlMs } = {}): BillLink => {
      mustBeDuration(ttlMs);
      const expiresAt = now() + ttlMs;
      return { bill, link: links.sign({ bill: mustBeBill(bill), expiresAt }), expiresAt };
    },

    open,

    price: async (link, basket) => toShown(await priceOf(await open(link), basket)),

    pay: async (link, { basket, shown }) => {
      const bill = await open(link);
      const before = await statusOf(bill);
      // What is paid is paid, whatever the bill costs since.
      if (before.outcome === "paid" || before.outcome === "confirming") return { type: "outcome", outcome: before };
      const priced = await priceOf(bill, basket);
      if (!isSameBill(shown, priced)) return { type: "changed", bill: toShown(priced) };
      return { type: "outcome", outcome: outcomeOf(await pageOf({ ...bill, link }, priced)) };
    },

    status: async (link) => statusOf(await open(link)),

    cancel: async (link) => {
      const bill = await open(link);
      const found = await till.findByReference(bill.bill);
      // The staff's own payment on a reader is not the guest's to call off.
      if (found?.payment.flow !== "checkout" || !commandsOf(found.payment).includes("cancel")) return statusOf(bill);
      try {
        return outcomeOf(await till.cancel(found.payment.id, { reason: "customer" }));
      } catch (error) {
        // The guest at the other phone was faster.
        if (TillkitError.is(error) && error.code === "transition_rejected") return statusOf(bill);
        throw error;
      }
    },

    confirm: async (link, checkoutSessionId) =>
      confirmOutcome(till, checkoutSessionId, { reference: links.read(link).bill }),
  };

  function previousBill(link: string, table: string): string | undefined {
    try {
      const claims = links.read(link);
      return claims.table === table ? claims.bill : undefined;
    } catch (error) {
      // A phone that comes back with a link of other secrets begins anew.
      if (TillkitError.is(error) && error.code === "guest_link_invalid") return undefined;
      throw error;
    }
  }
}

const LINK_TTL_MS = 2 * 3_600_000;

/** Tells its code from the one before, in few characters: there are not 2^48 codes to choose from, but one. */
function markOf({ hash }: TableCode): string {
  return hash.slice(0, 12);
}

function newBill(table: string): string {
  return `table-${table}-${randomBytes(12).toString("base64url")}`;
}

function mustBeBill(bill: string): string {
  if (typeof bill === "string" && bill.length >= 1 && bill.length <= 200) return bill;
  throw new TillkitError("invalid_request", "The id of a bill has 1 to 200 characters.", { details: { path: "bill" } });
}

function mustBeDuration(ttlMs: number): void {
  if (Number.isSafeInteger(ttlMs) && ttlMs >= 60_000 && ttlMs <= 90 * 86_400_000) return;
  throw new TillkitError("invalid_option", "A link is good for a minute to 90 days. Give milliseconds.", {
    details: { option: "linkTtlMs" },
  });
}
