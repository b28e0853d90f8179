import type { RunningSale } from "./running-sale.ts";
import type { View } from "./wording.ts";

/** What the sheet shows before there is a payment: while the server is asked, and when it said no. */
export function startingView({ problem, reader }: Pick<RunningSale, "problem" | "reader">): View {
  if (!problem) return reader === undefined ? { ...asking, headline: "Opening the payment page…" } : asking;
  const { code, detail } = problem;
  return (
    refusals[code] ?? {
      headline: "The payment was not started",
      detail: `${detail} Nothing was charged`,
      tone: "bad",
      buttons: ["try_again", "back_to_sale"],
    }
  );
}

const asking: View = { headline: "Sending to {reader}…", detail: "{amount}", tone: "busy", buttons: [] };

/** By tillkit's error code, and `unreachable` for no answer at all. */
const refusals: Readonly<Record<string, View>> = {
  unreachable: {
    headline: "The till's server does not answer",
    detail: "It may have started this payment. Trying again is safe: it will not be charged twice",
    tone: "unsure",
    buttons: ["try_again"],
  },
  reader_busy: {
    headline: "{reader} is in use",
    detail: "Another payment runs on it. Wait until it is free, or choose another reader",
    tone: "bad",
    buttons: ["try_again", "back_to_sale"],
  },
  reader_not_found: {
    headline: "{reader} is not registered any more",
    detail: "Choose another reader. Nothing was charged",
    tone: "bad",
    buttons: ["try_again", "back_to_sale"],
  },
  stripe_unavailable: {
    headline: "Stripe cannot be reached",
    detail: "Nothing was charged. Is the till connected to the internet?",
    tone: "bad",
    buttons: ["try_again", "back_to_sale"],
  },
  sale_changed: {
    headline: "This sale has changed",
    detail: "It was started with other lines. Go back and charge it again",
    tone: "bad",
    buttons: ["back_to_sale"],
  },
  forbidden: {
    headline: "This browser is not the till's any more",
    detail: "Load the page again. Nothing was charged",
    tone: "bad",
    buttons: ["back_to_sale"],
  },
};
