import type Stripe from "stripe";

/** A PaymentIntent with its references as ids, as Stripe stores and sends it unless asked to expand. */
export type PaymentIntent = Readonly<
  Stripe.PaymentIntent & { latest_charge: string | null; payment_method: string | null; customer: null }
>;

/** A charge with its references as ids. */
export type Charge = Readonly<Stripe.Charge & { payment_intent: string | null; customer: null }>;

/** A Checkout Session with its references as ids. */
export type Session = Readonly<Stripe.Checkout.Session & { payment_intent: string | null; customer: null }>;

/** A refund with its references as ids. */
export type Refund = Readonly<Stripe.Refund & { payment_intent: string | null; charge: string | null }>;

/** A card reader as the API shows it. */
export type Reader = Readonly<Stripe.Terminal.Reader & { location: string | null; action: ReaderAction | null }>;

/** What a reader was last told to do. */
export type ReaderAction = Readonly<Stripe.Terminal.Reader.Action>;

/** Where readers stand. */
export type Location = Readonly<Stripe.Terminal.Location>;

/** One line of a Checkout Session as the wire shows it, where a price's decimal amount is text. */
export interface LineItem extends Readonly<Omit<Stripe.LineItem, "price">> {
  readonly price: Readonly<Omit<Stripe.Price, "unit_amount_decimal">> & { readonly unit_amount_decimal: string };
}

/** Something that happened, with the object as it was then. */
export interface StripeEvent {
  readonly id: string;
  readonly object: "event";
  readonly api_version: string;
  readonly created: number;
  readonly data: { readonly object: EventObject };
  readonly livemode: false;
  readonly pending_webhooks: number;
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null };
  readonly type: string;
}

/** An object an event may be about. */
export type EventObject = PaymentIntent | Charge | Session | Refund | Reader;
