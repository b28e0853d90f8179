import type { AllowRedisplay, Presentation, ReadMethod } from "./presentation.ts";
import type { Screen, TipSuggestion } from "./screen.ts";
import type { TestCard } from "./test-card.ts";
import type { Reader } from "./types.ts";

/** What a reader is busy with, and how far it is. */
export type ReaderPhase =
  | { readonly kind: "idle" }
  | {
      readonly kind: "waiting";
      readonly paymentIntent: string;
      /** Whether the guest sees a cancel button. */
      readonly cancelable: boolean;
      readonly allowRedisplay?: AllowRedisplay;
      /** The card that was refused without a PIN and now waits for one. */
      readonly pinFor?: string;
      /** The number is typed on the reader, for an order by mail or telephone. */
      readonly moto?: true;
      /** What is suggested; absent when no tip is asked for. */
      readonly tips?: readonly TipSuggestion[];
    }
  /** The card is only read; the payment is confirmed by a command of its own. */
  | {
      readonly kind: "collecting";
      readonly paymentIntent: string;
      readonly cancelable: boolean;
      readonly allowRedisplay?: AllowRedisplay;
      readonly tips?: readonly TipSuggestion[];
    }
  /** The card is read to be charged later. */
  | {
      readonly kind: "setting_up";
      readonly setupIntent: string;
      readonly cancelable: boolean;
      readonly allowRedisplay: AllowRedisplay;
    }
  /** The card that paid is read to be given its money back. */
  | { readonly kind: "refunding"; readonly charge: string; readonly amount: number; readonly cancelable: boolean }
  /** The guest types, chooses or signs. */
  | { readonly kind: "asking"; readonly cancelable: boolean }
  | {
      readonly kind: "authorizing";
      readonly paymentIntent: string;
      readonly cancelable: boolean;
      readonly presentation: Presentation;
    };

/** Something told to go wrong at the reader's next use. */
export interface ReaderFailure {
  readonly code: string;
  /** `terminal_reader_timeout` only: the reader got the command all the same. */
  readonly delivered: boolean;
  /** For a failure of the reader's own: the bank approved all the same. */
  readonly authorized: boolean;
}

/** A reader as the API shows it, with what only its hardware knows. */
export interface ReaderSlot {
  readonly reader: Reader;
  readonly phase: ReaderPhase;
  readonly screen: Screen;
  /** `lost`: gone from the network, and Stripe has not noticed yet. */
  readonly connection: "online" | "offline" | "lost";
  readonly failure: ReaderFailure | null;
  /** A card that was read and whose payment waits to be confirmed. */
  readonly collected: CollectedCard | null;
}

/** A card that was read, and for what. */
export interface CollectedCard {
  readonly paymentIntent: string;
  readonly card: TestCard;
  readonly readMethod: ReadMethod;
  readonly pin: string | null;
  readonly allowRedisplay?: AllowRedisplay;
}
