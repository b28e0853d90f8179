import type { CheckoutLine } from "../../checkout/state.ts";
import type { RefundReason } from "../../payment/refund.ts";
import type { CaptureMethod, HoldTerms, Tipping } from "../../terminal/hold.ts";
import type { SignaturePolicy, SigningPlace } from "../../terminal/signing.ts";
import type { Confirmation } from "../../terminal/state.ts";

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
