import type { CancelReason, FailureCode } from "../payment/common.ts";
import type { NextStep } from "./declines.ts";

/** What is said of an attempt that no card was declined in. */
export interface FailureWords {
  readonly headline: string;
  readonly detail: string;
  readonly steps: readonly NextStep[];
}

/** Why an attempt ended, and what to do. */
export const failureWords: Readonly<Record<Exclude<FailureCode, "card_declined">, FailureWords>> = {
  customer_canceled: {
    headline: "Canceled on the reader",
    detail: "The guest has pressed cancel. Nothing was charged.",
    steps: ["try_again", "other_means"],
  },
  no_card_presented: {
    headline: "No card was presented",
    detail: "The time is up, and the reader is free again. Nothing was charged.",
    steps: ["try_again", "other_means"],
  },
  reader_busy: {
    headline: "The reader is busy",
    detail: "It is authorizing, updating, or has a card in it. Nothing was charged.",
    steps: ["look_at_reader", "try_again", "other_reader"],
  },
  reader_offline: {
    headline: "The reader is not connected",
    detail: "Check its power and its network. Nothing was charged.",
    steps: ["look_at_reader", "other_reader", "try_again"],
  },
  reader_unreachable: {
    headline: "The reader does not answer",
    detail: "It was asked twice and does not show the payment. Nothing was charged.",
    steps: ["look_at_reader", "other_reader", "try_again"],
  },
  reader_displaced: {
    headline: "The reader was taken over",
    detail: "Something else was started on it. Nothing was charged.",
    steps: ["try_again", "other_reader"],
  },
  reader_swapped: {
    headline: "Moved to another reader",
    detail: "Nothing was charged.",
    steps: ["try_again", "other_reader"],
  },
  amount_changed: {
    headline: "The amount has changed",
    detail: "Nothing was charged. Present the payment again.",
    steps: ["try_again"],
  },
  confirmation_expired: {
    headline: "The card was not confirmed in time",
    detail: "Nothing was charged. Have the card presented again.",
    steps: ["try_again", "other_card"],
  },
  reader_not_found: {
    headline: "The reader is not registered any more",
    detail: "Nothing was charged.",
    steps: ["other_reader"],
  },
  reader_hardware_fault: {
    headline: "The reader is broken",
    detail: "It cannot take payments any more, and has to be replaced. Nothing was charged.",
    steps: ["other_reader"],
  },
  reader_wrong_location: {
    headline: "The reader is registered in another place",
    detail: "Its location cannot take this payment. Nothing was charged.",
    steps: ["other_reader"],
  },
  reader_failed: {
    headline: "The reader could not do it",
    detail: "Nothing was charged.",
    steps: ["try_again", "other_reader"],
  },
  card_present_unavailable: {
    headline: "This account cannot take cards on a reader",
    detail: "Nothing was charged. Usually the currency is not the reader's country's, or Terminal is not switched on.",
    steps: ["other_means"],
  },
  moto_unavailable: {
    headline: "This account cannot take cards by mail or telephone",
    detail: "Nothing was charged. Stripe lets an account type card numbers on readers when it is asked to.",
    steps: ["other_means"],
  },
  amount_too_small: {
    headline: "Too little for a card",
    detail: "It is below what Stripe charges at least. Nothing was charged.",
    steps: ["other_means"],
  },
  amount_too_large: {
    headline: "Too much for one payment",
    detail: "It is above what Stripe charges at most. Nothing was charged.",
    steps: ["other_means"],
  },
  async_payment_failed: {
    headline: "The bank refused the payment",
    detail: "Nothing was charged.",
    steps: ["other_means"],
  },
  refused_by_stripe: {
    headline: "Stripe refused this payment",
    detail: "Nothing was charged. The timeline says why.",
    steps: ["try_again", "other_means"],
  },
};

/** Why nothing was charged. */
export const cancelWords: Readonly<Record<CancelReason, string>> = {
  cashier: "Canceled at the till.",
  customer: "Canceled by the guest.",
  replaced: "The bill has changed.",
  timeout: "Nobody paid in time.",
  abandoned: "Nothing happened for a long time after a decline.",
  signature_refused: "The guest would not sign, and the hold was let go.",
  signature_timeout: "Nobody signed in time, and the hold was let go.",
  hold_expired: "The hold on the card has run out before it was captured.",
  closed: "The bill was settled in another way.",
  stripe: "Canceled at Stripe.",
};
