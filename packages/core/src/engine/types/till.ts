import type { EventEmitter } from "eventemitter3";
import type { Payment } from "../../payment/payment.ts";
import type { Refund } from "../../payment/refund.ts";
import type { PaymentQuery, TimelineEntry } from "../../ports/store.ts";
import type { Stroke } from "../../signature/strokes.ts";
import type { Signature } from "../../terminal/signing.ts";
import type { BackfillReport, Parked, SweepReport, TillHealth, WebhookResult } from "../reports.ts";
import type { TillEvents, Versioned } from "./events.ts";
import type { Orders } from "./orders.ts";
import type { TillReaders } from "./readers.ts";
import type {
  CheckoutRequest,
  Closing,
  CollectRequest,
  PruneReport,
  PruneRequest,
  RefundRequest,
  ReviewResolution,
} from "./requests.ts";

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
