import {
  type CheckoutStatus,
  checkoutTransitions,
  commandTypes,
  type TerminalStatus,
  terminalTransitions,
} from "@tillkit/core";
import { table } from "./table.ts";

/** What a status means to people, beside what the transition table says. */
interface Meaning {
  /** What a screen says. */
  readonly seen: string;
  /** What tillkit asks of Stripe next, without being asked. */
  readonly next: string;
}

const onReader: Readonly<Record<TerminalStatus, Meaning>> = {
  opening: {
    seen: 'Connecting to the reader. `stage: "checking"`: the answer was lost, and the request is being repeated',
    next: "Makes the PaymentIntent; repeats it under the same key until Stripe answers",
  },
  collecting: {
    seen: "By `stage`: sending to the reader, waiting for a card, processing, or checking with Stripe",
    next: "Hands the PaymentIntent to the reader; reads both after 10 seconds of silence; takes the payment off the reader when the time is up",
  },
  requires_confirmation: {
    seen: "The card that was presented, and whether to charge it, until `confirmBy`",
    next: "Nothing until `confirm`, then has the reader charge it; calls the payment off after 22 seconds",
  },
  declined: {
    seen: "Declined, with the reason as staff may see it, and another try",
    next: "Nothing; calls the payment off after 30 minutes",
  },
  requires_signature: {
    seen: "The money is held. The guest signs, on the till's screen or on the reader",
    next: "Asks on the reader, where that is wanted, and reads what became of it; lets the money go when the time is up",
  },
  requires_capture: {
    seen: "The money is held on the card, until `captureBefore`",
    next: "Nothing, until `capture` or `cancel`; tells before the hold lapses, and reads the PaymentIntent once it should have",
  },
  incrementing: {
    seen: 'Raising the hold. `stage: "checking"`: the answer was lost',
    next: "Increments the authorization",
  },
  capturing: {
    seen: 'Taking the held money. `stage: "checking"`: the answer was lost',
    next: "Captures the PaymentIntent",
  },
  canceling: {
    seen: "Canceling. The guest may still be faster",
    next: "Takes the payment off the reader and cancels the PaymentIntent",
  },
  succeeded: {
    seen: "Paid, and by `fulfilment`: the order is being made, made, refused or held for review. The guest may still have to sign",
    next: "Calls `fulfil`; at Stripe nothing, but to ask for a signature on the reader where that is wanted",
  },
  canceled: { seen: "Canceled. Nothing was charged", next: "Nothing" },
  failed: { seen: "Stripe refused to start the payment. Nothing was charged", next: "Nothing" },
};

const onPage: Readonly<Record<CheckoutStatus, Meaning>> = {
  opening: {
    seen: 'Opening the payment page. `stage: "checking"`: the answer was lost',
    next: "Makes the Checkout Session; repeats it under the same key until Stripe answers",
  },
  open: {
    seen: "Waiting for the guest, who pays at `url`",
    next: "Reads the session when the guest comes back, when asked to, and once it should have expired",
  },
  processing: {
    seen: "The guest has finished, the bank has not. This can take days",
    next: "Reads the session every 15 minutes",
  },
  expiring: { seen: "Closing the page. The guest may still be faster", next: "Expires the session" },
  succeeded: {
    seen: "Paid, and by `fulfilment`: the order is being made, made, refused or held for review",
    next: "Nothing at Stripe; calls `fulfil`",
  },
  expired: { seen: "The page closed before anybody paid", next: "Nothing" },
  canceled: { seen: "Canceled. Nothing was charged", next: "Nothing" },
  failed: { seen: "Stripe refused the page, or the bank refused a delayed payment", next: "Nothing" },
};

/** The statuses of a payment on a reader: what a cashier sees, what can be asked, what happens next. */
export const terminalTable = (): string => statesTable(terminalTransitions, onReader);

/** The statuses of a payment on a Checkout page. */
export const checkoutTable = (): string => statesTable(checkoutTransitions, onPage);

function statesTable<Status extends string>(
  transitions: Readonly<Record<Status, object>>,
  meanings: Readonly<Record<Status, Meaning>>,
): string {
  const rows = (Object.keys(transitions) as Status[]) // the keys of a table are its statuses
    .map((status) => {
      const { seen, next } = meanings[status];
      return [`\`${status}\``, seen, commands(transitions[status]), next];
    });
  return table(["Status", "What the cashier sees", "Legal commands", "What is asked next"], rows);
}

function commands(row: object): string {
  return commandTypes
    .filter((type) => type in row)
    .map((type) => `\`${type}\``)
    .join(", ");
}
