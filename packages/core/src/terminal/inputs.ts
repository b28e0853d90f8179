import type { CancelReason, Card, Failure } from "../payment/common.ts";
import type { BesideEffect } from "../payment/effects.ts";
import type { CommonCommand, CommonFact } from "../payment/inputs.ts";

/** What a host may ask of a card payment. One that does not fit the status is rejected. */
export type TerminalCommand =
  | CommonCommand
  /** Present the same PaymentIntent again, on the same reader or another. `deadlineAt` in milliseconds since the epoch. */
  | { readonly type: "retry"; readonly at: number; readonly readerId?: string; readonly deadlineAt: number }
  /** Call it off. A request: a tap may win. */
  | { readonly type: "cancel"; readonly at: number; readonly reason: CancelReason }
  /** Take held money; all of it, or `amount` in minor units and the rest is released. */
  | { readonly type: "capture"; readonly at: number; readonly amount?: number };

/** What Stripe has said, or the clock. A fact is never rejected; an old one changes nothing. */
export type TerminalFact =
  | CommonFact<TerminalEffect["type"]>
  | { readonly type: "intent_opened"; readonly at: number; readonly paymentIntentId: string }
  /** The PaymentIntent was made, but cannot be paid with a card on a reader. */
  | { readonly type: "card_present_unavailable"; readonly at: number; readonly paymentIntentId: string }
  | { readonly type: "intent_processing"; readonly at: number }
  | {
      readonly type: "intent_authorized";
      readonly at: number;
      readonly paymentIntentId: string;
      readonly amount: number;
      readonly card?: Card;
    }
  | { readonly type: "intent_canceled"; readonly at: number }
  /** The reader took the payment and waits for a card. */
  | { readonly type: "reader_waiting"; readonly at: number; readonly attempt: number }
  /** The attempt is over and no money moved. */
  | {
      readonly type: "attempt_failed";
      readonly at: number;
      readonly attempt: number;
      readonly failure: Failure;
      readonly chargeId?: string;
    }
  /** Read after an unknown hand-over: the PaymentIntent is untouched and the reader does not have it. */
  | { readonly type: "not_on_reader"; readonly at: number; readonly attempt: number; readonly dispatch: number };

/** Anything a card payment can hear. */
export type TerminalInput = TerminalCommand | TerminalFact;

/** What must be done because of a move. Only the engine performs effects, and their answers come back as facts. */
export type TerminalEffect =
  /** Make the PaymentIntent. */
  | { readonly type: "open_intent"; readonly key: string }
  /** Have a reader collect it. `reader_waiting` answers, or the payment's own truth. */
  | {
      readonly type: "hand_to_reader";
      readonly key: string;
      readonly paymentIntentId: string;
      readonly readerId: string;
      readonly attempt: number;
      readonly dispatch: number;
    }
  /** Read PaymentIntent and reader. */
  | {
      readonly type: "check_intent";
      readonly key: string;
      readonly paymentIntentId: string;
      readonly readerId: string;
      readonly attempt: number;
      readonly dispatch: number;
      /** Declined charges already recorded: seeing one again is not news. */
      readonly knownCharges: readonly string[];
      /** Wait this long first, so that an event on its way spares the call. Milliseconds. */
      readonly afterMs?: number;
    }
  /** Take the payment off the reader, if it is still the one there. */
  | {
      readonly type: "cancel_action";
      readonly key: string;
      readonly paymentIntentId: string;
      readonly readerId: string;
    }
  | {
      readonly type: "cancel_intent";
      readonly key: string;
      readonly paymentIntentId: string;
      readonly reason: CancelReason;
    }
  | {
      readonly type: "capture_intent";
      readonly key: string;
      readonly paymentIntentId: string;
      readonly amount?: number;
    }
  | BesideEffect;
