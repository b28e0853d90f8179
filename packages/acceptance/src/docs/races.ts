import { table } from "./table.ts";

/** Pairs of inputs whose order decides the status that they lead to. */
export interface Race {
  /** Each as `one + other`. */
  readonly pairs: readonly string[];
  /** Why the order matters, and why that does no harm. */
  readonly why: string;
}

/** Every pair whose order matters; a test tries all pairs in all statuses, both ways, and finds exactly these. */
export const races: readonly Race[] = [
  {
    why: "Two answers that rule each other out: only one of them is ever given.",
    pairs: [
      "refused + intent_opened",
      "refused + card_present_unavailable",
      "refused + intent_canceled",
      "signature_given + signature_failed",
      "refused + session_opened",
      "refused + session_failed",
      "session_expired + session_failed",
    ],
  },
  {
    why: "The one makes the other possible. What comes too early is old news; the read that follows brings it again.",
    pairs: [
      "intent_opened + intent_authorized",
      "intent_opened + card_collected",
      "intent_opened + attempt_failed",
      "capture + intent_authorized",
      "capture + refused",
      "increment + refused",
      "sign + intent_authorized",
      "refuse_signature + intent_authorized",
      "sign + refused",
      "signature_given + refused",
      "session_opened + session_processing",
      "session_opened + session_expired",
      "session_opened + session_failed",
    ],
  },
  {
    why: "The cashier races the end of an attempt. First, the command is carried out on it; second, it meets a payment that has ended, or waits for the cashier, and is refused where it has no meaning.",
    pairs: [
      "retry + attempt_failed",
      "retry + not_on_reader",
      "swap_reader + attempt_failed",
      "swap_reader + not_on_reader",
      "change_amount + attempt_failed",
      "change_amount + not_on_reader",
      "cancel + refused",
      "cancel + session_expired",
      "cancel + session_failed",
    ],
  },
  {
    why: "The cashier races the guest. A card that was shown another amount than is owed now is let go; nobody says yes to a card that is not there.",
    pairs: ["change_amount + card_collected", "confirm + card_collected"],
  },
  {
    why: "The time is up, or it is not. What is called off can still be paid by a tap that was faster, and is heard.",
    pairs: [
      "time_passed + card_collected",
      "time_passed + attempt_failed",
      "time_passed + not_on_reader",
      "time_passed + intent_processing",
      "time_passed + intent_authorized",
      "confirm + time_passed",
      "retry + time_passed",
      "sign + time_passed",
      "signature_given + time_passed",
    ],
  },
  {
    why: "Progress is only a stage on the way: the read that follows it decides.",
    pairs: [
      "intent_processing + card_collected",
      "intent_processing + attempt_failed",
      "intent_processing + not_on_reader",
      "session_processing + session_failed",
    ],
  },
  {
    why: "The reader may not take the payment in this way, whatever is asked of it: it is called off. What the reader said of an earlier presentation is old news by then, and money is heard.",
    pairs: [
      "retry + card_present_unavailable",
      "confirm + card_present_unavailable",
      "card_present_unavailable + intent_processing",
      "card_present_unavailable + intent_authorized",
      "card_present_unavailable + card_collected",
      "card_present_unavailable + attempt_failed",
      "card_present_unavailable + not_on_reader",
    ],
  },
  {
    why: "Two people want different things. The first is obeyed; the second is told how the payment stands.",
    pairs: [
      "capture + sign",
      "capture + signature_given",
      "increment + sign",
      "increment + signature_given",
      "sign + refuse_signature",
      "refuse_signature + signature_given",
      "cancel + sign",
      "cancel + signature_given",
      "cancel + capture",
      "cancel + increment",
      "capture + increment",
    ],
  },
];

/** The pairs whose order matters. */
export const racesTable = (): string =>
  table(
    ["Order matters between", "Why, and why it does no harm"],
    races.map(({ pairs, why }) => [pairs.map((pair) => `\`${pair}\``).join(", "), why]),
  );
