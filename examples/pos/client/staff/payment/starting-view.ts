import type { Action, View } from "./actions.ts";
import type { RunningSale } from "./running-sale.ts";

/** What the sheet shows before there is a payment: while the server is asked, and when it said no. */
export function startingView({ problem, reader }: Pick<RunningSale, "problem" | "reader">): View {
  if (!problem)
    return {
      headline: reader === undefined ? "Opening the payment page" : "Sending to the reader",
      detail: "Nothing to do.",
      tone: "busy",
      actions: [],
    };
  const { code, detail } = problem;
  return (
    refusals[code] ?? {
      headline: "The payment was not started",
      detail: `${detail} Nothing was charged.`,
      tone: "bad",
      actions: [start, back],
    }
  );
}

const start: Action = { name: "start", label: "Try again" };
const back: Action = { name: "back_to_sale", label: "Back to the sale" };

/** By tillkit's error code, and `unreachable` for no answer at all. */
const refusals: Readonly<Record<string, View>> = {
  unreachable: {
    headline: "The till's server does not answer",
    detail: "It may have started this payment. Trying again is safe: it will not be charged twice.",
    tone: "unsure",
    actions: [start],
  },
  reader_busy: {
    headline: "The reader is in use",
    detail: "Another payment runs on it. Wait until it is free, or choose another reader.",
    tone: "bad",
    actions: [start, back],
  },
  reader_not_found: {
    headline: "The reader is not registered any more",
    detail: "Choose another reader. Nothing was charged.",
    tone: "bad",
    actions: [start, back],
  },
  stripe_unavailable: {
    headline: "Stripe cannot be reached",
    detail: "Nothing was charged. Is the till connected to the internet?",
    tone: "bad",
    actions: [start, back],
  },
  sale_changed: {
    headline: "This sale has changed",
    detail: "It was started with other lines. Go back and charge it again.",
    tone: "bad",
    actions: [back],
  },
  forbidden: {
    headline: "This browser is not the till's any more",
    detail: "Load the page again. Nothing was charged.",
    tone: "bad",
    actions: [back],
  },
};
