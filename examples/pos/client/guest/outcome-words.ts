import type { GuestOutcomeResource } from "@tillkit/http";
import type { Look } from "./message.tsx";

/** What a guest is told, and where the way back leads. */
export interface OutcomeWords {
  readonly title: string;
  readonly look: Look;
  readonly text: string;
  readonly back?: string;
}

/** The whole return page as a table: how it stands, and what comes next. */
const table: Readonly<
  Record<GuestOutcomeResource["outcome"], Partial<Record<GuestOutcomeResource["next"], OutcomeWords>>>
> = {
  paid: {
    done: { title: "Thank you, it is paid", look: "good", text: "We are on it.", back: "Order something else" },
    wait: { title: "Thank you, it is paid", look: "good", text: "We are writing down your order." },
    ask_staff: { title: "Thank you, it is paid", look: "good", text: "Someone will be with you in a moment." },
  },
  confirming: {
    wait: {
      title: "Still confirming",
      look: "busy",
      text: "Your bank takes a little longer. You may close this page; we will know.",
    },
  },
  unfinished: {
    pay: { title: "Payment not finished", look: "quiet", text: "Nothing was charged.", back: "Back to the menu" },
    wait: { title: "One moment", look: "busy", text: "The payment page is being opened." },
    start: { title: "Nothing to confirm", look: "quiet", text: "Nobody has paid yet.", back: "Back to the order" },
  },
  expired: {
    start: {
      title: "This payment page has closed",
      look: "quiet",
      text: "Nothing was charged. Your order may have changed: please look at it again.",
      back: "Back to the order",
    },
    ask_staff: {
      title: "This cannot be paid here any more",
      look: "unsure",
      text: "This page has charged nothing. Please ask us.",
      back: "Back to the order",
    },
  },
  unknown: {
    wait: {
      title: "We could not confirm your payment",
      look: "unsure",
      text: "Please do not pay again. We keep asking; you can show us this page.",
    },
    ask_staff: {
      title: "We do not know this payment",
      look: "unsure",
      text: "It does not belong here. If you have paid, please show us your receipt.",
      back: "Back to the menu",
    },
  },
};

/** The words for an outcome. */
export function outcomeWords({ outcome, next }: GuestOutcomeResource): OutcomeWords {
  const words = table[outcome][next];
  if (words) return words;
  throw new Error(`The return page has no words for "${outcome}" and "${next}".`);
}
