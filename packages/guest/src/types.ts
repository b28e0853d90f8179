import type { Till } from "@tillkit/core";
import type { PriceBasket, ShownBill } from "./basket.ts";
import type { LinkedBill } from "./bill-links.ts";
import type { GuestOutcome } from "./outcome.ts";
import type { CodeStore, TableCodes } from "./table-codes.ts";

/** How guests pay. */
export interface GuestCheckoutOptions {
  readonly till: Till;
  /**
   * Keeps the tables' codes: the store of the till's payments. They are printed on paper, so it must outlive the process, which
   * `memoryStore()` does not.
   */
  readonly store: CodeStore;
  /**
   * Signs the links to bills: random strings of 32 characters or more. The first signs, all are taken: put a new one in front, and drop
   * the old one when its links have run out. The same in every process.
   */
  readonly secrets: readonly string[];
  /** The host's prices. */
  readonly price: PriceBasket;
  /** Where Stripe sends the guest: absolute URLs of the host's own pages. `link` is the guest's own. */
  readonly pages: (visit: LinkedBill & { readonly link: string }) => GuestPages | Promise<GuestPages>;
  /**
   * Which bill a guest opens who scans a table's code: the table's open bill, for guests who share one. Default: a new one for each
   * phone, kept by `previous`, which is the bill that this phone had here before.
   */
  readonly billOf?: (visit: { readonly table: string; readonly previous?: string }) => string | Promise<string>;
  /** How long a link is good, in milliseconds. Default: 2 hours. */
  readonly linkTtlMs?: number;
  /** How long a payment page stays open, in milliseconds: 31 minutes to 23 hours. Default: the till's. */
  readonly pageTtlMs?: number;
  /** The time, in milliseconds since the epoch. Default: the system's. */
  readonly now?: () => number;
}

/** Where Stripe sends a guest. */
export interface GuestPages {
  /** After paying: a page that asks `confirm`. `session_id` is added where the URL does not have it. */
  readonly successUrl: string;
  /** After turning back. */
  readonly cancelUrl?: string;
}

/** A link to a bill, as a guest's page keeps it. */
export interface BillLink extends LinkedBill {
  /** What the guest's page sends with everything that it asks. */
  readonly link: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** What became of a wish to pay. */
export type PayResult =
  /** The bill costs something else than the guest was shown. Nothing was charged, and no page was opened: show this one. */
  | { readonly type: "changed"; readonly bill: ShownBill }
  /** How the bill stands now: `next: "pay"` leads to the page. */
  | { readonly type: "outcome"; readonly outcome: GuestOutcome };

/** Everything that a guest can do, by table codes and links and nothing else. Made by `createGuestCheckout`. */
export interface GuestCheckout {
  readonly tenant: string;
  /** The tables' codes, for the staff. */
  readonly codes: TableCodes;
  /**
   * Opens a table's bill for a phone that has scanned its code. A phone that has a link from this table already, run out or not, gives
   * it as `previous` and keeps its bill.
   *
   * @throws TillkitError `guest_link_invalid`
   */
  arrive(code: string, previous?: string): Promise<BillLink>;
  /** A link to one bill, for the staff to print on it or to send. Good until it runs out. @throws TillkitError `invalid_request` */
  linkTo(bill: string, options?: { readonly ttlMs?: number }): BillLink;
  /** Which bill a link opens. For the host's own routes. @throws TillkitError `guest_link_invalid`, `guest_link_expired` */
  open(link: string): Promise<LinkedBill>;
  /** What the bill costs now. @throws TillkitError `guest_link_invalid`, `guest_link_expired`, `basket_refused` */
  price(link: string, basket?: unknown): Promise<ShownBill>;
  /**
   * Opens the bill's page, or answers with the one that is open: a bill has one page, and is paid once, whoever of its guests asks.
   * `shown` is what the guest saw when they pressed Pay.
   *
   * @throws TillkitError `guest_link_invalid`, `guest_link_expired`, `basket_refused`, and what `till.checkout` throws
   */
  pay(link: string, wish: { readonly basket?: unknown; readonly shown: Omit<ShownBill, "amount"> }): Promise<PayResult>;
  /**
   * How the bill stands, by what is stored: cheap enough to be asked every two seconds.
   *
   * @throws TillkitError `guest_link_invalid`, `guest_link_expired`
   */
  status(link: string): Promise<GuestOutcome>;
  /** Closes the bill's page, unless somebody has paid: then says so. @throws TillkitError `guest_link_invalid`, `guest_link_expired` */
  cancel(link: string): Promise<GuestOutcome>;
  /**
   * For the page that Stripe sends the guest back to. Asks Stripe. Also for a link that has run out since: it shows what was paid, and
   * nothing can be paid by it. Another bill's session is `unknown`.
   *
   * @throws TillkitError `guest_link_invalid`
   */
  confirm(link: string, checkoutSessionId: string): Promise<GuestOutcome>;
}
