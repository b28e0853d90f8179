import type { MoneyIsNeverIgnored, Table } from "../payment/machine.ts";
import type { TerminalInput } from "./inputs.ts";
import type { TerminalStatus } from "./state.ts";

/**
 * The life of a card payment on a reader: what each status hears, and where it may lead.
 *
 * A fact without a cell is old news and changes nothing; a command without a cell is rejected. The rules are typed by this table,
 * the tests walk it, the documentation draws it and a screen's buttons come from it.
 */
export const terminalTransitions = {
  opening: {
    intent_opened: ["collecting"],
    card_present_unavailable: ["canceling"],
    refused: ["failed"],
    outcome_unknown: ["opening"],
    intent_canceled: ["canceled"],
    paid: ["succeeded"],
    cancel: ["canceling"],
    check: ["opening"],
  },
  collecting: {
    reader_waiting: ["collecting"],
    attempt_failed: ["declined"],
    not_on_reader: ["collecting", "declined"],
    intent_processing: ["collecting"],
    intent_authorized: ["requires_capture"],
    intent_canceled: ["canceled"],
    paid: ["succeeded"],
    card_seen: ["collecting"],
    outcome_unknown: ["collecting"],
    hint: ["collecting"],
    time_passed: ["collecting"],
    cancel: ["canceling"],
    check: ["collecting"],
  },
  declined: {
    intent_processing: ["collecting"],
    intent_authorized: ["requires_capture"],
    intent_canceled: ["canceled"],
    paid: ["succeeded"],
    card_seen: ["declined"],
    hint: ["declined"],
    time_passed: ["canceling"],
    retry: ["collecting"],
    cancel: ["canceling"],
    check: ["declined"],
  },
  requires_capture: {
    intent_canceled: ["canceled"],
    paid: ["succeeded"],
    card_seen: ["requires_capture"],
    capture: ["capturing"],
    cancel: ["canceling"],
    check: ["requires_capture"],
  },
  capturing: {
    refused: ["requires_capture"],
    card_seen: ["capturing"],
    outcome_unknown: ["capturing"],
    intent_canceled: ["canceled"],
    paid: ["succeeded"],
    check: ["capturing"],
  },
  canceling: {
    intent_opened: ["canceling"],
    card_present_unavailable: ["canceling"],
    refused: ["canceled"],
    card_seen: ["canceling"],
    outcome_unknown: ["canceling"],
    intent_canceled: ["canceled"],
    paid: ["succeeded"],
    check: ["canceling"],
  },
  succeeded: {
    paid: ["succeeded"],
    card_seen: ["succeeded"],
    fulfilled: ["succeeded"],
    fulfilment_refused: ["succeeded"],
    check: ["succeeded"],
  },
  canceled: {
    paid: ["succeeded"],
    check: ["canceled"],
  },
  failed: {
    paid: ["succeeded"],
    check: ["failed"],
  },
} as const satisfies Table<TerminalStatus, TerminalInput["type"]> & MoneyIsNeverIgnored<TerminalStatus>;
