import { isOnReader } from "../payment/reader-refund.ts";
import type { Refund, RefundFailure, RefundStatus } from "../payment/refund.ts";
import type { Words } from "./words.ts";

/** What a till's screen says of a refund. Follows from the refund alone. In English; translate by status, stage and failure code. */
export function refundGuidance(refund: Refund): Words {
  if (isOnReader(refund))
    return onReaderWords[refund.presenting.withdrawn === undefined ? (refund.stage ?? "sending") : "ending"];
  if (refund.status !== "failed") return statusWords[refund.status];
  return {
    headline: "Nothing has gone back",
    detail: failureWords[refund.failure?.code ?? "refund_failed"],
    tone: "bad",
  };
}

const onReaderWords: Readonly<Record<NonNullable<Refund["stage"]> | "ending", Words>> = {
  sending: { headline: "Sending the refund to the reader", detail: "Nothing to do.", tone: "busy" },
  waiting_for_card: {
    headline: "Ask the guest to present the same card",
    detail: "The money goes back to the card that paid, and to no other.",
    tone: "ask",
  },
  checking: {
    headline: "Nobody knows yet whether the reader asks",
    detail: "Do not give the money back in another way. Stripe is being asked.",
    tone: "unsure",
  },
  ending: {
    headline: "Taking the refund off the reader",
    detail: "If the guest was faster, the money goes back after all.",
    tone: "busy",
  },
};

const statusWords: Readonly<Record<Exclude<RefundStatus, "failed">, Words>> = {
  requested: {
    headline: "Giving the money back",
    detail: "Stripe has not confirmed it yet. Do not give it back in another way.",
    tone: "busy",
  },
  pending: { headline: "On its way", detail: "The bank has not confirmed it yet.", tone: "busy" },
  requires_action: {
    headline: "The guest has to say where the money should go",
    detail: "Stripe has asked by e-mail.",
    tone: "ask",
  },
  succeeded: { headline: "The money goes back", detail: "It is on the card in five to ten days.", tone: "good" },
  canceled: { headline: "Nothing has gone back", detail: "The refund was called off.", tone: "quiet" },
};

const failureWords: Readonly<Record<RefundFailure["code"], string>> = {
  refund_refused: "Stripe refused it.",
  refund_failed: "The bank did not take it. Give the money back in another way.",
  refund_needs_card: "The guest has to present the card again: name a reader.",
  card_declined: "It was another card than the one that paid, or its bank said no.",
  customer_canceled: "The guest has pressed cancel on the reader.",
  no_card_presented: "Nobody presented the card in time.",
  reader_busy: "The reader has something else to do.",
  reader_offline: "The reader is not connected. Check its power and its network.",
  reader_unreachable: "The reader did not answer. Look at the refunds in Stripe's Dashboard before you try again.",
  reader_displaced: "The reader does not show the refund any more.",
  reader_not_found: "The reader is not registered any more.",
  reader_failed: "The reader could not do it.",
};
