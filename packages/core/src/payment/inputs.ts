import type { Card, Evidence } from "./common.ts";
import type { SeenDispute } from "./dispute.ts";
import type { RefundFailure, RefundReason, SeenRefund } from "./refund.ts";

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
  /** The host's `fulfil` has run. `afterwards`: the names of what is to follow. */
  | { readonly type: "fulfilled"; readonly at: number; readonly afterwards?: readonly string[] }
  /** The host's `fulfil` said that it cannot be done. */
  | { readonly type: "fulfilment_refused"; readonly at: number; readonly reason: string };

/** Commands about what grows beside the status, the same in both flows. */
export type BesideCommand =
  /** Give money back: at most what was taken and is not given back or on its way. */
  | {
      readonly type: "refund";
      readonly at: number;
      /** Ours (`ref_…`), made for this refund. */
      readonly id: string;
      /** The host's id of the return slip. */
      readonly reference: string;
      /** In minor units. */
      readonly amount: number;
      readonly paymentIntentId: string;
      readonly reason?: RefundReason;
      readonly by?: string;
      readonly note?: string;
      readonly readerId?: string;
    }
  /** Take a refund off the reader that asks for the card. A request: a card may win. */
  | { readonly type: "cancel_refund"; readonly at: number; readonly id: string }
  /** The bill needs no money any more, as after it was paid in cash: what comes then is too much. */
  | { readonly type: "close"; readonly at: number; readonly by: string; readonly note?: string }
  /** End a review. `fulfil`: make the order that was held or refused after all. */
  | {
      readonly type: "resolve";
      readonly at: number;
      readonly review: string;
      readonly by: string;
      readonly note?: string;
      readonly fulfil?: boolean;
    };

/** Facts about what grows beside the status, the same in both flows and in every status. */
export type BesideFact =
  /** A refund, whoever made it, as Stripe shows it. */
  | { readonly type: "refund_seen"; readonly at: number; readonly refund: SeenRefund }
  /** Stripe refused a refund of ours for good. */
  | { readonly type: "refund_refused"; readonly at: number; readonly id: string; readonly failure: RefundFailure }
  /** A reader asks for the card that the money goes back to. */
  | { readonly type: "refund_awaited"; readonly at: number; readonly id: string }
  /** Something happened on that reader that only a read can judge. */
  | { readonly type: "refund_hint"; readonly at: number; readonly id: string; readonly afterMs?: number }
  /** No answer came to a refund of ours. */
  | { readonly type: "refund_unknown"; readonly at: number; readonly id: string }
  /** How much of a PaymentIntent Stripe counts as given back: whether a refund is missing here. Minor units. */
  | {
      readonly type: "refunded_total_seen";
      readonly at: number;
      readonly paymentIntentId: string;
      readonly amount: number;
    }
  | { readonly type: "dispute_seen"; readonly at: number; readonly dispute: SeenDispute }
  /** Something that follows from the order was done. */
  | { readonly type: "followed"; readonly at: number; readonly name: string };

/** Anything about what grows beside the status. */
export type BesideInput = BesideCommand | BesideFact;
