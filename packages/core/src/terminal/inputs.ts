import type { CancelReason, Card, Failure } from "../payment/common.ts";
import type { BesideEffect } from "../payment/effects.ts";
import type { CommonCommand, CommonFact } from "../payment/inputs.ts";
import type { HoldDetails } from "./hold.ts";
import type { Signature, SigningFailure } from "./signing.ts";

/** What a host may ask of a card payment. One that does not fit the status is rejected. */
export type TerminalCommand =
  | CommonCommand
  /** Present the same PaymentIntent again, on the same reader or another. `deadlineAt` in milliseconds since the epoch. */
  | { readonly type: "retry"; readonly at: number; readonly readerId?: string; readonly deadlineAt: number }
  /**
   * Take the waiting payment to another reader, or ask again on the same one. The old reader is seen off first; a tap on it wins.
   * `deadlineAt` in milliseconds since the epoch.
   */
  | { readonly type: "swap_reader"; readonly at: number; readonly readerId: string; readonly deadlineAt: number }
  /** The bill has another amount now, in minor units. A tap on the old one wins, and goes to review. */
  | { readonly type: "change_amount"; readonly at: number; readonly amount: number; readonly deadlineAt: number }
  /** Charge the card that was looked at. */
  | { readonly type: "confirm"; readonly at: number }
  /** Call it off. A request: a tap may win. */
  | { readonly type: "cancel"; readonly at: number; readonly reason: CancelReason }
  /**
   * Take held money. `amount` of the bill, all of it if absent; and `tip`, the one that is held if absent. Minor units. What is held
   * beyond that is released.
   */
  | { readonly type: "capture"; readonly at: number; readonly amount?: number; readonly tip?: number }
  /** Hold more: `amount` is the new bill without a tip, in minor units. */
  | { readonly type: "increment"; readonly at: number; readonly amount: number }
  /** The guest has signed on the till's screen. */
  | { readonly type: "sign"; readonly at: number; readonly signature: Signature }
  /** Have a reader ask for the signature. */
  | { readonly type: "ask_signature"; readonly at: number; readonly readerId?: string }
  /** The guest would not sign. Held money is let go; money that was taken goes to review. */
  | { readonly type: "refuse_signature"; readonly at: number };

/** What Stripe has said, or the clock. A fact is never rejected; an old one changes nothing. */
export type TerminalFact =
  | CommonFact<TerminalEffect["type"]>
  | { readonly type: "intent_opened"; readonly at: number; readonly paymentIntentId: string }
  /** The PaymentIntent was made, but cannot be paid on a reader in the way that was asked for. */
  | { readonly type: "card_present_unavailable"; readonly at: number; readonly paymentIntentId: string }
  | { readonly type: "intent_processing"; readonly at: number }
  | {
      readonly type: "intent_authorized";
      readonly at: number;
      readonly paymentIntentId: string;
      /** All that is held, tip included. */
      readonly amount: number;
      /** The part of it that is a tip. */
      readonly tip?: number;
      readonly card?: Card;
      readonly hold?: HoldDetails;
    }
  /** `lapsed`: nobody captured in time. */
  | { readonly type: "intent_canceled"; readonly at: number; readonly lapsed?: boolean }
  /** The reader took the payment and waits for a card. */
  | { readonly type: "reader_waiting"; readonly at: number; readonly attempt: number }
  /** The card was read, and waits to be looked at. Nothing is charged. */
  | { readonly type: "card_collected"; readonly at: number; readonly attempt: number; readonly card?: Card }
  /** The PaymentIntent has this amount now, in minor units. */
  | { readonly type: "intent_updated"; readonly at: number; readonly attempt: number; readonly amount: number }
  /** The reader cannot be told anything, so nothing can be paid on it either. */
  | { readonly type: "reader_out_of_reach"; readonly at: number; readonly attempt: number }
  /** The attempt is over and no money moved. */
  | {
      readonly type: "attempt_failed";
      readonly at: number;
      readonly attempt: number;
      readonly failure: Failure;
      readonly chargeId?: string;
      /** What the PaymentIntent asks for now, where that has changed, as by a tip before the decline. In minor units. */
      readonly intentAmount?: number;
    }
  /** The reader asks the guest for a signature. */
  | { readonly type: "signature_asked"; readonly at: number; readonly round: number }
  /** The guest has signed on the reader. */
  | { readonly type: "signature_given"; readonly at: number; readonly round: number; readonly drawing: SignedSvg }
  /** The reader did not take the signature. */
  | { readonly type: "signature_failed"; readonly at: number; readonly round: number; readonly failure: SigningFailure }
  /** Read after an unknown hand-over: the PaymentIntent is untouched and the reader does not have it. */
  | { readonly type: "not_on_reader"; readonly at: number; readonly attempt: number; readonly dispatch: number };

/** A signature's drawing, and the hash that it will be known by. */
export type SignedSvg = Pick<Signature, "svg" | "sha256">;

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
  /** Give the PaymentIntent another amount, while no reader has it. `intent_updated` answers. */
  | {
      readonly type: "update_intent";
      readonly key: string;
      readonly paymentIntentId: string;
      readonly attempt: number;
      /** In minor units. */
      readonly amount: number;
    }
  /** Have the reader charge the card that it has read. */
  | {
      readonly type: "confirm_intent";
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
      readonly attempt: number;
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
  /** Raise the hold. `amount` is all that is to be held then. */
  | {
      readonly type: "increment_authorization";
      readonly key: string;
      readonly paymentIntentId: string;
      readonly amount: number;
    }
  /** Have a reader ask for the signature. */
  | {
      readonly type: "ask_signature";
      readonly key: string;
      readonly paymentIntentId: string;
      readonly readerId: string;
      readonly round: number;
    }
  /** Read what became of it. */
  | {
      readonly type: "check_signature";
      readonly key: string;
      readonly paymentIntentId: string;
      readonly readerId: string;
      readonly round: number;
      /** Wait this long first, so that an event on its way spares the call. Milliseconds. */
      readonly afterMs?: number;
    }
  /** Take the question off the reader, if it is still the one there. */
  | {
      readonly type: "cancel_signature";
      readonly key: string;
      readonly paymentIntentId: string;
      readonly readerId: string;
      readonly round: number;
    }
  | BesideEffect;
