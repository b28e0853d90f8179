import type { TillkitError } from "../../errors.ts";
import type { Payment } from "../../payment/payment.ts";
import type { Parked, WebhookResult } from "../reports.ts";

/** A payment with the version it was read at. Versions of one payment only grow. */
export interface Versioned {
  readonly payment: Payment;
  readonly version: number;
}

/** What a till tells, after it is stored. Listeners only watch: nothing of a payment depends on them. */
export interface TillEvents {
  /** Any payment changed. */
  payment: (change: Versioned) => void;
  /** A payment reached this status. */
  succeeded: (payment: Payment) => void;
  declined: (payment: Payment) => void;
  canceled: (payment: Payment) => void;
  expired: (payment: Payment) => void;
  failed: (payment: Payment) => void;
  /** Held money that nobody has captured is about to be let go. */
  hold_expiring: (payment: Payment) => void;
  /** A payment has something for a person to look at. */
  review: (payment: Payment) => void;
  /** Something waits for a person from now on. */
  parked: (parked: Parked) => void;
  /** An event was verified and dealt with, delivered or fetched. */
  webhook: (result: WebhookResult) => void;
  /** Something went wrong in the background; it is retried. */
  trouble: (error: TillkitError) => void;
}
