import type { Decline } from "../objects/presentation.ts";

/** The refusal for a code and decline code, with words a cashier could read out. */
export function decline(code: string, declineCode?: string): Decline {
  const message = messages[declineCode ?? code] ?? messages[code] ?? "Your card was declined.";
  return { code, message, ...(declineCode && { declineCode }) };
}

/** Whether a code is a bank's reason, and not the reader's. */
export function isDeclineCode(code: string): boolean {
  return declineCodes.has(code);
}

/** Amounts whose last two digits decide the outcome of Stripe's physical test card (page Terminal testing). */
export function declineByAmount(amount: number): Decline | undefined {
  const declineCode = endings[amount % 100];
  return declineCode === undefined ? undefined : decline("card_declined", declineCode);
}

/** Amounts ending in 02 or 03 want a PIN first. */
export function pinByAmount(amount: number): "offline_pin_required" | "online_or_offline_pin_required" | undefined {
  const ending = amount % 100;
  if (ending === 2) return "offline_pin_required";
  return ending === 3 ? "online_or_offline_pin_required" : undefined;
}

/** Page Card decline codes. */
const declineCodes = new Set(
  (
    "authentication_required authentication_not_handled approve_with_id call_issuer card_not_supported " +
    "card_velocity_exceeded currency_not_supported do_not_honor do_not_try_again duplicate_transaction expired_card " +
    "fraudulent generic_decline incorrect_cvc incorrect_number incorrect_pin incorrect_zip insufficient_funds " +
    "invalid_account invalid_amount invalid_cvc invalid_expiry_month invalid_expiry_year invalid_number invalid_pin " +
    "issuer_not_available lost_card merchant_blacklist new_account_information_available no_action_taken " +
    "not_permitted offline_pin_required online_or_offline_pin_required pickup_card pin_try_exceeded processing_error " +
    "reenter_transaction restricted_card revocation_of_all_authorizations revocation_of_authorization " +
    "security_violation service_not_allowed stolen_card stop_payment_order testmode_decline transaction_not_allowed " +
    "try_again_later withdrawal_count_limit_exceeded mobile_device_authentication_required"
  ).split(" "),
);

const endings: Readonly<Record<number, string>> = {
  1: "call_issuer",
  5: "generic_decline",
  55: "incorrect_pin",
  65: "withdrawal_count_limit_exceeded",
  75: "pin_try_exceeded",
};

const messages: Readonly<Record<string, string>> = {
  card_declined: "Your card was declined.",
  expired_card: "Your card has expired.",
  authentication_required: "Your card was declined. This transaction requires authentication.",
  card_velocity_exceeded: "Your card was declined for making repeated attempts too frequently.",
  incorrect_cvc: "Your card's security code is incorrect.",
  incorrect_number: "Your card number is incorrect.",
  invalid_cvc: "Your card's security code is invalid.",
  invalid_expiry_month: "Your card's expiration month is invalid.",
  invalid_expiry_year: "Your card's expiration year is invalid.",
  payment_intent_authentication_failure:
    "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
  setup_intent_authentication_failure:
    "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
  test_mode_live_card: "Your card was declined. Only test cards are taken here, and this is not one of them.",
  incorrect_pin: "The PIN is not correct.",
  insufficient_funds: "Your card has insufficient funds.",
  offline_pin_required: "Your card was declined. It asks for a PIN.",
  online_or_offline_pin_required: "Your card was declined. It asks for a PIN.",
  pin_try_exceeded: "The PIN was tried too often.",
  processing_error: "An error occurred while processing your card. Try again in a little bit.",
};
