import type { ErrorCode } from "../errors.ts";

/** What became of an event. Each of these is answered 2xx where it was delivered. */
export interface WebhookResult {
  /**
   * `applied`: something changed. `unchanged`: nothing new. `duplicate`: seen before. `kept`: received, and done later, since its payment
   * is not there yet, taking it in failed, or it tells of a refund or a dispute that may be somebody else's. `ignored`: not ours, of no
   * interest, or given up by a person before.
   */
  readonly outcome: "applied" | "unchanged" | "duplicate" | "kept" | "ignored";
  readonly reason?: "other_environment" | "other_tenant" | "unknown_type" | "foreign" | "unknown_payment" | "failed";
  readonly eventId: string;
  readonly eventType: string;
  readonly paymentId?: string;
}

/** What a sweep did. */
export interface SweepReport {
  /** Payments that were due and ours to work on. */
  readonly worked: number;
  /** Kept events that are done by now. */
  readonly events: number;
  /** Whether the sweep ended before everything that is due was done, so that more may be waiting. */
  readonly more: boolean;
  /** How long to wait before there is sense in another sweep, in milliseconds: Stripe, or the till's own budget, asks for a pause. */
  readonly waitMs: number;
}

/** What a back-fill did. */
export interface BackfillReport {
  /** Events that were listed and taken in. */
  readonly events: number;
  /** Those that changed something. */
  readonly applied: number;
  /** Those that are kept for later. */
  readonly kept: number;
  /** Whether everything that Stripe lists is in. False: call it again. */
  readonly complete: boolean;
}

/** How the back-fill stands, whichever process runs it. */
export interface BackfillStatus {
  /** Whether a run is under way, or was cut short and is to go on. */
  readonly running: boolean;
  /** When the youngest event was made that it has taken in, by Stripe's clock. Milliseconds since the epoch. */
  readonly through?: number;
  /** When everything that Stripe listed was in. Milliseconds since the epoch. */
  readonly finishedAt?: number;
  /** What the last try ended with, where it failed. */
  readonly trouble?: string;
}

/** How deliveries have gone, in all processes together. Up to 10 seconds old. */
export interface WebhookHealth {
  /** Since when is counted. Milliseconds since the epoch. */
  readonly since: number;
  /** The last delivery that was verified. */
  readonly lastGood?: { readonly at: number; readonly eventType: string };
  /** The last one that was refused, and which check it failed. */
  readonly lastFailure?: {
    readonly at: number;
    /** `unknown`: something went wrong that is none of tillkit's errors. */
    readonly code: ErrorCode | "unknown";
    /** `details.reason` of the error: `mismatch`, `too_old`, `no_header` … */
    readonly reason?: string;
  };
  /** How far our clock was ahead of Stripe's at the last delivery that could tell. Seconds. A slow network counts. */
  readonly skewSeconds?: number;
  /** How many there were of each outcome, like `applied`, `ignored:foreign` or `refused:mismatch`. */
  readonly counts: Readonly<Record<string, number>>;
}

/** How a till is, as far as its store knows. */
export interface TillHealth {
  readonly webhooks: WebhookHealth;
  readonly backfill: BackfillStatus;
  /** How long background work stands still, because Stripe has asked for fewer calls. Milliseconds. This process's own. */
  readonly waitMs: number;
}

/** Something that cannot go on by itself and waits for a person. */
export interface Parked {
  /** What to name it by in `unpark`. */
  readonly id: string;
  /** An effect of a payment that cannot succeed; or an event that tells of a payment that is not here, or cannot be taken in. */
  readonly kind: "effect" | "event";
  /** The effect's type, like `fulfil`, or the event's, like `payment_intent.succeeded`. */
  readonly type: string;
  /** The payment that it belongs to, or says that it belongs to. */
  readonly paymentId?: string;
  /** A sentence that says why. */
  readonly reason: string;
  /** How often it was tried. */
  readonly tries: number;
  /** Milliseconds since the epoch. */
  readonly parkedAt: number;
}
