import type { ReaderPhase } from "./objects/reader-slot.ts";

/** Something that happens by itself when its time comes. It is data, so that it outlives the process. */
export type Alarm =
  | { readonly kind: "session_expires"; readonly session: string }
  | { readonly kind: "hold_lapses"; readonly paymentIntent: string; readonly charge: string }
  | { readonly kind: "bank_answers"; readonly payment: DelayedPayment }
  | { readonly kind: "refund_ends"; readonly refund: string; readonly succeeds: boolean }
  | { readonly kind: "payer_objects"; readonly charge: string; readonly reason: ObjectionReason }
  | { readonly kind: "dispute_ends"; readonly dispute: string; readonly won: boolean }
  /** Nobody used what the reader asked for in this phase. */
  | { readonly kind: "prompt_lapses"; readonly reader: string; readonly phase: ReaderPhase }
  /** A card that was read is forgotten, because its payment was not confirmed. */
  | { readonly kind: "card_lapses"; readonly reader: string; readonly paymentIntent: string }
  /** Stripe notices that a reader is gone. */
  | { readonly kind: "reader_missed"; readonly reader: string };

/** A payment whose session is complete and whose bank has not answered yet. */
export interface DelayedPayment {
  readonly sessionId: string;
  readonly intentId: string;
  readonly chargeId: string;
  readonly succeeds: boolean;
}

/** Why a payer objects; with an inquiry the bank only asks. */
export type ObjectionReason = "fraudulent" | "product_not_received" | "inquiry";

/** An alarm with its time, in milliseconds. */
export interface SetAlarm {
  readonly at: number;
  readonly alarm: Alarm;
}
