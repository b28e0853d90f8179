import type { CancelReason, Failure, FailureCode, PaymentCommon } from "../payment/common.ts";
import { commonFields, type Writable } from "../payment/common-fields.ts";
import type { SettledFields } from "../payment/settle.ts";
import type { CaptureMethod, Due, HoldDetails, HoldTerms, Tipping } from "./hold.ts";
import type { Signing, SigningFailure } from "./signing.ts";

/** `automatic`: a card that is presented is charged. `manual`: it is read, shown, and charged by `confirm`. */
export type Confirmation = "automatic" | "manual";

/** What is true of a card payment on a reader in every status. */
export interface TerminalCommon extends PaymentCommon {
  readonly flow: "terminal";
  readonly capture: CaptureMethod;
  /** The tip that was entered on the till, which is charged together with the bill, in minor units. */
  readonly tip?: number;
  /** How tips are given on the reader. Absent: as the reader is configured. */
  readonly tipping?: Tipping;
  /** What was asked of the hold. */
  readonly hold?: HoldTerms;
  /** The guest's signature. Absent: none is wanted. */
  readonly signing?: Signing;
  /** Whether the cashier looks at the card before it is charged. */
  readonly confirmation: Confirmation;
  /** Whether the reader shows the guest a button to cancel. */
  readonly customerCanCancel: boolean;
  /** An order by mail or telephone: the number of the card is typed on the reader. */
  readonly moto?: true;
  /** The host's name of the register that takes the payment. */
  readonly register?: string;
  /** What the PaymentIntent asks for, in minor units. Absent while that is not known: not made yet, or being changed. */
  readonly intentAmount?: number;
  /** The reader of the last attempt (`tmr_…`). */
  readonly readerId: string;
  /** Each presentation on a reader, oldest first. The last one is running while the status is `collecting`. */
  readonly attempts: readonly Attempt[];
}

/** One presentation of the payment on a reader, from the hand-over to its end. */
export interface Attempt {
  /** 1, 2, 3 … */
  readonly number: number;
  readonly readerId: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly outcome: "running" | "failed" | "authorized" | "canceled";
  readonly failure?: Failure;
  /** The declined charge (`ch_…`), by which an old decline is told from a new one. */
  readonly chargeId?: string;
}

/** The PaymentIntent is being made. Nothing can be paid yet. */
export interface Opening extends TerminalCommon {
  readonly status: "opening";
  /** `checking`: the answer was lost and the request is being repeated under its key. */
  readonly stage: "sending" | "checking";
  /** When the till stops waiting for a card, in milliseconds since the epoch. */
  readonly deadlineAt: number;
}

/** A reader waits for a card, or may. The guest may tap at any moment, even while we cancel. */
export interface Collecting extends TerminalCommon {
  readonly status: "collecting";
  readonly paymentIntentId: string;
  /** How often this attempt was handed to the reader; a second time only after Stripe showed that the first did not arrive. */
  readonly dispatch: number;
  /** `sending` → `waiting_for_card` → `processing`; `checking` while the outcome is unknown and Stripe is being asked. */
  readonly stage: "sending" | "waiting_for_card" | "processing" | "checking";
  /** Whether Stripe has confirmed that the reader took this attempt. */
  readonly onReader: boolean;
  /** When the till stops waiting for a card, in milliseconds since the epoch. */
  readonly deadlineAt: number;
  /** When the till asks Stripe by itself if it has heard nothing, in milliseconds since the epoch. */
  readonly lookAt: number;
  /** Set once the till is taking the payment off the reader. */
  readonly withdrawal?: Withdrawal;
  /** Set once the cashier has looked at the card and said yes. */
  readonly confirmed?: true;
}

/** The payment is being taken off its reader. A tap that is faster wins. */
export interface Withdrawal {
  /** What the attempt then ends with. */
  readonly failure: FailureCode;
  /** Where and until when (milliseconds since the epoch) the payment is presented next. Absent: that is left to the cashier. */
  readonly next?: { readonly readerId: string; readonly deadlineAt: number };
}

/** A card was read and not charged: the cashier looks at it, and confirms or cancels. */
export interface RequiresConfirmation extends TerminalCommon {
  readonly status: "requires_confirmation";
  readonly paymentIntentId: string;
  readonly dispatch: number;
  /** When the till calls the payment off by itself, because Stripe would not charge the card any more. Milliseconds since the epoch. */
  readonly confirmBy: number;
}

/** The last attempt ended and no money moved. The same PaymentIntent can be presented again. */
export interface Declined extends TerminalCommon {
  readonly status: "declined";
  readonly paymentIntentId: string;
  readonly failure: Failure;
  /** When the till calls the payment off by itself, in milliseconds since the epoch. */
  readonly abandonAt: number;
}

/** Money that is held on the card, and what can be done with it. */
export interface Held extends TerminalCommon, HoldDetails {
  readonly paymentIntentId: string;
  /** What is held, tip included, in minor units. */
  readonly authorized: number;
  /** The bill as it stands: what was ordered, or what the hold was raised to; without a tip, in minor units. */
  readonly bill: number;
  /** The part of `authorized` that is a tip, in minor units. */
  readonly authorizedTip: number;
  /** The hold lapses soon, and that was told. */
  readonly holdExpiring?: true;
}

/** The money is held on the card, and may not be taken before the guest has signed. */
export interface RequiresSignature extends Held {
  readonly status: "requires_signature";
  /** When the till lets the money go by itself, in milliseconds since the epoch. */
  readonly deadlineAt: number;
  /** The reader that asks for the signature. */
  readonly asking?: Asking;
  /** Why a reader did not take it. */
  readonly signingFailure?: SigningFailure;
}

/** A reader asks the guest for a signature. */
export interface Asking {
  readonly readerId: string;
  /** 1 for the first time that a reader is asked, one more for each. */
  readonly round: number;
  readonly stage: "sending" | "waiting" | "checking";
  /** When the till looks at the reader by itself, in milliseconds since the epoch. */
  readonly lookAt: number;
  /** When the till stops waiting for the reader, in milliseconds since the epoch. */
  readonly until: number;
}

/** The money is held on the card and waits for `capture`. */
export interface RequiresCapture extends Held {
  readonly status: "requires_capture";
  /** When the till asks Stripe by itself whether the hold has lapsed, in milliseconds since the epoch. */
  readonly lookAt?: number;
  /** Why the last capture or raise was refused. */
  readonly failure?: Failure;
}

/** The hold is being raised. */
export interface Incrementing extends Held {
  readonly status: "incrementing";
  readonly stage: "incrementing" | "checking";
  /** What the bill will be, without a tip, in minor units. */
  readonly raiseTo: number;
}

/** The held money is being taken. */
export interface Capturing extends Held {
  readonly status: "capturing";
  readonly stage: "capturing" | "checking";
  /** What is being taken. */
  readonly due: Due;
}

/** Somebody asked to cancel. A tap may still win. */
export interface Canceling extends TerminalCommon {
  readonly status: "canceling";
  /** Absent while it is not known whether the PaymentIntent was made. */
  readonly paymentIntentId?: string;
  readonly cancelReason: CancelReason;
  readonly stage: "canceling" | "checking";
  /** What made the till call it off by itself. */
  readonly failure?: Failure;
}

/** Stripe has the money. */
export interface Succeeded extends TerminalCommon, SettledFields {
  readonly status: "succeeded";
  readonly paymentIntentId: string;
  /** The reader that asks for the signature. */
  readonly asking?: Asking;
  /** Why a reader did not take it. */
  readonly signingFailure?: SigningFailure;
}

/** Nothing was charged and nothing can be: the PaymentIntent was seen canceled, or was never made. */
export interface Canceled extends TerminalCommon {
  readonly status: "canceled";
  readonly paymentIntentId?: string;
  readonly cancelReason: CancelReason;
  readonly failure?: Failure;
}

/** Stripe refused to make the PaymentIntent. */
export interface Failed extends TerminalCommon {
  readonly status: "failed";
  readonly failure: Failure;
}

/** A payment on a card reader. */
export type TerminalPayment =
  | Opening
  | Collecting
  | RequiresConfirmation
  | Declined
  | RequiresSignature
  | RequiresCapture
  | Incrementing
  | Capturing
  | Canceling
  | Succeeded
  | Canceled
  | Failed;

/** The statuses of a payment on a card reader. */
export type TerminalStatus = TerminalPayment["status"];

/** The fields that survive every transition; start from these, so that no status inherits what is only true of another. */
export function common(payment: TerminalPayment): TerminalCommon {
  const { flow, capture, confirmation, customerCanCancel, readerId, attempts } = payment;
  const { register, moto, intentAmount, tip, tipping, hold, signing } = payment;
  const fields: Writable<TerminalCommon> = {
    ...commonFields(payment),
    flow,
    capture,
    confirmation,
    customerCanCancel,
    readerId,
    attempts,
  };
  if (register !== undefined) fields.register = register;
  if (moto !== undefined) fields.moto = moto;
  if (intentAmount !== undefined) fields.intentAmount = intentAmount;
  if (tip !== undefined) fields.tip = tip;
  if (tipping !== undefined) fields.tipping = tipping;
  if (hold !== undefined) fields.hold = hold;
  if (signing !== undefined) fields.signing = signing;
  return fields;
}

/** The fields that all statuses with held money have. */
export function heldFields(state: Held & TerminalPayment): Held {
  const { paymentIntentId, authorized, bill, authorizedTip, captureBefore, overcapture, incremental } = state;
  const fields: Writable<Held> = { ...common(state), paymentIntentId, authorized, bill, authorizedTip };
  if (captureBefore !== undefined) fields.captureBefore = captureBefore;
  if (overcapture !== undefined) fields.overcapture = overcapture;
  if (incremental !== undefined) fields.incremental = incremental;
  if (state.holdExpiring !== undefined) fields.holdExpiring = state.holdExpiring;
  return fields;
}
