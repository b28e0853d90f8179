import type { Card, Evidence } from "./common.ts";

/** Commands of both flows. Every input carries `at`, the time in milliseconds since the epoch: `decide` has no clock. */
export type CommonCommand =
  /** Ask Stripe now how the payment stands. */
  { readonly type: "check"; readonly at: number };

/** Facts of both flows. */
export type CommonFact<EffectType extends string> =
  /** Stripe has the money. */
  | { readonly type: "paid"; readonly at: number; readonly evidence: Evidence }
  /** The card that is being charged, or was: news about it, and not about the money. */
  | { readonly type: "card_seen"; readonly at: number; readonly card: Card }
  /** Something happened at Stripe that only a read can judge, like the failure of one charge among several. */
  | { readonly type: "hint"; readonly at: number; readonly afterMs?: number }
  /** No answer came to this effect: nothing is known of its outcome. */
  | { readonly type: "outcome_unknown"; readonly at: number; readonly effect: EffectType }
  /** Stripe refused this effect for good, and did nothing. */
  | {
      readonly type: "refused";
      readonly at: number;
      readonly effect: EffectType;
      readonly stripeCode?: string;
      readonly message: string;
    }
  /** The time that the state asked to be woken at has come. */
  | { readonly type: "time_passed"; readonly at: number }
  /** The host's `fulfil` has run. */
  | { readonly type: "fulfilled"; readonly at: number }
  /** The host's `fulfil` said that it cannot be done. */
  | { readonly type: "fulfilment_refused"; readonly at: number; readonly reason: string };
