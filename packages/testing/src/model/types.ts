import type { Gateway, GatewayCall, SeenRefund } from "@tillkit/core";

/** What is done to one call: nothing, lose it before the work or its answer after, put it off, or store a 500 before or after the work. */
export type ModelFault = "none" | "lose_request" | "lose_answer" | "later" | "fail_before" | "fail_after";

/** A PaymentIntent, as far as the model knows one. */
export interface ModelIntent {
  readonly id: string;
  readonly paymentId: string;
  readonly tenant: string;
  /** The bill. */
  readonly reference: string;
  /** Grows with a tip, and when the hold is raised. */
  amount: number;
  /** The part of it that was given as a tip on the reader. */
  tip: number;
  /** Whether Stripe says so. */
  tipNamed: boolean;
  readonly currency: string;
  readonly manual: boolean;
  /** Whether the issuer holds more when it is asked to. */
  raisable: boolean;
  /** When the hold lapses, in milliseconds since the epoch. */
  captureBefore: number | undefined;
  /** Whether it was canceled because the hold had lapsed. */
  lapsed: boolean;
  status: "requires_payment_method" | "requires_confirmation" | "requires_capture" | "succeeded" | "canceled";
  /** The card that a reader has read, and nobody has charged yet. */
  presented: PresentedCard | undefined;
  lastCharge: { readonly id: string; readonly declineCode?: string } | undefined;
  received: number;
}

/** What a good card, or the guest who has it, does beside paying. */
export interface ModelCard {
  /** Given on the reader, in minor units. Default: none. */
  readonly tip?: number;
  /** Whether Stripe names that tip, as every API version of today does. Default: true. */
  readonly tipNamed?: boolean;
  /** Whether the issuer holds more when it is asked to. Default: true. */
  readonly raisable?: boolean;
  /** A card of a network that takes the money at once, whatever is asked. Default: false. */
  readonly single?: boolean;
}

/** A card that a reader has read. */
export interface PresentedCard extends Required<ModelCard> {
  readonly declineCode?: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What a guest does whom a reader asks for a signature. */
export type ModelAnswer = "signs" | "skips" | "leaves";

/** A Checkout Session, as far as the model knows one. */
export interface ModelSession {
  readonly id: string;
  readonly paymentId: string;
  readonly tenant: string;
  /** The bill. */
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly expiresAt: number;
  status: "open" | "complete" | "expired";
  paymentIntentId: string | undefined;
}

/** A refund, as far as the model knows one. */
export interface ModelRefund {
  readonly id: string;
  /** Ours, from its metadata; absent for one that was made in the Dashboard. */
  readonly ourId?: string;
  readonly paymentIntentId: string;
  readonly amount: number;
  readonly currency: string;
  status: SeenRefund["status"];
}

/** An event, as a delivery can carry it. */
export interface ModelDelivery {
  readonly bytes: Uint8Array;
  readonly signature: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** A charge of another amount than was handed over. In minor units. */
export interface ModelSurprise {
  readonly paymentIntentId: string;
  readonly charged: number;
  readonly owed: number;
}

/** How a {@link ModelStripe} behaves. */
export interface ModelOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Decides what happens to each call. Default: nothing bad. */
  readonly fault?: (call: GatewayCall) => ModelFault;
  /** The readers that exist. Default: `tmr_front`. */
  readonly readers?: readonly string[];
  /** Whether the account may have card numbers typed on readers. Default: false. */
  readonly moto?: boolean;
}

/**
 * Stripe in a few hundred lines, without HTTP: for histories by the hundred thousand, where the simulator would be too slow.
 *
 * It is held to the same gateway contract as the real gateway on the simulator.
 */
export interface ModelStripe {
  readonly gateway: Gateway;
  readonly intents: ReadonlyMap<string, ModelIntent>;
  readonly sessions: ReadonlyMap<string, ModelSession>;
  readonly refunds: ReadonlyMap<string, ModelRefund>;
  /** Every event so far, oldest first. All of them are listed, as if none had ever been delivered. */
  readonly deliveries: readonly ModelDelivery[];
  /** Idempotency keys that were sent again for something else. Stripe answers such a request with 400; there must be none. */
  readonly reusedKeys: readonly string[];
  /**
   * Charges of another amount than the one for which the reader was given the PaymentIntent: the guest has not seen it, unless it was
   * changed on purpose.
   */
  readonly surprises: readonly ModelSurprise[];
  /** A guest presents a card. False: the reader does not wait for one. */
  tap(readerId: string, declineCode?: string, card?: ModelCard): boolean;
  /** The cashier types a card number. False: the reader does not wait for one. */
  keyIn(readerId: string): boolean;
  /** A guest deals with the question for a signature. False: the reader does not ask. */
  answer(readerId: string, how: ModelAnswer): boolean;
  /** A guest presses cancel on the reader. */
  cancelOnReader(readerId: string): boolean;
  /** A guest pays on the page. False: it is not open. */
  pay(sessionId: string): boolean;
  /** Somebody gives money back in the Dashboard. False: the PaymentIntent is not paid, or less is left. */
  refundElsewhere(paymentIntentId: string, amount: number): boolean;
  /** A refund fails after all, and the money comes back to the shop. False: there is none, or it has failed already. */
  failRefund(refundId: string): boolean;
  /** Closes what should have closed by now. */
  tick(): void;
}
