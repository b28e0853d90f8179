import type { Payment } from "../../payment/payment.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Gateway } from "../../ports/gateway.ts";
import type { Store, TransactionMode } from "../../ports/store.ts";
import type { SignaturePolicy, SigningPlace } from "../../terminal/signing.ts";

/** What the host's `fulfil` is given. */
export interface Order {
  /** Paid, compared with the bill, and found right. */
  readonly payment: Extract<Payment, { readonly status: "succeeded" }>;
  /** The same for every call about this payment: make it unique in your own tables if `fulfil` is called at least once. */
  readonly onceKey: string;
}

/** What `fulfil` may answer: nothing when the order is made, or why it cannot be made (`{ refused: "sold out" }`). */
export type FulfilAnswer = void | undefined | { readonly refused: string };

/** Makes the host's order inside the store's own transaction: payment and order are kept together or not at all. Exactly once. */
export type Fulfil<Tx, Mode extends TransactionMode> = (
  order: Order,
  tx: Tx,
) => Mode extends "sync" ? FulfilAnswer : FulfilAnswer | Promise<FulfilAnswer>;

/** Makes the host's order somewhere else. Called at least once, never twice at a time, always with the same `onceKey`. */
export interface AtLeastOnce {
  readonly atLeastOnce: (order: Order) => Promise<FulfilAnswer> | FulfilAnswer;
}

/** Whether and where guests sign, unless a request says otherwise. */
export interface SigningDefaults {
  /** Default: `off`. */
  readonly policy?: SignaturePolicy;
  /** Default: `screen`. */
  readonly place?: SigningPlace;
  /** How long held money waits for a signature that is required, in milliseconds: 30 seconds to an hour. Default: 5 minutes. */
  readonly timeoutMs?: number;
}

/**
 * What the host does once its order is made, each by a name of the host's: a kitchen's ticket, a receipt, an e-mail. Each is called at
 * least once, always with the same `onceKey` of its own; what throws, or takes longer than 30 seconds, is tried again by itself.
 */
export type Afterwards = Readonly<Record<string, (order: Order) => Promise<void> | void>>;

/** How a till is made. */
export interface TillOptions<Tx = unknown, Mode extends TransactionMode = TransactionMode> {
  readonly gateway: Gateway;
  readonly store: Store<Tx, Mode>;
  /** Makes the host's order. Default: nothing. */
  readonly fulfil?: Fulfil<Tx, Mode> | AtLeastOnce;
  /** What follows from an order that is made: asked for in the same write, and never in its way. Default: nothing. */
  readonly afterwards?: Afterwards;
  /** Whose payments these are. Default: `default`. A till sees no other tenant's. */
  readonly tenant?: string;
  /** How long a reader waits for a card, in milliseconds. Default: 2 minutes. */
  readonly collectionTimeoutMs?: number;
  /** For all payments on readers, or for each reader, as where each location has its own. Default: nobody signs. */
  readonly signature?: SigningDefaults | ((readerId: string) => SigningDefaults);
  /** How long before a hold lapses `hold_expiring` is told, in milliseconds. Default: 12 hours. */
  readonly holdWarningMs?: number;
  /**
   * Whether other programs, or tills of other tenants, take payments on the same readers. Stripe would put ours in the place of theirs
   * without a word, so each sale looks at the reader first, and is refused while theirs runs. One more call a sale. Default: false.
   */
  readonly sharedReaders?: boolean;
  /**
   * How long a worker may be silent before another takes its payment over, in milliseconds. Default: 1 minute. Longer than any call
   * to Stripe may wait, or two workers act at once, each under the same keys.
   */
  readonly leaseMs?: number;
  /** How often a started till looks for due work, in milliseconds. Default: 1 second. */
  readonly sweepEveryMs?: number;
  /** How often a sweep lists the events that Stripe could not deliver, in milliseconds. `Infinity`: never. Default: 5 minutes. */
  readonly backfillEveryMs?: number;
  /**
   * How many calls a second background work of this till may make to Stripe. What cashiers and guests wait for is never held up, but
   * counted. Stripe lets an account do 25 in test mode and 100 in live mode. Default: 15.
   */
  readonly callsPerSecond?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Makes random ids. Default: 128 random bits, base 36. */
  readonly newId?: () => string;
  /** From 0 (included) to 1, for jitter. Default: the system's. */
  readonly random?: () => number;
}
