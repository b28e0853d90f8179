import {
  type BesideCommand,
  type BesideInput,
  type CheckoutInput,
  checkoutTransitions,
  type CommandType,
  type TerminalInput,
  terminalTransitions,
} from "@tillkit/core";
import { table } from "./table.ts";

type StatusInputType = TerminalInput["type"] | CheckoutInput["type"];
type BesideCommandType = BesideCommand["type"];

const commands: Readonly<Record<Exclude<CommandType, BesideCommandType>, string>> = {
  retry: "Present the same PaymentIntent again, on the same reader or another",
  sign: "The guest has signed on the till's screen",
  ask_signature: "Have a reader ask for the signature",
  refuse_signature: "The guest would not sign",
  capture: "Take the held money, a part of it, or more for a tip on the receipt",
  increment: "Raise the hold",
  confirm: "Charge the card that was looked at",
  swap_reader: "Take the waiting payment to another reader",
  change_amount: "The bill has another amount now",
  cancel: "Call it off",
  check: "Ask Stripe now",
};

const facts: Readonly<Record<Exclude<StatusInputType, CommandType>, string>> = {
  intent_opened: "The PaymentIntent was made",
  card_present_unavailable: "It was made, and cannot be paid on a reader in the way that was asked for",
  intent_processing: "Stripe is asking the issuer",
  intent_authorized: "The money is held",
  intent_canceled: "The PaymentIntent was seen canceled",
  reader_waiting: "The reader has the payment, and waits for a card",
  attempt_failed: "This presentation is over, and no money moved",
  not_on_reader: "Read after an unknown hand-over: the reader does not have it, and the PaymentIntent is untouched",
  signature_asked: "The reader asks for the signature",
  signature_given: "The guest has signed on the reader",
  signature_failed: "The reader did not take the signature",
  card_collected: "The card was read, and waits to be looked at",
  intent_updated: "The PaymentIntent has another amount now",
  reader_out_of_reach: "The reader that the payment is being taken off cannot be told anything",
  session_opened: "The Checkout Session was made",
  session_still_open: "Read, and nobody has paid yet",
  session_processing: "The guest has finished with a delayed method",
  session_expired: "The session was seen expired",
  session_failed: "The delayed method was refused",
  paid: "Stripe has the money",
  card_seen: "Which card it is",
  hint: "Something happened that only a read can judge",
  outcome_unknown: "No answer came to an effect",
  refused: "Stripe refused an effect for good, and did nothing",
  time_passed: "The time has come that the status asked to be woken at",
  fulfilled: "`fulfil` has run",
  fulfilment_refused: "`fulfil` said that it cannot be done",
};

const besideCommands: Readonly<Record<BesideCommandType, string>> = {
  refund: "Give money back: at most what was taken, and has not gone back or is on its way",
  cancel_refund: "Take a refund off the reader that asks for the card",
  close: "The bill needs no money any more, as after it was paid in cash",
  resolve: "End a review: somebody has looked, and decided",
};

const besideFacts: Readonly<Record<Exclude<BesideInput["type"], BesideCommandType>, string>> = {
  refund_seen: "A refund as Stripe shows it, whoever made it",
  refund_refused: "Stripe refused a refund of ours for good",
  refund_unknown: "No answer came to a refund of ours",
  refund_awaited: "A reader asks for the card that the money goes back to",
  refund_hint: "Something happened on that reader that only a read can judge",
  refunded_total_seen: "How much Stripe counts as given back: whether a refund is missing here",
  dispute_seen: "A bank's objection as Stripe shows it",
  followed: "Something that follows from the order was done, as the kitchen's ticket",
};

/** What grows beside the status, and is heard in every one. */
export function besideTable(): string {
  const rows = [
    ...Object.entries(besideCommands).map(([type, meaning]) => [`\`${type}\``, "command", meaning]),
    ...Object.entries(besideFacts).map(([type, meaning]) => [`\`${type}\``, "fact", meaning]),
  ];
  return table(["Input", "Kind", "Meaning"], rows);
}

/** Everything that a status can hear, with the statuses that hear it. */
export function inputsTable(): string {
  const rows = [
    ...Object.entries(commands).map(([type, meaning]) => row(type, "command", meaning)),
    ...Object.entries(facts).map(([type, meaning]) => row(type, "fact", meaning)),
  ];
  return table(["Input", "Kind", "Meaning", "Heard on a reader", "Heard on a page"], rows);
}

function row(type: string, kind: string, meaning: string): readonly string[] {
  return [`\`${type}\``, kind, meaning, hearers(type, terminalTransitions), hearers(type, checkoutTransitions)];
}

function hearers(type: string, transitions: Readonly<Record<string, object>>): string {
  const statuses = Object.keys(transitions);
  const hearing = statuses.filter((status) => type in (transitions[status] ?? {}));
  if (hearing.length === statuses.length) return "everywhere";
  return hearing.map((status) => `\`${status}\``).join(", ");
}
