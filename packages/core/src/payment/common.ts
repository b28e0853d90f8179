import type { Money } from "../money/money.ts";
import type { Dispute } from "./dispute.ts";
import type { Refund } from "./refund.ts";
import type { Review } from "./review.ts";

/** What is true of a payment in every status of both flows. */
export interface PaymentCommon {
  /** Ours: `pay_…`, random. */
  readonly id: string;
  /** Whose payment it is; nothing of one tenant is visible to another. */
  readonly tenant: string;
  /** The host's id of the bill share that is being paid. One open or paid payment per reference and tenant. */
  readonly reference: string;
  /** What the host asked for, without a tip. */
  readonly ordered: Money;
  /** Whether real money moves: the mode of the key it was made with. */
  readonly livemode: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Shown by Stripe in its Dashboard and receipts. */
  readonly description?: string;
  /** The host's own labels, kept here and sent to Stripe. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** The card that is being charged, or was, once Stripe has told. */
  readonly card?: Card;
  /** What a person should look at, or has. Never emptied; `openReviews` says which still need somebody. */
  readonly review: readonly Review[];
  /** What was given back, or asked to be, by whomever; oldest first. */
  readonly refunds: readonly Refund[];
  /** Banks' objections; oldest first. */
  readonly disputes: readonly Dispute[];
  /** The order that it is a share of, where a bill is split (`till.orders`). */
  readonly order?: string;
  /** Where it was taken, in the host's words: a branch, a floor. Kept with the money at Stripe, too. */
  readonly location?: string;
  /** Set once the host has closed the bill, as after it was paid in cash: money that comes then is too much. */
  readonly closed?: Closure;
  /** Which installation made it, where several share a Stripe account. */
  readonly environment?: string;
  /** The connected account that it was made for (`acct_…`). */
  readonly account?: string;
}

/** That a bill was closed, and by whom. */
export interface Closure {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Who, in the host's words. */
  readonly by: string;
  /** Why, in the host's words. */
  readonly note?: string;
}

/** Why a payment was called off. */
export type CancelReason =
  /** The cashier asked for it. */
  | "cashier"
  /** The guest walked away from the payment page. */
  | "customer"
  /** The bill has changed, and a page for the new one takes its place. */
  | "replaced"
  /** The host has closed the bill, as after it was paid in cash. */
  | "closed"
  /** Nobody presented a card, or paid, in time. */
  | "timeout"
  /** Nobody did anything after a decline for a long time. */
  | "abandoned"
  /** The guest would not sign, and a signature was required. */
  | "signature_refused"
  /** Nobody signed in time, and a signature was required. */
  | "signature_timeout"
  /** Nobody captured the held money in time. */
  | "hold_expired"
  /** Somebody canceled it at Stripe, or Stripe did. */
  | "stripe";

/** A command of the host that did not lead to a charge, or a refusal by Stripe, in words for developers and for screens. */
export interface Failure {
  /** What went wrong, from a closed list. */
  readonly code: FailureCode;
  /** The issuer's reason as Stripe names it (docs.stripe.com/declines/codes). For staff at most: never show it to the guest as is. */
  readonly declineCode?: string;
  /** Stripe's own error code. */
  readonly stripeCode?: string;
  /** A sentence for the log. Screens choose their own words by `code` and `declineCode`. */
  readonly message?: string;
}

/** Why an attempt, or a whole payment, ended without money. */
export type FailureCode =
  | "card_declined"
  | "customer_canceled"
  | "no_card_presented"
  | "reader_busy"
  | "reader_offline"
  | "reader_unreachable"
  | "reader_displaced"
  | "reader_swapped"
  | "amount_changed"
  | "confirmation_expired"
  | "reader_not_found"
  | "reader_hardware_fault"
  | "reader_wrong_location"
  | "reader_failed"
  | "card_present_unavailable"
  | "moto_unavailable"
  | "amount_too_small"
  | "amount_too_large"
  | "async_payment_failed"
  | "refused_by_stripe";

/** The card that paid, as far as Stripe tells; safe to print and store. */
export interface Card {
  readonly brand?: string;
  readonly last4?: string;
  /** Card-present only: how it was read (`contactless_emv`, `contact_emv`, …). */
  readonly readMethod?: string;
  /** Stripe's type of the payment method: `card`, `card_present`, or `interac_present`, whose refunds need the card. */
  readonly method?: string;
  /** `apple_pay`, `google_pay`, `samsung_pay`. */
  readonly wallet?: string;
  /** `credit`, `debit`, `prepaid`. */
  readonly funding?: string;
  /** Languages that the card asks for, the best first, like `de`. */
  readonly preferredLocales?: readonly string[];
  /** Card-present only: what a printed receipt must carry. */
  readonly receipt?: CardReceipt;
}

/** What the card, the reader and the issuer told each other, as a receipt shows it. A swiped card has little of it. */
export interface CardReceipt {
  /** `checking`, `savings`, `credit`, `prepaid`: must be printed outside the United States. */
  readonly accountType?: string;
  /** EMV 9F12, like `VISA CREDIT`. */
  readonly applicationPreferredName?: string;
  /** EMV 84: the AID. */
  readonly dedicatedFileName?: string;
  readonly authorizationCode?: string;
  /** EMV 8A: the ARC. */
  readonly authorizationResponseCode?: string;
  /** EMV 9F26. */
  readonly applicationCryptogram?: string;
  /** `approval`, `failure`, `none`, `offline_pin`, `offline_pin_and_signature`, `online_pin`, `signature`. */
  readonly cardholderVerificationMethod?: string;
  /** EMV 95: the TVR. */
  readonly terminalVerificationResults?: string;
  /** EMV 9B: the TSI. */
  readonly transactionStatusInformation?: string;
}

/** Money that Stripe has said to have moved: a PaymentIntent or Session that Stripe signed or returned. */
export interface Evidence {
  readonly paymentIntentId: string;
  readonly checkoutSessionId?: string;
  readonly chargeId?: string;
  /** Everything that was taken, tip included, in minor units. */
  readonly amount: number;
  readonly currency: string;
  /** The part of `amount` that is a tip (`amount_details.tip.amount`). */
  readonly tip: number;
  /** Stripe did not name a tip, not even as none: `tip` is 0 because nothing is known. */
  readonly tipUnnamed?: true;
  readonly livemode: boolean;
  /** Whose it is, by the labels that Stripe has kept with it. Absent where they were not shown. */
  readonly labels?: { readonly tenant: string; readonly paymentId: string; readonly environment: string };
  /** The connected account that it was read from (`acct_…`). */
  readonly account?: string;
  /** What the guest was shown and charged, where that was another currency than the bill's. */
  readonly presented?: Money;
  readonly card?: Card;
}

/** Whether money has moved: `held` is authorized and not yet captured. */
export type MoneyMoved = "no" | "held" | "yes" | "unknown";
