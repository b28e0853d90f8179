import type { Effect, Fact, Payment } from "../payment/payment.ts";
import type { Cart, ReaderLocation, Reader, Registration } from "./reader.ts";
import type { PlacedTips, TipChange, TipMenu, TipPlace } from "./tips.ts";

/** A fact without its time, which the engine adds. */
export type News = Fact extends infer F ? (F extends unknown ? Omit<F, "at"> : never) : never;

/** The effects that are performed at Stripe; the others are performed at the host. */
export type GatewayEffect = Exclude<Effect, { readonly type: "fulfil" | "afterwards" }>;

/** One effect to perform. Everything that is sent follows from `effect` and the frozen fields of `payment`. */
export interface GatewayCall {
  readonly effect: GatewayEffect;
  readonly payment: Payment;
  readonly idempotencyKey: string;
  /**
   * The key can no longer be trusted to repeat the first request: it is too old, or Stripe stored an internal error under an earlier
   * one. Look for what an earlier try may have made before making it.
   */
  readonly recover: boolean;
}

/** What Stripe made of an effect. A gateway answers; it does not throw. */
export type GatewayAnswer =
  /** Done, or found to be done already: this is how things stand. */
  | { readonly type: "done"; readonly news: readonly News[] }
  /** Stripe refused for good, and did nothing. */
  | { readonly type: "refused"; readonly stripeCode?: string; readonly message: string }
  /** Not done, and certainly so: try again later under the same key. */
  | {
      readonly type: "later";
      readonly message: string;
      readonly retryAfterMs?: number;
      /** Stripe has asked for fewer calls (429): not only this one has to wait. */
      readonly rateLimited?: boolean;
    }
  /** Nobody knows. */
  | {
      readonly type: "unknown";
      readonly message: string;
      /** Stripe has stored a useless answer under this key (a 500): repeating it would only bring that answer back. */
      readonly keySpent?: boolean;
    };

/** A webhook delivery as it came in. */
export interface WebhookDelivery {
  /** The exact bytes of the body. */
  readonly bytes: Uint8Array;
  /** The `Stripe-Signature` header. */
  readonly signature: string | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A verified event, translated. */
export interface GatewayEvent {
  /** `evt_…`, with the account before it where the event is a connected account's: what a repetition is known by. */
  readonly id: string;
  /** Stripe's name of it, like `payment_intent.succeeded`. */
  readonly type: string;
  /** What the event's own metadata says it belongs to. */
  readonly subject?: { readonly tenant: string; readonly paymentId: string };
  /** Stripe's ids by which the payment can be found, where there is no subject. */
  readonly names: readonly string[];
  /** What it says. Empty: nothing that matters here. */
  readonly news: readonly News[];
  /** Why there is no news. */
  readonly ignored?: "other_environment" | "unknown_type" | "foreign";
  /** How far our clock was ahead of the time that the delivery was signed at. Seconds. Only of a delivery. */
  readonly skewSeconds?: number;
}

/** An event as a list shows it. */
export type ListedEvent = GatewayEvent & {
  /** Milliseconds since the epoch, by Stripe's clock. */
  readonly createdAt: number;
};

/** Which events to list. */
export interface EventQuery {
  /** Only those that were created then or later. Milliseconds since the epoch. */
  readonly since: number;
  /** `next` of the page before. */
  readonly after?: string;
  /** 1 to 100. */
  readonly limit: number;
}

/** One page of events, newest first. */
export interface EventPage {
  readonly events: readonly ListedEvent[];
  /** What to send as `after` for the page with older ones. Absent: there are none. */
  readonly next?: string;
}

/** Stripe, as the engine sees it: effects out, facts in. */
export interface Gateway {
  /** Whether real money moves. */
  readonly livemode: boolean;
  /** Which installation this is, where several share a Stripe account; kept with each payment, and compared when it is paid. */
  readonly environment?: string;
  /** The connected account that it acts for (`acct_…`); the same. */
  readonly account?: string;
  perform(call: GatewayCall): Promise<GatewayAnswer>;
  /**
   * Verifies a delivery and translates it.
   *
   * @throws TillkitError `webhook_signature_invalid`, `webhook_wrong_mode`, `malformed_body`
   */
  receive(delivery: WebhookDelivery): GatewayEvent;
  /**
   * The events that may not have reached us, as far back as Stripe keeps them, translated like deliveries. More than that may be among
   * them: each is taken in like a delivery that comes again.
   *
   * @throws TillkitError `stripe_unavailable` (with `details.status` 429 where Stripe asks for fewer calls), `invalid_key`,
   *   `missing_permission`, `webhook_wrong_mode`; `invalid_request` where `after` leads nowhere any more
   */
  listEvents(query: EventQuery): Promise<EventPage>;
  /** @throws TillkitError `stripe_unavailable`, `invalid_key`, `missing_permission` */
  listReaders(): Promise<readonly Reader[]>;
  /** @throws TillkitError `reader_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission` */
  getReader(id: string): Promise<Reader>;
  /**
   * Adds a reader to the account, by the code that it shows. A code works once: after a lost answer, list the readers.
   *
   * @throws TillkitError `registration_refused`, `location_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission`
   */
  registerReader(registration: Registration): Promise<Reader>;
  /** @throws TillkitError `reader_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission` */
  renameReader(id: string, label: string): Promise<Reader>;
  /** @throws TillkitError `stripe_unavailable`, `invalid_key`, `missing_permission` */
  listLocations(): Promise<readonly ReaderLocation[]>;
  /** What readers suggest. @throws TillkitError `location_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission` */
  readTips(place: TipPlace): Promise<PlacedTips>;
  /**
   * Puts these suggestions in the place of all that were there, and changes nothing else of how readers are set up; an empty menu takes
   * them away. The same again changes nothing, and of two at a time the later one stays.
   *
   * @throws TillkitError `configuration_shared`, `configuration_not_found`, `location_not_found`, `invalid_request`,
   *   `stripe_unavailable`, `invalid_key`, `missing_permission`
   */
  writeTips(change: TipChange, tips: TipMenu): Promise<PlacedTips>;
  /**
   * Makes a token with which an SDK on a device connects to readers of one location: new each time, for one connection.
   *
   * @throws TillkitError `location_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission`
   */
  createConnectionToken(locationId: string): Promise<string>;
  /**
   * Shows a cart, unless the reader has anything else to do: Stripe would put the cart in the place of a payment.
   *
   * @throws TillkitError `reader_busy`, `reader_unreachable`, `reader_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission`
   */
  showCart(id: string, cart: Cart): Promise<Reader>;
  /**
   * Takes what runs off a reader, if it is about this PaymentIntent, or about none. Starts nothing.
   *
   * @throws TillkitError `reader_changed`, `reader_busy`, `reader_unreachable`, `reader_not_found`, `stripe_unavailable`, `invalid_key`,
   *   `missing_permission`
   */
  clearReader(id: string, expectedPaymentIntentId: string | null): Promise<Reader>;
}
