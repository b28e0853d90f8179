import type { CancelReason, CommandType, FailureCode, Payment } from "@tillkit/core";
import type { PaymentResource } from "@tillkit/http";

/** How a state feels: `busy` and `ask` are progress, `bad` and `unsure` are announced at once. */
export type Tone = "busy" | "ask" | "good" | "bad" | "unsure" | "quiet";

/** What the payment sheet shows in one state. `{reader}` and `{amount}` are filled in. */
export interface View {
  readonly headline: string;
  readonly detail: string;
  readonly tone: Tone;
  /** In the order shown; the first one is the main one. A command that is not legal now is left out. */
  readonly buttons: readonly ButtonName[];
  /** What is said instead when the state lasts longer than this. */
  readonly slow?: { readonly afterMs: number; readonly detail: string };
}

/** The buttons of the sheet. */
export const buttons = {
  try_another_card: { label: "Try another card", command: "retry" },
  try_again: { label: "Try again", command: "retry" },
  cancel: { label: "Cancel", command: "cancel" },
  cancel_sale: { label: "Cancel sale", command: "cancel" },
  confirm: { label: "Charge it", command: "confirm" },
  check: { label: "Check with Stripe", command: "check" },
  capture: { label: "Take the money", command: "capture" },
  back_to_sale: { label: "Back to the sale", command: null },
  new_sale: { label: "New sale", command: null },
} as const satisfies Record<string, { readonly label: string; readonly command: CommandType | null }>;

/** The name of a button. */
export type ButtonName = keyof typeof buttons;

type StateOf<P> = P extends { readonly status: infer Status extends string; readonly stage: infer Stage extends string }
  ? `${Status}.${Stage}`
  : P extends { readonly status: infer Status extends string }
    ? Status
    : never;

/** Every state a payment can be in, read from tillkit's own types: a new one there does not compile here until it has words. */
export type PaymentState = StateOf<Payment>;

const notSure = {
  headline: "We are not sure this was paid",
  detail: "Do not charge again yet. Stripe is being asked.",
  tone: "unsure",
} as const;

/** The whole sheet as a table. */
export const states = {
  "opening.sending": {
    headline: "Sending to {reader}…",
    detail: "{amount}",
    tone: "busy",
    buttons: ["cancel"],
    slow: { afterMs: 4_000, detail: "Stripe is slow to answer. You do not need to do anything." },
  },
  "opening.checking": {
    headline: "Still trying to reach Stripe",
    detail: "Nothing was charged. The same request is sent again.",
    tone: "unsure",
    buttons: ["cancel", "check"],
  },
  "collecting.sending": {
    headline: "Sending to {reader}…",
    detail: "{amount}",
    tone: "busy",
    buttons: ["cancel"],
    slow: { afterMs: 4_000, detail: "The reader is slow to answer. Is it on, and connected to the network?" },
  },
  "collecting.waiting_for_card": {
    headline: "Ask the guest to tap, insert or swipe",
    detail: "{amount} on {reader}",
    tone: "ask",
    buttons: ["cancel"],
  },
  "collecting.processing": {
    headline: "Processing… leave the card in",
    detail: "Usually 2 to 5 seconds",
    tone: "busy",
    buttons: [],
    slow: { afterMs: 10_000, detail: "The bank is slow to answer. Leave the card in." },
  },
  "collecting.checking": { ...notSure, buttons: ["check", "cancel"] },
  requires_confirmation: {
    headline: "Charge this card?",
    detail: "{amount}. Nothing is charged yet",
    tone: "ask",
    buttons: ["confirm", "cancel"],
  },
  declined: {
    headline: "Card declined",
    detail: "Nothing was charged",
    tone: "bad",
    buttons: ["try_again", "cancel_sale"],
  },
  requires_signature: {
    headline: "Ask the guest to sign",
    detail: "{amount} is held on the card. It is taken once the guest has signed",
    tone: "ask",
    buttons: ["cancel"],
  },
  requires_capture: {
    headline: "Approved and held",
    detail: "{amount} is held on the card and not yet taken",
    tone: "ask",
    buttons: ["capture", "cancel"],
  },
  "incrementing.incrementing": { headline: "Raising the hold…", detail: "{amount}", tone: "busy", buttons: [] },
  "incrementing.checking": { ...notSure, buttons: ["check"] },
  "capturing.capturing": { headline: "Finishing…", detail: "{amount}", tone: "busy", buttons: [] },
  "capturing.checking": { ...notSure, buttons: ["check"] },
  "canceling.canceling": {
    headline: "Canceling…",
    detail: "If the guest was faster, this sale is paid after all",
    tone: "busy",
    buttons: [],
    slow: { afterMs: 6_000, detail: "Stripe has not confirmed it yet. Do not charge again until it has." },
  },
  "canceling.checking": { ...notSure, buttons: ["check"] },
  succeeded: { headline: "Paid", detail: "{amount}", tone: "good", buttons: ["new_sale"] },
  canceled: {
    headline: "Sale not charged",
    detail: "Nothing was charged",
    tone: "quiet",
    buttons: ["back_to_sale", "new_sale"],
  },
  failed: {
    headline: "Stripe refused this payment",
    detail: "Nothing was charged",
    tone: "bad",
    buttons: ["back_to_sale"],
  },
  "open.waiting": {
    headline: "Waiting for the guest to pay",
    detail: "{amount} on the guest's phone",
    tone: "ask",
    buttons: ["cancel", "check"],
  },
  "open.checking": { ...notSure, buttons: ["check", "cancel"] },
  processing: {
    headline: "Waiting for the bank",
    detail: "The guest has finished; this payment method takes longer. You will find it in Orders",
    tone: "busy",
    buttons: ["new_sale", "check"],
  },
  "expiring.expiring": { headline: "Closing the payment page…", detail: "{amount}", tone: "busy", buttons: [] },
  "expiring.checking": { ...notSure, buttons: ["check"] },
  expired: {
    headline: "The payment page has closed",
    detail: "Nothing was charged",
    tone: "quiet",
    buttons: ["back_to_sale", "new_sale"],
  },
} as const satisfies Record<PaymentState, View>;

/** Why an attempt ended, and what to do next. */
export const failures = {
  card_declined: {
    headline: "Card declined",
    detail: "Declined by the bank, no reason given",
    buttons: ["try_another_card", "cancel_sale"],
  },
  customer_canceled: {
    headline: "Canceled on the reader",
    detail: "Nothing was charged",
    buttons: ["try_again", "cancel_sale"],
  },
  no_card_presented: {
    headline: "No card was presented",
    detail: "Nothing was charged",
    buttons: ["try_again", "cancel_sale"],
  },
  reader_busy: {
    headline: "{reader} is in use",
    detail: "Wait until it is free, or choose another reader",
    buttons: ["try_again", "cancel_sale"],
  },
  reader_offline: {
    headline: "{reader} is not connected",
    detail: "Check its power and network, or choose another reader",
    buttons: ["try_again", "cancel_sale"],
  },
  reader_unreachable: {
    headline: "{reader} did not answer",
    detail: "Nothing was charged",
    buttons: ["try_again", "check", "cancel_sale"],
  },
  reader_displaced: {
    headline: "{reader} was taken over",
    detail: "Something else was started on it. Nothing was charged",
    buttons: ["try_again", "cancel_sale"],
  },
  reader_swapped: {
    headline: "Moved to another reader",
    detail: "Nothing was charged",
    buttons: ["try_again", "cancel_sale"],
  },
  amount_changed: {
    headline: "The amount has changed",
    detail: "Nothing was charged",
    buttons: ["try_again", "cancel_sale"],
  },
  confirmation_expired: {
    headline: "The card was not confirmed in time",
    detail: "Nothing was charged. Present it again",
    buttons: ["try_again", "cancel_sale"],
  },
  reader_not_found: {
    headline: "{reader} is not registered any more",
    detail: "Choose another reader",
    buttons: ["try_again", "cancel_sale"],
  },
  reader_hardware_fault: {
    headline: "{reader} has a hardware fault",
    detail: "Restart it, or choose another reader",
    buttons: ["try_again", "cancel_sale"],
  },
  reader_wrong_location: {
    headline: "{reader} is set up for another place",
    detail: "Check its location in Stripe's Dashboard",
    buttons: ["try_again", "cancel_sale"],
  },
  reader_failed: {
    headline: "{reader} could not do it",
    detail: "Nothing was charged",
    buttons: ["try_again", "cancel_sale"],
  },
  card_present_unavailable: {
    headline: "This account cannot take cards on a reader",
    detail: "Activate Terminal in Stripe's Dashboard",
    buttons: ["back_to_sale"],
  },
  moto_unavailable: {
    headline: "This account cannot take cards by telephone",
    detail: "Nothing was charged",
    buttons: ["back_to_sale"],
  },
  amount_too_small: {
    headline: "Too little for a card",
    detail: "It is below what Stripe charges at least",
    buttons: ["new_sale"],
  },
  amount_too_large: {
    headline: "Too much for one payment",
    detail: "It is above what Stripe charges at most",
    buttons: ["new_sale"],
  },
  async_payment_failed: {
    headline: "The bank refused the payment",
    detail: "Nothing was charged",
    buttons: ["new_sale"],
  },
  refused_by_stripe: {
    headline: "Stripe refused this payment",
    detail: "Nothing was charged. The server's log says why",
    buttons: ["try_again", "cancel_sale"],
  },
} as const satisfies Record<FailureCode, Pick<View, "headline" | "detail" | "buttons">>;

/** What may be said of a decline within the guest's hearing. A code that is not here was declined “by the bank, no reason given”. */
export const declines: Readonly<Record<string, string>> = {
  insufficient_funds: "Not enough funds",
  expired_card: "The card has expired",
  incorrect_pin: "Wrong PIN",
  invalid_pin: "Wrong PIN",
  pin_try_exceeded: "The PIN was tried too often",
  offline_pin_required: "Insert the card and enter the PIN",
  online_or_offline_pin_required: "Insert the card and enter the PIN",
  withdrawal_count_limit_exceeded: "The card's limit is reached",
  card_velocity_exceeded: "The card's limit is reached",
  processing_error: "The bank could not process it; try again",
  issuer_not_available: "The bank cannot be reached; try again",
  try_again_later: "The bank cannot be reached; try again",
  call_issuer: "The guest should call their bank",
  currency_not_supported: "The card does not take this currency",
  card_not_supported: "This card cannot be used here",
};

const cancelReasons = {
  cashier: "Canceled at the counter",
  customer: "Canceled by the guest",
  replaced: "The bill changed",
  closed: "The bill was closed",
  timeout: "Nobody paid in time",
  abandoned: "Nothing happened for a long time",
  signature_refused: "The guest would not sign",
  signature_timeout: "Nobody signed in time",
  hold_expired: "The hold on the card has run out",
  stripe: "Canceled at Stripe",
} as const satisfies Record<CancelReason, string>;

/** After so many declines, another way to pay is kinder than another try. */
const ENOUGH_DECLINES = 2;

/** The state of a payment as the table names it. */
export function stateOf({ status, stage }: Pick<PaymentResource, "status" | "stage">): PaymentState {
  const key = stage === undefined ? status : `${status}.${stage}`;
  if (isState(key)) return key;
  throw new Error(`The payment sheet has no words for "${key}".`);
}

/** What to show for a payment. */
export function viewOf(payment: PaymentResource): View {
  const view: View = states[stateOf(payment)];
  switch (payment.status) {
    case "declined":
    case "failed":
      return payment.failure ? failedView(view, payment.failure, payment) : view;
    case "canceled":
      return payment.cancelReason
        ? { ...view, detail: `${cancelReasons[payment.cancelReason]}. Nothing was charged` }
        : view;
    case "succeeded":
      return paidView(view, payment);
    case "opening":
      return payment.flow === "checkout" && payment.stage === "sending" ? { ...view, ...openingPage } : view;
    default:
      return view;
  }
}

const openingPage = {
  headline: "Opening the payment page…",
  slow: { afterMs: 4_000, detail: "Stripe is slow to answer. You do not need to do anything." },
} as const;

function failedView(
  view: View,
  failure: NonNullable<PaymentResource["failure"]>,
  { status, attempts = [] }: PaymentResource,
): View {
  const words = failures[failure.code];
  const reason = declines[failure.declineCode ?? ""] ?? words.detail;
  const declined = attempts.filter(({ failure: why }) => why?.code === "card_declined").length;
  const often = failure.code === "card_declined" && declined >= ENOUGH_DECLINES;
  return {
    ...view,
    headline: words.headline,
    detail: often ? `${reason}. Offer another way to pay` : reason,
    buttons: status === "failed" ? view.buttons : words.buttons,
  };
}

function paidView(view: View, { fulfilment }: PaymentResource): View {
  switch (fulfilment?.status) {
    case "pending":
      return { ...view, detail: "Writing the order…" };
    case "held":
    case "refused":
      return {
        ...view,
        headline: "Paid, but look at it",
        detail: "The money is taken and the order was not made. Open it in Orders before you serve",
        tone: "unsure",
      };
    default:
      return view;
  }
}

function isState(key: string): key is PaymentState {
  return Object.hasOwn(states, key);
}
