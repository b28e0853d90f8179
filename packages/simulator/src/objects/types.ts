import type Stripe from "stripe";

/** A PaymentIntent with its references as ids, as Stripe stores and sends it unless asked to expand. */
export type PaymentIntent = Readonly<
  Stripe.PaymentIntent & { latest_charge: string | null; payment_method: string | null; customer: string | null }
>;

/** A charge with its references as ids. */
export type Charge = Readonly<
  Stripe.Charge & { payment_intent: string | null; customer: string | null; balance_transaction: string | null }
>;

/** A Checkout Session with its references as ids. */
export type Session = Readonly<Stripe.Checkout.Session & { payment_intent: string | null; customer: string | null }>;

/** A refund with its references as ids. */
export type Refund = Readonly<Stripe.Refund & { payment_intent: string | null; charge: string | null }>;

/** A card reader as the API shows it. */
export type Reader = Readonly<Stripe.Terminal.Reader & { location: string | null; action: ReaderAction | null }>;

/** What a reader was last told to do. */
export type ReaderAction = Readonly<Stripe.Terminal.Reader.Action>;

/** How somebody pays: a card typed in, or one that a reader read. */
export type PaymentMethod = Readonly<Stripe.PaymentMethod & { customer: string | null }>;

/** Permission to take cards later, given on a reader. */
export type SetupIntent = Readonly<
  Stripe.SetupIntent & { payment_method: string | null; customer: string | null; latest_attempt: string | null }
>;

/** One try to set a card up. */
export type SetupAttempt = Readonly<
  Stripe.SetupAttempt & { customer: string | null; payment_method: string; setup_intent: string }
>;

/** A payer's objection, which their bank has taken up. */
export type Dispute = Readonly<Stripe.Dispute & { charge: string; payment_intent: string | null }>;

/** How readers look and ask. */
export type Configuration = Readonly<Stripe.Terminal.Configuration>;

/** Where events are sent. The secret is shown only when the endpoint is made. */
export type EndpointObject = Readonly<Omit<Stripe.WebhookEndpoint, "lastResponse">>;

/** A file, such as a signature given on a reader. */
export type StripeFile = Readonly<Stripe.File>;

/** Whoever pays, as far as a shop knows. */
export type Customer = Readonly<Stripe.Customer>;

/** Money that came or went. */
export type BalanceTransaction = Readonly<Stripe.BalanceTransaction & { source: string | null }>;

/** Where readers stand. */
export type Location = Readonly<Stripe.Terminal.Location>;

/** One line of a Checkout Session as the wire shows it, where a price's decimal amount is text. */
export interface LineItem extends Readonly<Omit<Stripe.LineItem, "price">> {
  readonly price: Price;
}

/** What something costs, with its product as an id. */
export type Price = Readonly<Omit<Stripe.Price, "unit_amount_decimal" | "product">> & {
  readonly unit_amount_decimal: string;
  readonly product: string;
};

/** Something that is sold. */
export type Product = Readonly<Stripe.Product & { default_price: string | null }>;

/** A reduction, as it is told to everybody who comes with its name. */
export type Coupon = Readonly<Stripe.Coupon>;

/** Something that happened, with the object as it was then. */
export interface StripeEvent {
  readonly id: string;
  readonly object: "event";
  readonly api_version: string;
  readonly created: number;
  readonly data: { readonly object: EventObject };
  /** The connected account it happened in; absent for the platform itself. */
  readonly account?: string;
  readonly livemode: boolean;
  readonly pending_webhooks: number;
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null };
  readonly type: string;
}

/** An object an event may be about. */
export type EventObject =
  | PaymentIntent
  | Charge
  | Session
  | Refund
  | Reader
  | SetupIntent
  | Dispute
  | Customer
  | Coupon
  | Price
  | Product
  | PaymentMethod;
