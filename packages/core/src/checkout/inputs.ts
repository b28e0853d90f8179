import type { CancelReason, Failure } from "../payment/common.ts";
import type { BesideEffect } from "../payment/effects.ts";
import type { CommonCommand, CommonFact } from "../payment/inputs.ts";

/** What a host may ask of an online payment. One that does not fit the status is rejected. */
export type CheckoutCommand =
  | CommonCommand
  /** Close the page. A request: the guest may pay first. */
  | { readonly type: "cancel"; readonly at: number; readonly reason: CancelReason };

/** What Stripe has said, or the clock. A fact is never rejected; an old one changes nothing. */
export type CheckoutFact =
  | CommonFact<CheckoutEffect["type"]>
  | { readonly type: "session_opened"; readonly at: number; readonly checkoutSessionId: string; readonly url: string }
  /** Read, and nobody has paid yet. */
  | { readonly type: "session_still_open"; readonly at: number }
  /** Complete and not paid: a delayed method. */
  | { readonly type: "session_processing"; readonly at: number }
  | { readonly type: "session_expired"; readonly at: number; readonly checkoutSessionId: string }
  /** The delayed method failed. */
  | { readonly type: "session_failed"; readonly at: number; readonly failure: Failure };

/** Anything an online payment can hear. */
export type CheckoutInput = CheckoutCommand | CheckoutFact;

/** What must be done because of a move. Only the engine performs effects, and their answers come back as facts. */
export type CheckoutEffect =
  /** Make the Checkout Session. */
  | { readonly type: "open_session"; readonly key: string }
  /** Read the session. */
  | {
      readonly type: "check_session";
      readonly key: string;
      readonly checkoutSessionId: string;
      readonly afterMs?: number;
    }
  /** Close the session, if nobody has paid. */
  | { readonly type: "expire_session"; readonly key: string; readonly checkoutSessionId: string }
  | BesideEffect;
