import type { Payment } from "../payment/payment.ts";

/** How a state feels: `busy` and `ask` are progress, `bad` and `unsure` are worth a sound, `quiet` is over. */
export type Tone = "busy" | "ask" | "good" | "bad" | "unsure" | "quiet";

/** What a screen says in one state. */
export interface Words {
  readonly headline: string;
  /** What the cashier should know or do. */
  readonly detail: string;
  readonly tone: Tone;
  /** What to say in the place of `detail` once the state has lasted this long, in milliseconds. */
  readonly slow?: { readonly afterMs: number; readonly detail: string };
}

/** Every state that a payment can be in: its status, with the stage where there are several. */
export type PaymentState = Payment extends infer P
  ? P extends { readonly status: infer Status extends string; readonly stage: infer Stage extends string }
    ? `${Status}.${Stage}`
    : P extends { readonly status: infer Status extends string }
      ? Status
      : never
  : never;

const notSure = {
  headline: "Nobody knows yet whether this was paid",
  detail: "Do not charge again. Stripe is being asked.",
  tone: "unsure",
} as const;

/** What a screen says while a reader waits for a number and not for a card. */
export const typeTheNumber: Words = {
  headline: "Type the card number on the reader",
  detail: "Nobody presents a card: the number is told by telephone, or was written.",
  tone: "ask",
};

/** What a screen says in each state. A new state does not compile until it has words. */
export const stateWords: Readonly<Record<PaymentState, Words>> = {
  "opening.sending": {
    headline: "Starting the payment",
    detail: "Nothing to do.",
    tone: "busy",
    slow: { afterMs: 4_000, detail: "Stripe is slow to answer. Nothing to do." },
  },
  "opening.checking": {
    headline: "Stripe does not answer",
    detail: "Nothing can have been charged. The same request is being sent again.",
    tone: "unsure",
  },
  "collecting.sending": {
    headline: "Sending to the reader",
    detail: "Nothing to do.",
    tone: "busy",
    slow: { afterMs: 4_000, detail: "The reader is slow to answer. Look whether it is on and connected." },
  },
  "collecting.waiting_for_card": {
    headline: "Ask the guest to tap, insert or swipe",
    detail: "The reader waits for a card.",
    tone: "ask",
  },
  "collecting.processing": {
    headline: "Processing",
    detail: "Leave the card in. It usually takes 2 to 5 seconds.",
    tone: "busy",
    slow: { afterMs: 10_000, detail: "The bank is slow to answer. Leave the card in." },
  },
  "collecting.checking": notSure,
  requires_confirmation: {
    headline: "Charge this card?",
    detail: "Nothing is charged yet. Say yes or no within half a minute.",
    tone: "ask",
  },
  declined: { headline: "Declined", detail: "Nothing was charged.", tone: "bad" },
  requires_signature: {
    headline: "Ask the guest to sign",
    detail: "The money is held on the card, and taken once the guest has signed.",
    tone: "ask",
  },
  requires_capture: {
    headline: "Approved and held",
    detail: "The money is held on the card and not taken yet.",
    tone: "ask",
  },
  "incrementing.incrementing": { headline: "Raising the hold", detail: "Nothing to do.", tone: "busy" },
  "incrementing.checking": {
    headline: "Nobody knows yet whether the hold was raised",
    detail: "What was held before stays held. Stripe is being asked.",
    tone: "unsure",
  },
  "capturing.capturing": { headline: "Taking the money", detail: "Nothing to do.", tone: "busy" },
  "capturing.checking": notSure,
  "canceling.canceling": {
    headline: "Canceling",
    detail: "If the guest was faster, it is paid after all. Do not charge again until this is over.",
    tone: "busy",
    slow: { afterMs: 6_000, detail: "Stripe has not confirmed it yet. Do not charge again until it has." },
  },
  "canceling.checking": notSure,
  "open.waiting": {
    headline: "Waiting for the guest to pay",
    detail: "The payment page is open on the guest's phone.",
    tone: "ask",
  },
  "open.checking": notSure,
  processing: {
    headline: "Waiting for the bank",
    detail: "The guest has finished. This way of paying takes longer, sometimes days.",
    tone: "busy",
  },
  "expiring.expiring": {
    headline: "Closing the payment page",
    detail: "If the guest was faster, it is paid after all.",
    tone: "busy",
  },
  "expiring.checking": notSure,
  succeeded: { headline: "Paid", detail: "The money is taken.", tone: "good" },
  expired: { headline: "The payment page has closed", detail: "Nothing was charged.", tone: "quiet" },
  canceled: { headline: "Not charged", detail: "Nothing was charged.", tone: "quiet" },
  failed: { headline: "Stripe refused this payment", detail: "Nothing was charged.", tone: "bad" },
};
