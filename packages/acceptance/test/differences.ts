/** What may differ between two orders of the same two facts, although they lead to the same status. */
export interface Difference {
  /** Each as `one + other`. */
  readonly pairs: readonly string[];
  /** Fields of the payment. */
  readonly fields: readonly string[];
  /** Why that does no harm. */
  readonly why: string;
}

/** Every difference that there is: a test tries all pairs of facts in all statuses, both ways, and finds exactly these. */
export const differences: readonly Difference[] = [
  {
    why: "Progress is a stage on the way: the read that follows it decides.",
    fields: ["stage"],
    pairs: [
      "signature_given + outcome_unknown",
      "outcome_unknown + time_passed",
      "outcome_unknown + intent_opened",
      "outcome_unknown + card_present_unavailable",
      "outcome_unknown + intent_processing",
      "outcome_unknown + reader_waiting",
      "time_passed + intent_opened",
      "time_passed + intent_processing",
      "intent_opened + intent_processing",
      "intent_opened + reader_waiting",
    ],
  },
  {
    why: "What a reader says before its payment is known to be made is old news, and is read again.",
    fields: ["onReader"],
    pairs: ["intent_opened + intent_processing", "intent_opened + reader_waiting"],
  },
  {
    why: "What was not handed over is not handed over again.",
    fields: ["dispatch"],
    pairs: ["intent_opened + not_on_reader"],
  },
  {
    why: "A time that is up before anything was on a reader is heard of again.",
    fields: ["withdrawal"],
    pairs: ["time_passed + intent_opened"],
  },
  {
    why: "Money that comes after the end is held for a person, whose order is made when they say so.",
    fields: ["fulfilment", "review"],
    pairs: [
      "paid + refused",
      "paid + intent_canceled",
      "paid + session_processing",
      "paid + session_expired",
      "paid + session_failed",
    ],
  },
  {
    why: "Nobody is asked to sign for a payment that had ended.",
    fields: ["asking"],
    pairs: ["paid + intent_canceled"],
  },
  {
    why: "The host answers once, and only for what is paid.",
    fields: ["fulfilment", "review"],
    pairs: ["fulfilled + fulfilment_refused", "paid + fulfilment_refused"],
  },
  { why: "The host answers only for what is paid.", fields: ["fulfilment"], pairs: ["paid + fulfilled"] },
  {
    why: "A card is learned of a payment that has begun and has not ended: without money it is of no use, and with it it comes again.",
    fields: ["card"],
    pairs: [
      "card_collected + attempt_failed",
      "card_collected + not_on_reader",
      "card_seen + card_present_unavailable",
      "card_seen + intent_canceled",
      "card_seen + intent_opened",
      "card_seen + refused",
      "card_seen + session_expired",
      "card_seen + session_failed",
      "card_seen + session_opened",
      "card_seen + session_processing",
      "intent_authorized + card_collected",
      "intent_canceled + card_collected",
    ],
  },
  {
    why: "An attempt ends once, and keeps the first reason that was heard.",
    fields: ["attempts", "failure"],
    pairs: ["attempt_failed + not_on_reader", "card_collected + not_on_reader"],
  },
  {
    why: "A payment ends once, and keeps the first reason that was heard.",
    fields: ["failure", "paymentIntentId"],
    pairs: ["card_present_unavailable + intent_canceled"],
  },
  {
    why: "What was canceled before it was known to be made is named by nobody.",
    fields: ["paymentIntentId"],
    pairs: ["intent_opened + intent_canceled"],
  },
  {
    why: "A payment whose time is up ends by that, or by what was heard before.",
    fields: ["cancelReason"],
    pairs: ["time_passed + attempt_failed", "time_passed + not_on_reader", "time_passed + intent_canceled"],
  },
  {
    why: "An attempt whose payment is called off first has no other end.",
    fields: ["attempts"],
    pairs: ["time_passed + attempt_failed", "time_passed + not_on_reader"],
  },
  {
    why: "A signature for money that is held no more is for nothing.",
    fields: ["signing"],
    pairs: ["signature_given + intent_canceled"],
  },
  {
    why: "A reader's question has one end, the first that was heard; the guest can still sign on the screen.",
    fields: ["signing", "signingFailure"],
    pairs: ["signature_given + signature_failed", "signature_given + time_passed"],
  },
  {
    why: "A question that was given up before the money came is known to have been.",
    fields: ["signingFailure"],
    pairs: ["paid + time_passed"],
  },
];
