import type { MoneyIsNeverIgnored, Table } from "../payment/machine.ts";
import type { CheckoutInput } from "./inputs.ts";
import type { CheckoutStatus } from "./state.ts";

/**
 * The life of a payment on a Checkout page: what each status hears, and where it may lead.
 *
 * A fact without a cell is old news and changes nothing; a command without a cell is rejected.
 */
export const checkoutTransitions = {
  opening: {
    session_opened: ["open"],
    session_processing: ["processing"],
    refused: ["failed"],
    outcome_unknown: ["opening"],
    paid: ["succeeded"],
    cancel: ["expiring"],
    check: ["opening"],
  },
  open: {
    session_still_open: ["open"],
    session_processing: ["processing"],
    session_expired: ["expired"],
    session_failed: ["failed"],
    paid: ["succeeded"],
    card_seen: ["open"],
    hint: ["open"],
    time_passed: ["open", "expiring"],
    cancel: ["expiring"],
    check: ["open"],
  },
  processing: {
    session_processing: ["processing"],
    session_failed: ["failed"],
    paid: ["succeeded"],
    card_seen: ["processing"],
    hint: ["processing"],
    time_passed: ["processing"],
    check: ["processing"],
  },
  expiring: {
    session_opened: ["expiring"],
    session_processing: ["processing"],
    session_expired: ["canceled"],
    session_failed: ["failed"],
    refused: ["canceled"],
    card_seen: ["expiring"],
    outcome_unknown: ["expiring"],
    paid: ["succeeded"],
    check: ["expiring"],
  },
  succeeded: {
    paid: ["succeeded"],
    card_seen: ["succeeded"],
    fulfilled: ["succeeded"],
    fulfilment_refused: ["succeeded"],
    check: ["succeeded"],
  },
  expired: {
    session_processing: ["processing"],
    paid: ["succeeded"],
    check: ["expired"],
  },
  canceled: {
    session_processing: ["processing"],
    paid: ["succeeded"],
    check: ["canceled"],
  },
  failed: {
    paid: ["succeeded"],
    check: ["failed"],
  },
} as const satisfies Table<CheckoutStatus, CheckoutInput["type"]> & MoneyIsNeverIgnored<CheckoutStatus>;
