import type { Failure } from "../payment/common.ts";
import { openReviews } from "../payment/open-reviews.ts";
import { type CommandType, commandsOf, type Payment } from "../payment/payment.ts";
import { declineAdvice, type NextStep } from "./declines.ts";
import { isOnReader } from "../payment/reader-refund.ts";
import { cancelWords, failureWords } from "./failures.ts";
import { refundGuidance } from "./refunds.ts";
import { type PaymentState, stateWords, typeTheNumber, type Words } from "./words.ts";

/** What a till's screen says of a payment, and which buttons it has. In English; translate by {@link PaymentState} and the codes. */
export interface Guidance extends Words {
  readonly state: PaymentState;
  /** What may be said to the guest. Only after a decline. */
  readonly guest?: string;
  /** What can be done after an attempt that brought no money, the best first. */
  readonly steps: readonly NextStep[];
  /** The legal commands: the screen's buttons. */
  readonly commands: readonly CommandType[];
}

/** What a till's screen says of a payment. Follows from the payment alone, and never tells what must stay confidential. */
export function guidance(payment: Payment): Guidance {
  const state = stateOf(payment);
  return { state, steps: [], ...wordsOf(payment, stateWords[state]), commands: commandsOf(payment) };
}

/** The state of a payment: its status, with the stage where there are several. */
export function stateOf(payment: Payment): PaymentState {
  // The type is made of the same two fields.
  return ("stage" in payment ? `${payment.status}.${payment.stage}` : payment.status) as PaymentState;
}

function wordsOf(payment: Payment, words: Words): Words & Partial<Pick<Guidance, "guest" | "steps">> {
  switch (payment.status) {
    case "declined":
      return { ...words, ...afterFailure(payment.failure), ...afterMany(payment) };
    case "failed":
      return { ...words, ...afterFailure(payment.failure) };
    case "requires_capture":
      return payment.failure === undefined ? words : { ...words, ...afterRefusal(payment.failure) };
    case "canceled":
      return {
        ...words,
        detail: `${cancelWords[payment.cancelReason]} Nothing was charged.`,
        ...("failure" in payment && payment.failure !== undefined ? afterFailure(payment.failure) : {}),
      };
    case "succeeded":
      return paid(payment, words);
    case "collecting":
      return payment.moto === true && payment.stage === "waiting_for_card" ? typeTheNumber : words;
    case "opening":
    case "requires_confirmation":
    case "requires_signature":
    case "incrementing":
    case "capturing":
    case "canceling":
    case "open":
    case "processing":
    case "expiring":
    case "expired":
      return words;
  }
}

function afterFailure({ code, declineCode }: Failure): Pick<Guidance, "headline" | "detail" | "steps" | "guest"> {
  if (code !== "card_declined") {
    const { headline, detail, steps } = failureWords[code];
    return { headline, detail, steps };
  }
  const { cashier, guest, steps } = declineAdvice(declineCode);
  return { headline: "Card declined", detail: `${cashier} Nothing was charged.`, guest, steps };
}

/** After so many declined cards, another way to pay is kinder than another try. */
const MANY_DECLINES = 2;

function afterMany({ failure, attempts }: Extract<Payment, { readonly status: "declined" }>): Partial<Guidance> {
  const declines = attempts.filter((attempt) => attempt.failure?.code === "card_declined").length;
  if (failure.code !== "card_declined" || declines < MANY_DECLINES) return {};
  const { cashier, steps } = declineAdvice(failure.declineCode);
  return {
    detail: `${cashier} Nothing was charged. Offer another way to pay.`,
    steps: ["other_means", ...steps.filter((step) => step !== "other_means")],
  };
}

/** A raise or a capture that was refused leaves the hold as it was. */
function afterRefusal({ code, declineCode }: Failure): Pick<Guidance, "headline" | "detail"> {
  const why = code === "card_declined" ? declineAdvice(declineCode).cashier : "Stripe refused it.";
  return { headline: "Not done; the hold stands", detail: `${why} What was held before is still held.` };
}

function paid(payment: Extract<Payment, { readonly status: "succeeded" }>, words: Words): Words {
  const refund = payment.refunds.find(isOnReader);
  if (refund !== undefined) return refundGuidance(refund);
  const { fulfilment, paid: money } = payment;
  if (fulfilment.status === "held" || fulfilment.status === "refused" || openReviews(payment).length > 0)
    return {
      headline: "Paid, but look at it",
      detail: "The money is taken, and something about it does not fit. Open the review before you serve.",
      tone: "unsure",
    };
  if (fulfilment.status === "pending")
    return { ...words, detail: "The money is taken, and the order is being made.", tone: "busy" };
  if (money.amount === 0)
    return { ...words, headline: "Nothing to pay", detail: "The bill is complete, and no money was taken." };
  return "signing" in payment && payment.signing?.status === "awaited"
    ? { headline: "Paid. Ask the guest to sign", detail: "The money is taken.", tone: "ask" }
    : words;
}
