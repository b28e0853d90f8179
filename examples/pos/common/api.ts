/** What the POS server and its pages say to each other, as JSON. Types only: nothing of this file runs. */

/** SIMULATED: a pretend Stripe. TEST: Stripe's test mode. LIVE: real money. */
export type Mode = "SIMULATED" | "TEST" | "LIVE";

/** `GET /api/mode` */
export interface ModeAnswer {
  readonly mode: Mode;
  readonly shop: string;
  readonly currency: string;
  /** Where guests reach this server. */
  readonly url: string;
  /** Whether `/sim` leads to a simulator, so that the dock can act as card, guest and network. */
  readonly simulator: boolean;
  /** When the last verified Stripe event came in, in milliseconds since the epoch. */
  readonly lastWebhookAt: number | null;
  /** The server's time, by which ages are told. */
  readonly now: number;
}

/** One thing on the menu. */
export interface Product {
  readonly id: string;
  readonly name: string;
  /** A few words for the guest. */
  readonly about: string;
  /** In minor units of the shop's currency. */
  readonly price: number;
  readonly category: string;
}

/** `GET /api/menu` */
export interface MenuAnswer {
  readonly shop: string;
  readonly currency: string;
  readonly categories: readonly { readonly id: string; readonly name: string }[];
  readonly products: readonly Product[];
}

/** What a page asks for: never a price. */
export interface WantedLine {
  readonly productId: string;
  readonly quantity: number;
}

/** A line as it was sold. */
export interface Line {
  readonly name: string;
  /** In minor units of the shop's currency. */
  readonly unitAmount: number;
  readonly quantity: number;
}

/** A line as the server priced it. */
export interface PricedLine extends Line, WantedLine {}

/** Where an order came from. */
export type Channel = { readonly type: "counter" } | { readonly type: "table"; readonly table: number };

/** `POST /api/counter/sales` */
export interface CounterSaleRequest {
  /** Made by the page once per sale: the same sale asked for twice is one payment. */
  readonly saleId: string;
  /** Where the guest holds the card; without it the guest scans a code and pays on the phone. */
  readonly reader?: string;
  readonly lines: readonly WantedLine[];
}

/** The answer to {@link CounterSaleRequest}. */
export interface CounterSaleAnswer {
  readonly paymentId: string;
}

/** `POST /api/counter/sales/:saleId/lines`: the guest wants something else while the payment runs. */
export interface SaleLinesRequest {
  readonly lines: readonly WantedLine[];
}

/** The answer to {@link SaleLinesRequest}. */
export interface SaleChange {
  readonly lines: readonly PricedLine[];
  /** In minor units. */
  readonly total: number;
}

/** An order that was paid and made. */
export interface OrderAnswer {
  readonly number: number;
  readonly paymentId: string;
  readonly paymentIntentId: string;
  readonly channel: Channel;
  readonly lines: readonly Line[];
  /** What was ordered, in minor units. */
  readonly amount: number;
  readonly tip: number;
  readonly currency: string;
  readonly card: { readonly brand: string | null; readonly last4: string | null };
  /** Milliseconds since the epoch. */
  readonly madeAt: number;
}

/** `GET /api/orders` */
export interface OrdersAnswer {
  readonly orders: readonly OrderAnswer[];
}

/** One payment and the order it made, or not yet. `GET /api/sales/:paymentId` */
export interface SaleAnswer {
  readonly channel: Channel;
  readonly lines: readonly Line[];
  readonly order: OrderAnswer | null;
  /** The payment in Stripe's Dashboard; null where there is none. */
  readonly dashboardUrl: string | null;
}

/** `GET /api/tables` */
export interface TablesAnswer {
  readonly tables: readonly TableAnswer[];
}

/** A table, the address in its code and how it stands today. */
export interface TableAnswer {
  readonly number: number;
  /** A secret: whoever has it can order there. */
  readonly url: string;
  /** The QR code of `url`, as an SVG picture. */
  readonly qr: string;
  readonly status: "free" | "ordering" | "paid";
  readonly paidToday: number;
}

/** `GET /api/guest/menu` */
export interface GuestMenuAnswer extends MenuAnswer {
  readonly mode: Mode;
}

/** What all phones at a table order together. `GET /api/guest/bills/:link`, and what {@link OrderRequest} answers. */
export interface BillAnswer {
  readonly table: number;
  readonly lines: readonly PricedLine[];
  /** What they cost now, in minor units. */
  readonly amount: number;
  readonly currency: string;
  /** Whether more can be ordered. Not once somebody has paid, here or in cash, nor while a bank takes its days. */
  readonly open: boolean;
  /** The order that was made of it, once it is paid. */
  readonly order: { readonly number: number; readonly lines: readonly Line[]; readonly paid: number } | null;
}

/** One more of something, or one fewer. `POST /api/guest/bills/:link/items` */
export interface OrderRequest {
  readonly productId: string;
  readonly by: 1 | -1;
}

/** An answer that says no (RFC 9457). */
export interface Problem {
  readonly title: string;
  readonly detail: string;
  readonly status: number;
  readonly code: string;
}
