import type { CancelReason, Failure, PaymentCommon } from "../payment/common.ts";
import { commonFields } from "../payment/common-fields.ts";
import type { SettledFields } from "../payment/settle.ts";

/** One line of the bill as the guest sees it on the payment page. */
export interface CheckoutLine {
  readonly name: string;
  /** Price of one, in minor units of the payment's currency. */
  readonly unitAmount: number;
  readonly quantity: number;
}

/** What is true of an online payment in every status. */
export interface CheckoutCommon extends PaymentCommon {
  readonly flow: "checkout";
  /** The lines add up to `ordered`. */
  readonly lines: readonly CheckoutLine[];
  /** Where Stripe sends the guest after paying. `{CHECKOUT_SESSION_ID}` is replaced by Stripe. */
  readonly successUrl: string;
  /** Where the guest goes who turns back. */
  readonly cancelUrl?: string;
  /** When Stripe closes the page, in milliseconds since the epoch. Decided once: another value would be another request. */
  readonly expiresAt: number;
  /** When the till closes the page itself, where that is earlier, in milliseconds since the epoch. */
  readonly closesAt?: number;
}

/** The Checkout Session is being made. */
export interface Opening extends CheckoutCommon {
  readonly status: "opening";
  /** `checking`: the answer was lost and the request is being repeated under its key. */
  readonly stage: "sending" | "checking";
}

/** The guest can pay at `url`. */
export interface Open extends CheckoutCommon {
  readonly status: "open";
  readonly checkoutSessionId: string;
  readonly url: string;
  /** `checking`: Stripe is being asked whether the guest has paid, and has not answered yet. */
  readonly stage: "waiting" | "checking";
  /** When the till asks Stripe by itself if it has heard nothing, in milliseconds since the epoch. */
  readonly lookAt: number;
}

/** The guest has finished; the bank has not (a delayed method). May take days. */
export interface Processing extends CheckoutCommon {
  readonly status: "processing";
  readonly checkoutSessionId: string;
  /** When the till asks Stripe by itself if it has heard nothing, in milliseconds since the epoch. */
  readonly lookAt: number;
}

/** Somebody asked to cancel: the page is being closed. The guest may pay first. */
export interface Expiring extends CheckoutCommon {
  readonly status: "expiring";
  /** Absent while it is not known whether the session was made. */
  readonly checkoutSessionId?: string;
  readonly cancelReason: CancelReason;
  readonly stage: "expiring" | "checking";
}

/** Stripe has the money. */
export interface Succeeded extends CheckoutCommon, SettledFields {
  readonly status: "succeeded";
  /** Absent for a bill over nothing, which Stripe never saw. */
  readonly paymentIntentId?: string;
  readonly checkoutSessionId?: string;
}

/** The page closed by itself before anybody paid. */
export interface Expired extends CheckoutCommon {
  readonly status: "expired";
  readonly checkoutSessionId: string;
}

/** The page was closed on request, and was seen closed. */
export interface Canceled extends CheckoutCommon {
  readonly status: "canceled";
  readonly checkoutSessionId?: string;
  readonly cancelReason: CancelReason;
}

/** Stripe refused to make the page, or the bank refused a delayed payment. */
export interface Failed extends CheckoutCommon {
  readonly status: "failed";
  readonly checkoutSessionId?: string;
  readonly failure: Failure;
}

/** A payment on a Checkout page. */
export type CheckoutPayment = Opening | Open | Processing | Expiring | Succeeded | Expired | Canceled | Failed;

/** The statuses of a payment on a Checkout page. */
export type CheckoutStatus = CheckoutPayment["status"];

/** The fields that survive every transition; start from these, so that no status inherits what is only true of another. */
export function common(payment: CheckoutPayment): CheckoutCommon {
  const { flow, lines, successUrl, cancelUrl, expiresAt, closesAt } = payment;
  return {
    ...commonFields(payment),
    flow,
    lines,
    successUrl,
    ...(cancelUrl === undefined ? {} : { cancelUrl }),
    expiresAt,
    ...(closesAt === undefined ? {} : { closesAt }),
  };
}
