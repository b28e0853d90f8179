/** What can be done after an attempt that brought no money, the best first. */
export type NextStep =
  /** Present the same card again. */
  | "try_again"
  /** Insert the card, and enter the PIN. */
  | "insert_card"
  | "other_card"
  /** Cash, or a payment page. */
  | "other_means"
  | "other_reader"
  /** Somebody should go and see what it shows. */
  | "look_at_reader"
  /** The guest may have paid this already: look before charging. */
  | "look_for_payment"
  | "call_bank";

/** What may be said of a decline, and to whom. */
export interface DeclineAdvice {
  /** For the till's screen, which the guest can see. */
  readonly cashier: string;
  /** For the guest. */
  readonly guest: string;
  readonly steps: readonly NextStep[];
}

/**
 * Reasons that nobody at the till may learn, and a thief least of all: Stripe asks to show them as any other decline
 * (docs.stripe.com/declines/codes).
 */
export const confidentialDeclines = [
  "lost_card",
  "stolen_card",
  "pickup_card",
  "fraudulent",
  "merchant_blacklist",
] as const;

const confidential: ReadonlySet<string> = new Set(confidentialDeclines);

/** A code of Stripe's as it may be shown: reasons that must stay confidential become `generic_decline`. */
export function publicDecline(code: string): string {
  return confidential.has(code) ? "generic_decline" : code;
}

const noReason: DeclineAdvice = {
  cashier: "Declined by the bank, no reason given.",
  guest: "Your bank has declined this card. Please use another one.",
  steps: ["other_card", "other_means"],
};

const enterPin: DeclineAdvice = {
  cashier: "The card has to be inserted, with its PIN.",
  guest: "Please insert the card and enter your PIN.",
  steps: ["insert_card", "other_card"],
};

const wrongPin: DeclineAdvice = {
  cashier: "The PIN was wrong.",
  guest: "The PIN was not right. Please try again.",
  steps: ["insert_card", "other_card"],
};

const limitReached: DeclineAdvice = {
  cashier: "The card's limit is reached.",
  guest: "This card's limit is reached. Please use another one.",
  steps: ["other_card", "other_means"],
};

const bankSilent: DeclineAdvice = {
  cashier: "The bank could not answer. It may do so the next time.",
  guest: "Your bank could not be reached. Please try again.",
  steps: ["try_again", "other_card"],
};

const notHere: DeclineAdvice = {
  cashier: "This card cannot be used for this.",
  guest: "This card cannot be used here. Please use another one.",
  steps: ["other_card", "other_means"],
};

/** By Stripe's decline code. What is not here was declined for no reason that anybody may tell. */
const advice: ReadonlyMap<string, DeclineAdvice> = new Map([
  [
    "insufficient_funds",
    {
      cashier: "There is not enough money on the card.",
      guest: "This card could not be charged. Please use another one.",
      steps: ["other_card", "other_means"],
    },
  ],
  [
    "expired_card",
    {
      cashier: "The card has expired.",
      guest: "This card has expired. Please use another one.",
      steps: ["other_card", "other_means"],
    },
  ],
  [
    "pin_try_exceeded",
    {
      cashier: "A wrong PIN was entered too often.",
      guest: "The PIN was entered wrongly too often. Please use another card.",
      steps: ["other_card", "other_means"],
    },
  ],
  ["withdrawal_count_limit_exceeded", limitReached],
  ["card_velocity_exceeded", limitReached],
  ["offline_pin_required", enterPin],
  ["online_or_offline_pin_required", enterPin],
  ["incorrect_pin", wrongPin],
  ["invalid_pin", wrongPin],
  [
    "mobile_device_authentication_required",
    {
      cashier: "The phone has to be unlocked first.",
      guest: "Please unlock your phone, and hold it to the reader again.",
      steps: ["try_again", "other_card"],
    },
  ],
  ["processing_error", bankSilent],
  ["reenter_transaction", bankSilent],
  ["issuer_not_available", bankSilent],
  ["try_again_later", bankSilent],
  ["approve_with_id", bankSilent],
  [
    "duplicate_transaction",
    {
      cashier: "The bank has seen the same payment just now. Look whether this bill is paid already.",
      guest: "Your bank has just seen the same payment. We are looking it up.",
      steps: ["look_for_payment", "other_card"],
    },
  ],
  [
    "call_issuer",
    {
      cashier: "The guest's bank wants to be called.",
      guest: "Please call your bank, or use another card.",
      steps: ["other_card", "call_bank"],
    },
  ],
  ["card_not_supported", notHere],
  ["currency_not_supported", notHere],
  ["transaction_not_allowed", notHere],
  ["service_not_allowed", notHere],
  ["not_permitted", notHere],
  [
    "testmode_decline",
    {
      cashier: "A test card cannot pay real money.",
      guest: "This is a test card. Please use another one.",
      steps: ["other_card"],
    },
  ],
]);

/** What may be said of a decline. Reads no more out of a confidential reason than out of none. */
export function declineAdvice(declineCode?: string): DeclineAdvice {
  return advice.get(declineCode ?? "") ?? noReason;
}
