import type { EventEmitter } from "eventemitter3";
import type { TillkitError } from "../errors.ts";
import type { OrderAccount } from "../payment/account.ts";
import type { Payment } from "../payment/payment.ts";
import type { Refund, RefundReason } from "../payment/refund.ts";
import type { CaptureMethod, HoldTerms, Tipping } from "../terminal/hold.ts";
import type { Signature, SignaturePolicy, SigningPlace } from "../terminal/signing.ts";
import type { Stroke } from "../signature/strokes.ts";
import type { Confirmation } from "../terminal/state.ts";
import type { CheckoutLine } from "../checkout/state.ts";
import type { Clock } from "../ports/clock.ts";
import type { Gateway } from "../ports/gateway.ts";
import type { Cart, ReaderLocation, Reader, Registration } from "../ports/reader.ts";
import type { PlacedTips, TipChange, TipMenu, TipPlace } from "../ports/tips.ts";
import type { BackfillReport, Parked, SweepReport, TillHealth, WebhookResult } from "./reports.ts";
import type { PaymentQuery, Store, TimelineEntry, TransactionMode } from "../ports/store.ts";

/** A payment with the version it was read at. Versions of one payment only grow. */
export interface Versioned {
  readonly payment: Payment;
  readonly version: number;
}

/** What to collect on a card reader. */
export interface CollectRequest {
  /** The host's id of the bill share. Asking twice for the same reference answers with the same payment. At most 200 characters. */
  readonly reference: string;
  /** In minor units: 1250 is $12.50. */
  readonly amount: number;
  /** Three lower-case letters. Card-present payments take the currency of the reader's country. */
  readonly currency: string;
  /** `tmr_…` */
  readonly reader: string;
  /** A tip that was entered on the till, charged together with `amount`, in minor units. The reader then asks for none. */
  readonly tip?: number;
  /** Default: the reader asks if it is configured to. */
  readonly tipping?: Tipping;
  /** Default: `automatic`. */
  readonly capture?: CaptureMethod;
  /** For money that is held first. */
  readonly hold?: Partial<HoldTerms>;
  /** Default: the till's. */
  readonly signature?: SignaturePolicy;
  /** Default: the till's. */
  readonly signaturePlace?: SigningPlace;
  /**
   * `manual`: the card is read first, and charged when the cashier has looked at it and called `confirm`, within 22 seconds.
   * Default: `automatic`, the card that is presented is charged.
   */
  readonly confirmation?: Confirmation;
  /** Whether the reader shows the guest a button to cancel. Default: true. */
  readonly customerCanCancel?: boolean;
  /**
   * An order by mail or telephone: nobody presents a card, and its number is typed on the reader. Only for accounts that Stripe has let
   * do so (docs.stripe.com/terminal/features/mail-telephone-orders); others end `canceled` with `moto_unavailable`, and nothing is charged.
   * Nobody is there who could tip or sign. Default: false.
   */
  readonly moto?: boolean;
  /** The host's name of the register, which others are told when the reader is busy. At most 100 characters. */
  readonly register?: string;
  /** How long to wait for a card, in milliseconds. Default: the till's `collectionTimeoutMs`. */
  readonly timeoutMs?: number;
  /** The order that this is a share of, where a bill is split: never more than what it leaves is asked for. See `till.orders`. */
  readonly order?: string;
  /** Where it is taken, in your words: a branch, a floor. At most 200 characters. */
  readonly location?: string;
  readonly description?: string;
  /** At most 40 entries of at most 40 and 500 characters. Keys that begin with `tillkit_` are tillkit's own. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What to sell on a Checkout page. */
export interface CheckoutRequest {
  /** The host's id of the bill share. Asking twice for the same bill answers with the same page. At most 200 characters. */
  readonly reference: string;
  /** 1 to 100 lines; their sum is the amount. Price them on the server. */
  readonly lines: readonly CheckoutLine[];
  /** Three lower-case letters. */
  readonly currency: string;
  /** Absolute URL. `{CHECKOUT_SESSION_ID}` is added as `session_id` where the URL does not have it. */
  readonly successUrl: string;
  /** Absolute URL. */
  readonly cancelUrl?: string;
  /**
   * How long the page stays open, in milliseconds: 1 minute to 23 hours. Default: 45 minutes. Stripe closes none before half an hour;
   * one that is to close earlier is closed by the till, which has to sweep for it.
   */
  readonly expiresInMs?: number;
  /** The order that this is a share of, where a bill is split: never more than what it leaves is asked for. See `till.orders`. */
  readonly order?: string;
  /** Where it is taken, in your words: a branch, a floor. At most 200 characters. */
  readonly location?: string;
  readonly description?: string;
  /** At most 40 entries of at most 40 and 500 characters. Keys that begin with `tillkit_` are tillkit's own. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What to give back. */
export interface RefundRequest {
  /**
   * The host's id of the return slip: asking twice for the same reference answers with the same refund. Needed, unless a `review`
   * is given, whose id takes its place. After a refund has failed, its reference can be used again. At most 200 characters.
   */
  readonly reference?: string;
  /** The review that this ends: its money is given back. */
  readonly review?: string;
  /** In minor units. Default: everything that is left; of a review, its money. */
  readonly amount?: number;
  /** Which money, where more than one PaymentIntent was paid. Default: the payment's own. */
  readonly paymentIntentId?: string;
  /** In Stripe's words. */
  readonly reason?: RefundReason;
  /** Who asks, and why, in the host's words; kept with the refund, and not sent to Stripe. */
  readonly by?: string;
  readonly note?: string;
  /** The reader on which the guest presents the card again (`tmr_…`): needed for Interac, which takes no other way. */
  readonly reader?: string;
}

/** How a bill is closed. */
export interface Closing {
  /** Who closes it, in the host's words. */
  readonly by: string;
  /** Why, like "paid in cash". */
  readonly note?: string;
}

/** How a person ends a review. */
export interface ReviewResolution {
  /** Who decided, in the host's words. */
  readonly by: string;
  readonly note?: string;
  /** Make the order that was held or refused after all. Default: false. */
  readonly fulfil?: boolean;
}

/** What the host's `fulfil` is given. */
export interface Order {
  /** Paid, compared with the bill, and found right. */
  readonly payment: Extract<Payment, { readonly status: "succeeded" }>;
  /** The same for every call about this payment: make it unique in your own tables if `fulfil` is called at least once. */
  readonly onceKey: string;
}

/** What `fulfil` may answer: nothing when the order is made, or why it cannot be made (`{ refused: "sold out" }`). */
export type FulfilAnswer = void | undefined | { readonly refused: string };

/** Makes the host's order inside the store's own transaction: payment and order are kept together or not at all. Exactly once. */
export type Fulfil<Tx, Mode extends TransactionMode> = (
  order: Order,
  tx: Tx,
) => Mode extends "sync" ? FulfilAnswer : FulfilAnswer | Promise<FulfilAnswer>;

/** Makes the host's order somewhere else. Called at least once, never twice at a time, always with the same `onceKey`. */
export interface AtLeastOnce {
  readonly atLeastOnce: (order: Order) => Promise<FulfilAnswer> | FulfilAnswer;
}

/** Whether and where guests sign, unless a request says otherwise. */
export interface SigningDefaults {
  /** Default: `off`. */
  readonly policy?: SignaturePolicy;
  /** Default: `screen`. */
  readonly place?: SigningPlace;
  /** How long held money waits for a signature that is required, in milliseconds: 30 seconds to an hour. Default: 5 minutes. */
  readonly timeoutMs?: number;
}

/**
 * What the host does once its order is made, each by a name of the host's: a kitchen's ticket, a receipt, an e-mail. Each is called at
 * least once, always with the same `onceKey` of its own; what throws, or takes longer than 30 seconds, is tried again by itself.
 */
export type Afterwards = Readonly<Record<string, (order: Order) => Promise<void> | void>>;

/** How a till is made. */
export interface TillOptions<Tx = unknown, Mode extends TransactionMode = TransactionMode> {
  readonly gateway: Gateway;
  readonly store: Store<Tx, Mode>;
  /** Makes the host's order. Default: nothing. */
  readonly fulfil?: Fulfil<Tx, Mode> | AtLeastOnce;
  /** What follows from an order that is made: asked for in the same write, and never in its way. Default: nothing. */
  readonly afterwards?: Afterwards;
  /** Whose payments these are. Default: `default`. A till sees no other tenant's. */
  readonly tenant?: string;
  /** How long a reader waits for a card, in milliseconds. Default: 2 minutes. */
  readonly collectionTimeoutMs?: number;
  /** For all payments on readers, or for each reader, as where each location has its own. Default: nobody signs. */
  readonly signature?: SigningDefaults | ((readerId: string) => SigningDefaults);
  /** How long before a hold lapses `hold_expiring` is told, in milliseconds. Default: 12 hours. */
  readonly holdWarningMs?: number;
  /**
   * How long a worker may be silent before another takes its payment over, in milliseconds. Default: 1 minute. Longer than any call
   * to Stripe may wait, or two workers act at once, each under the same keys.
   */
  readonly leaseMs?: number;
  /** How often a started till looks for due work, in milliseconds. Default: 1 second. */
  readonly sweepEveryMs?: number;
  /** How often a sweep lists the events that Stripe could not deliver, in milliseconds. `Infinity`: never. Default: 5 minutes. */
  readonly backfillEveryMs?: number;
  /**
   * How many calls a second background work of this till may make to Stripe. What cashiers and guests wait for is never held up, but
   * counted. Stripe lets an account do 25 in test mode and 100 in live mode. Default: 15.
   */
  readonly callsPerSecond?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Makes random ids. Default: 128 random bits, base 36. */
  readonly newId?: () => string;
  /** From 0 (included) to 1, for jitter. Default: the system's. */
  readonly random?: () => number;
}

/** Which payments are to be forgotten. */
export interface PruneRequest {
  /** Only payments that were made and last changed before this. Milliseconds since the epoch; at least 35 days ago. */
  readonly before: number;
  /** How many at most, the oldest first; orders, each with its shares, after them: 1 to 10000. Default: 1000. */
  readonly limit?: number;
}

/** What a call of `prune` did. */
export interface PruneReport {
  /** Payments that were deleted. */
  readonly pruned: number;
  /** Orders whose bill was split that were deleted, each with all its shares. */
  readonly orders: number;
  /** Whether the step ended before everything was looked at, so that more may be waiting. */
  readonly more: boolean;
}

/** What a till tells, after it is stored. Listeners only watch: nothing of a payment depends on them. */
export interface TillEvents {
  /** Any payment changed. */
  payment: (change: Versioned) => void;
  /** A payment reached this status. */
  succeeded: (payment: Payment) => void;
  declined: (payment: Payment) => void;
  canceled: (payment: Payment) => void;
  expired: (payment: Payment) => void;
  failed: (payment: Payment) => void;
  /** Held money that nobody has captured is about to be let go. */
  hold_expiring: (payment: Payment) => void;
  /** A payment has something for a person to look at. */
  review: (payment: Payment) => void;
  /** Something waits for a person from now on. */
  parked: (parked: Parked) => void;
  /** An event was verified and dealt with, delivered or fetched. */
  webhook: (result: WebhookResult) => void;
  /** Something went wrong in the background; it is retried. */
  trouble: (error: TillkitError) => void;
}

/** A reader, and whose it is now. */
export interface ReaderInUse extends Reader {
  /**
   * - `free`: nothing runs on it. What the last guest did may still be shown.
   * - `payment`: a payment of this tenant has it.
   * - `leftover`: it still shows a payment of this tenant that is over, as after it was cut off in the middle.
   * - `cart`: it shows a cart.
   * - `other`: another application, or another tenant, uses it.
   */
  readonly use: "free" | "payment" | "leftover" | "cart" | "other";
  /** With `payment` and `leftover`. */
  readonly paymentId?: string;
  /** The host's name of the register that takes that payment. */
  readonly register?: string;
}

/** What can be done with readers, beside paying on them. */
export interface TillReaders {
  /** @throws TillkitError `stripe_unavailable`, `invalid_key`, `missing_permission` */
  list(): Promise<readonly ReaderInUse[]>;
  /** @throws TillkitError `reader_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission` */
  get(id: string): Promise<ReaderInUse>;
  /**
   * Adds a reader to the account, by the code that it shows. A code works once: after `stripe_unavailable`, list the readers first.
   *
   * @throws TillkitError `invalid_request`, `registration_refused`, `location_not_found`, `stripe_unavailable`, `invalid_key`,
   *   `missing_permission`
   */
  register(registration: Registration): Promise<ReaderInUse>;
  /** @throws TillkitError `invalid_request`, `reader_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission` */
  rename(id: string, label: string): Promise<ReaderInUse>;
  /**
   * Shows the guest what is on the bill so far. Never in the place of a payment, ours or anybody's.
   *
   * @throws TillkitError `invalid_request`, `invalid_amount`, `unknown_currency`, `reader_busy`, `reader_unreachable`, `reader_not_found`,
   *   `stripe_unavailable`, `invalid_key`, `missing_permission`
   */
  showCart(id: string, cart: Cart): Promise<ReaderInUse>;
  /**
   * Takes the cart off, or nothing where there is none.
   *
   * @throws TillkitError `reader_busy`, `reader_changed`, `reader_unreachable`, `reader_not_found`, `stripe_unavailable`, `invalid_key`,
   *   `missing_permission`
   */
  clearCart(id: string): Promise<ReaderInUse>;
  /**
   * Takes off a reader what somebody else has left on it. Compares first: a person has looked at what runs there, and if it is about
   * another PaymentIntent by now, nothing is done. `null`: about none. Starts nothing. A payment of ours is not cleared but canceled.
   *
   * @throws TillkitError `reader_busy`, `reader_changed`, `reader_unreachable`, `reader_not_found`, `stripe_unavailable`, `invalid_key`,
   *   `missing_permission`
   */
  forceClear(what: { readonly reader: string; readonly expectedPaymentIntentId: string | null }): Promise<ReaderInUse>;
  /** Where readers stand. @throws TillkitError `stripe_unavailable`, `invalid_key`, `missing_permission` */
  locations(): Promise<readonly ReaderLocation[]>;
  /**
   * What the readers of a location suggest, or those of all locations that have no suggestions of their own.
   *
   * @throws TillkitError `invalid_request`, `location_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission`
   */
  tips(place?: TipPlace): Promise<PlacedTips>;
  /**
   * Says what readers suggest from now on; it may take them five minutes to hear of it. All that was suggested there before goes,
   * in every currency. May be called again, as after a lost answer.
   *
   * @throws TillkitError `invalid_request`, `configuration_shared`, `configuration_not_found`, `location_not_found`,
   *   `stripe_unavailable`, `invalid_key`, `missing_permission`
   */
  setTips(request: TipChange & { readonly tips: TipMenu }): Promise<PlacedTips>;
  /**
   * Takes the suggestions away. Readers of the account then ask for no tip, those of a location what the account's ask.
   *
   * @throws TillkitError `invalid_request`, `configuration_shared`, `configuration_not_found`, `location_not_found`,
   *   `stripe_unavailable`, `invalid_key`, `missing_permission`
   */
  clearTips(change?: TipChange): Promise<PlacedTips>;
}

/** Orders whose bill is split: several payments, each a share with a reference of its own, that name the same `order`. */
export interface Orders {
  /**
   * Says what an order costs, before its first share is asked for, and again whenever the bill changes. It may be less than what was
   * paid: then `over` says how much is the guests'.
   *
   * @throws TillkitError `invalid_request`, `invalid_amount`, `unknown_currency`, `order_closed`, `store_conflict`
   */
  set(order: string, price: { readonly amount: number; readonly currency: string }): Promise<OrderAccount>;
  /** What is due, paid and being paid. @throws TillkitError `order_not_found` */
  get(order: string): Promise<OrderAccount>;
  /**
   * Takes no other share, and calls off those that are being paid, as after the rest was paid in cash. Money that comes for one of them
   * after all becomes a review.
   *
   * @throws TillkitError `invalid_request`, `order_not_found`, `store_conflict`
   */
  close(order: string, closing: Closing): Promise<OrderAccount>;
}

/** Commands, facts and recovery around one tenant's payments. Made by `createTill`. */
export interface Till {
  readonly tenant: string;
  readonly events: EventEmitter<TillEvents>;
  /**
   * Starts a card payment on a reader. Resolves when it is written down; the reader is told right after, in the background.
   *
   * @throws TillkitError `invalid_request`, `invalid_amount`, `unknown_currency`, `currency_not_local`, `amount_too_small`, `amount_too_large`,
   *   `reader_not_found`, `reader_busy`, `reference_in_use`, `reference_closed`, `order_not_found`, `order_closed`, `share_too_large`
   */
  collect(request: CollectRequest): Promise<Payment>;
  /**
   * Starts an online payment. Resolves when its page is open (`status: "open"`, with `url`), refused, or its making is unknown.
   * Where the reference has a page for another bill, that page is closed first, and seen closed. If the guest has paid it meanwhile,
   * the answer is `reference_in_use`, whose details name the payment: ask for the rest under a reference of its own.
   *
   * @throws TillkitError `invalid_request`, `invalid_amount`, `unknown_currency`, `amount_too_small`, `amount_too_large`,
   *   `reference_in_use`, `reference_closed`, `order_not_found`, `order_closed`, `share_too_large`
   */
  checkout(request: CheckoutRequest): Promise<Payment>;
  /**
   * Presents a declined payment again: the same PaymentIntent, a new attempt.
   *
   * @throws TillkitError `payment_not_found`, `transition_rejected`, `reader_busy`, `reader_not_found`, `currency_not_local`,
   *   `invalid_request`
   */
  retry(id: string, options?: { readonly reader?: string; readonly timeoutMs?: number }): Promise<Payment>;
  /**
   * Takes a waiting payment to another reader, or asks again on the same one: the same PaymentIntent, a new attempt. The old reader
   * is seen off first, or out of reach; a tap on it that is faster wins. Until then the payment has both readers.
   *
   * @throws TillkitError `payment_not_found`, `transition_rejected`, `reader_busy`, `reader_not_found`, `currency_not_local`,
   *   `invalid_request`
   */
  swapReader(id: string, reader: string, options?: { readonly timeoutMs?: number }): Promise<Payment>;
  /**
   * The bill has another amount now (in minor units), while the reader waits or after a decline. The payment is taken off the reader,
   * the PaymentIntent changed, and handed over again. A tap that is faster takes the old amount, which is then held for review: ask
   * for the rest under a reference of its own, or give back what was too much.
   *
   * @throws TillkitError `payment_not_found`, `transition_rejected`, `invalid_amount`, `amount_too_small`, `amount_too_large`,
   *   `invalid_request`
   */
  changeAmount(id: string, amount: number, options?: { readonly timeoutMs?: number }): Promise<Payment>;
  /** Charges the card that the cashier has looked at. @throws TillkitError `payment_not_found`, `transition_rejected` */
  confirm(id: string): Promise<Payment>;
  /**
   * Calls a payment off. A request: the guest may be faster. `reason`: whose wish it was; default: the cashier's.
   *
   * @throws TillkitError `payment_not_found`, `transition_rejected`, `invalid_request`
   */
  cancel(id: string, options?: { readonly reason?: "cashier" | "customer" }): Promise<Payment>;
  /**
   * Takes held money: `amount` of the bill, all of it by default, and `tip`, by default the one that is held. What is held beyond that
   * is let go. More than is held only where the card allows it, as for a tip on the receipt.
   *
   * @throws TillkitError `payment_not_found`, `transition_rejected`, `invalid_amount`, `overcapture_unavailable`, `order_closed`,
   *   `share_too_large`
   */
  capture(id: string, options?: { readonly amount?: number; readonly tip?: number }): Promise<Payment>;
  /**
   * Raises a hold: `amount` is the new bill, without a tip. A refusal leaves what is held; see `failure`.
   *
   * @throws TillkitError `payment_not_found`, `transition_rejected`, `invalid_amount`, `increment_unavailable`, `order_closed`,
   *   `share_too_large`
   */
  increment(id: string, options: { readonly amount: number }): Promise<Payment>;
  /**
   * Keeps what the guest has drawn on the till's screen. Money that waited for it is then taken.
   *
   * @throws TillkitError `payment_not_found`, `transition_rejected`, `invalid_request`, `signature_empty`
   */
  sign(id: string, options: { readonly strokes: readonly Stroke[] }): Promise<Payment>;
  /**
   * Has a reader ask the guest for a signature; by default the one that has read the card.
   *
   * @throws TillkitError `payment_not_found`, `transition_rejected`, `reader_busy`, `reader_not_found`
   */
  askSignature(id: string, options?: { readonly reader?: string }): Promise<Payment>;
  /**
   * The guest would not sign. Held money is let go; money that was taken goes to review.
   *
   * @throws TillkitError `payment_not_found`, `transition_rejected`
   */
  refuseSignature(id: string): Promise<Payment>;
  /** The signature that was given. @throws TillkitError `payment_not_found`, `signature_not_found` */
  signature(id: string): Promise<Signature>;
  /**
   * Gives money back, all or a part, of the payment or of what was paid too much. Resolves when Stripe has answered, or with
   * `status: "requested"` and `stage: "checking"` when its answer was lost: then it is asked again under the same key.
   *
   * @throws TillkitError `payment_not_found`, `invalid_request`, `invalid_amount`, `transition_rejected`, `reference_in_use`,
   *   `refund_too_large`, `refund_needs_card`
   */
  refund(id: string, request: RefundRequest): Promise<Refund>;
  /**
   * Takes a refund off the reader that asks for the card. A card that is faster wins: what became of it is in the answer, or is still
   * `requested` where nobody knows after 8 seconds.
   *
   * @throws TillkitError `payment_not_found`, `transition_rejected` where no reader asks for it
   */
  cancelRefund(id: string, refundId: string): Promise<Refund>;
  /**
   * Closes a bill that needs no money any more, as after it was paid in cash: its page or reader payment is called off, and the
   * reference takes no other. Money that has come, or that comes after all, becomes a review (`paid_elsewhere`), and an order that is
   * not made yet is held. Answers the payment; `undefined` where the reference never had one.
   *
   * @throws TillkitError `invalid_request`
   */
  close(reference: string, closing: Closing): Promise<Payment | undefined>;
  /** Orders whose bill is split into shares. */
  readonly orders: Orders;
  /**
   * Ends a review: somebody has looked, and decided. A review with money in it also ends by giving that money back.
   *
   * @throws TillkitError `payment_not_found`, `invalid_request`, `transition_rejected`
   */
  resolve(id: string, review: string, resolution: ReviewResolution): Promise<Payment>;
  /**
   * Asks Stripe how the payment stands, and answers with what is known when Stripe has answered, or after `waitMs` (default 8 seconds).
   *
   * @throws TillkitError `payment_not_found`
   */
  check(id: string, options?: { readonly waitMs?: number }): Promise<Payment>;
  /**
   * For the page that Stripe sends the guest back to: asks Stripe, settles, and answers with what is certain. Waits at most
   * `waitMs` (default 8 seconds), also for an order that another process is making. `status: "open"` with `stage: "checking"` means
   * that Stripe has not answered.
   *
   * @throws TillkitError `payment_not_found`
   */
  confirmReturn(checkoutSessionId: string, options?: { readonly waitMs?: number }): Promise<Payment>;
  /** @throws TillkitError `payment_not_found` */
  get(id: string): Promise<Versioned>;
  /** The payment that is open or paid for this reference. */
  findByReference(reference: string): Promise<Versioned | undefined>;
  /** The payment of this PaymentIntent or Checkout Session. */
  findByStripeId(id: string): Promise<Versioned | undefined>;
  /** Newest first, 20 of them unless `limit` says otherwise: 1 to 100. @throws TillkitError `invalid_request` */
  list(query?: Partial<Omit<PaymentQuery, "tenant">>): Promise<readonly Versioned[]>;
  /** Everything that was asked, seen and done, oldest first. */
  timeline(id: string): Promise<readonly TimelineEntry[]>;
  /** The payment now, then each change, until nothing more will happen by itself or the signal aborts. */
  watch(id: string, options?: { readonly signal?: AbortSignal }): AsyncIterable<Versioned>;
  /**
   * Takes a delivery in: verified over its exact bytes, and stored before this resolves.
   *
   * @throws TillkitError `webhook_signature_invalid`, `webhook_wrong_mode`, `malformed_body`
   */
  webhook(delivery: { readonly bytes: Uint8Array; readonly signature: string | undefined }): Promise<WebhookResult>;
  readonly readers: TillReaders;
  /**
   * A token with which one of Stripe's own Terminal SDKs, on a device, connects to a reader of this location. Never keep it: it is for
   * one connection, and each call makes a new one.
   *
   * @throws TillkitError `invalid_request`, `location_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission`
   */
  connectionToken(locationId: string): Promise<string>;
  /**
   * What waits for a person, of all payments: first effects, those of the newest payments first, then events. At most `limit` payments
   * and events (20; 100 at most). `after`: the id of the last one of the page before.
   */
  parked(query?: { readonly after?: string; readonly limit?: number }): Promise<readonly Parked[]>;
  /** Tries again what is parked, or gives it up. @throws TillkitError `parked_not_found` */
  unpark(id: string, decision: "retry" | "discard"): Promise<void>;
  /**
   * Does what is due: effects, silent payments, deadlines, leases of dead workers, kept events, and the back-fill. Takes `limit` payments
   * (default 100) at most.
   */
  sweep(options?: { readonly limit?: number }): Promise<SweepReport>;
  /**
   * Lists now what Stripe could not deliver, and takes it in: at most `pages` (default 100) of 100 events, from where the last call
   * stopped. Answers nothing where another process is at it.
   *
   * @throws TillkitError `stripe_unavailable`, `invalid_key`, `missing_permission`
   */
  backfill(options?: { readonly pages?: number }): Promise<BackfillReport | undefined>;
  /**
   * Lists what Stripe could not deliver and sweeps until nothing is due, waiting where Stripe asks for it; tells after each sweep. For
   * cron, serverless, and after an outage.
   */
  catchUp(options?: { readonly signal?: AbortSignal }): AsyncIterable<SweepReport>;
  /** How deliveries and the back-fill have gone, in all processes. */
  health(): Promise<TillHealth>;
  /**
   * Deletes old payments that are over, with their history, and answers how many: those that are final, and have nothing to do, parked
   * or to review. Shares of an order go together, with the order, once it is covered or closed. One bounded step: call it again while it
   * answers `more`. A bill that was paid and is forgotten can be charged again.
   *
   * @throws TillkitError `invalid_request`, `store_conflict`
   */
  prune(request: PruneRequest): Promise<PruneReport>;
  /** Sweeps by itself from now on. */
  start(): void;
  /** No new work; what is under way in the background ends after its step, and its leases are given back. Resolves then. */
  stop(): Promise<void>;
  /** Resolves when no work of this till is under way in this process. */
  idle(): Promise<void>;
}
