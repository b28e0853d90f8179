import {
  type CheckoutStatus,
  checkoutTransitions,
  commandTypes,
  type Effect,
  type PaymentState,
  stateWords,
  type TerminalStatus,
  terminalTransitions,
} from "@tillkit/core";
import { table } from "./table.ts";

/** What follows from a status, beside what the transition table says. */
interface Following {
  /** What tillkit asks next, without being asked. */
  readonly next: string;
  /** The effects by which it asks. */
  readonly asks: readonly Effect["type"][];
}

/** What follows from each status of a payment on a reader. */
export const onReader: Readonly<Record<TerminalStatus, Following>> = {
  opening: {
    next: "Makes the PaymentIntent; repeats it under the same key until Stripe answers",
    asks: ["open_intent"],
  },
  collecting: {
    next: "Hands the PaymentIntent to the reader, with the right amount; reads both after 10 seconds of silence; takes the payment off the reader when the time is up, or when it goes elsewhere; charges the card that was confirmed",
    asks: ["update_intent", "hand_to_reader", "check_intent", "cancel_action", "confirm_intent"],
  },
  requires_confirmation: {
    next: "Nothing until `confirm`; calls the payment off after 22 seconds",
    asks: ["check_intent"],
  },
  declined: { next: "Nothing; calls the payment off after 30 minutes", asks: ["check_intent"] },
  requires_signature: {
    next: "Asks on the reader, where that is wanted, and reads what became of it; lets the money go when the time is up",
    asks: ["ask_signature", "check_signature", "cancel_signature", "check_intent"],
  },
  requires_capture: {
    next: "Nothing, until `capture` or `cancel`; tells before the hold lapses, and reads the PaymentIntent once it should have",
    asks: ["check_intent", "cancel_signature"],
  },
  incrementing: { next: "Increments the authorization", asks: ["increment_authorization"] },
  capturing: { next: "Captures the PaymentIntent", asks: ["capture_intent", "cancel_signature"] },
  canceling: {
    next: "Takes the payment off the reader and cancels the PaymentIntent",
    asks: ["cancel_action", "cancel_signature", "cancel_intent"],
  },
  succeeded: {
    next: "Calls `fulfil`; at Stripe nothing, but to ask for a signature on the reader where that is wanted",
    asks: ["fulfil", "ask_signature", "check_signature", "cancel_signature"],
  },
  canceled: { next: "Nothing", asks: [] },
  failed: { next: "Nothing", asks: [] },
};

/** What follows from each status of a payment on a Checkout page. */
export const onPage: Readonly<Record<CheckoutStatus, Following>> = {
  opening: {
    next: "Makes the Checkout Session; repeats it under the same key until Stripe answers",
    asks: ["open_session"],
  },
  open: {
    next: "Reads the session when the guest comes back, when asked to, and once it should have expired",
    asks: ["check_session"],
  },
  processing: { next: "Reads the session every 15 minutes. It can take days", asks: ["check_session"] },
  expiring: { next: "Expires the session", asks: ["expire_session"] },
  succeeded: { next: "Nothing at Stripe; calls `fulfil`", asks: ["fulfil"] },
  expired: { next: "Nothing", asks: [] },
  canceled: { next: "Nothing", asks: [] },
  failed: { next: "Nothing", asks: [] },
};

/** The statuses of a payment on a reader: what a cashier sees, what can be asked, what happens next. */
export const terminalTable = (): string => statesTable(terminalTransitions, onReader, screensOf("terminal"));

/** The statuses of a payment on a Checkout page. */
export const checkoutTable = (): string => statesTable(checkoutTransitions, onPage, screensOf("checkout"));

function statesTable<Status extends TerminalStatus | CheckoutStatus>(
  transitions: Readonly<Record<Status, object>>,
  following: Readonly<Record<Status, Following>>,
  screens: readonly PaymentState[],
): string {
  const rows = (Object.keys(transitions) as Status[]) // the keys of a table are its statuses
    .map((status) => {
      const { next, asks } = following[status];
      const effects = asks.length === 0 ? "" : ` (${asks.map((type) => `\`${type}\``).join(", ")})`;
      const seen = screens.filter((state) => state.split(".")[0] === status).map(screen);
      return [`\`${status}\``, seen.join("<br>"), commands(transitions[status]), `${next}${effects}`];
    });
  return table(["Status", "What the cashier sees", "Legal commands", "What is asked next"], rows);
}

/** What `guidance` says in a state, as long as there is nothing special. */
function screen(state: PaymentState): string {
  const [, stage] = state.split(".");
  const { headline, detail } = stateWords[state];
  return `${stage === undefined ? "" : `\`${stage}\`: `}**${headline}.** ${detail}`.replace("?.**", "?**");
}

const pageOnly = ["open", "processing", "expiring", "expired"];

/** The states of a flow, in the order of its life. */
function screensOf(flow: "terminal" | "checkout"): readonly PaymentState[] {
  // The keys of the table are the states.
  const all = Object.keys(stateWords) as PaymentState[];
  return flow === "terminal" ? all.filter((state) => !pageOnly.includes(state.split(".")[0] ?? "")) : all;
}

function commands(row: object): string {
  return commandTypes
    .filter((type) => type in row)
    .map((type) => `\`${type}\``)
    .join(", ");
}
