import type { CheckoutInput, TerminalInput } from "@tillkit/core";
import { evidence, NOON } from "./states.ts";

const at = NOON + 60_000;

/** Every input a terminal payment can hear. A new type that is missing here does not compile. */
export const terminalInputs: { readonly [Type in TerminalInput["type"]]: Extract<TerminalInput, { type: Type }> } = {
  check: { type: "check", at },
  retry: { type: "retry", at, deadlineAt: at + 120_000 },
  swap_reader: { type: "swap_reader", at, readerId: "tmr_2", deadlineAt: at + 120_000 },
  change_amount: { type: "change_amount", at, amount: 1_500, deadlineAt: at + 120_000 },
  confirm: { type: "confirm", at },
  cancel: { type: "cancel", at, reason: "cashier" },
  capture: { type: "capture", at },
  increment: { type: "increment", at, amount: 2_000 },
  sign: { type: "sign", at, signature: { svg: "<svg/>", sha256: "0", source: "screen", at } },
  ask_signature: { type: "ask_signature", at },
  refuse_signature: { type: "refuse_signature", at },
  signature_asked: { type: "signature_asked", at, round: 1 },
  signature_given: { type: "signature_given", at, round: 1, drawing: { svg: "<svg/>", sha256: "0" } },
  signature_failed: { type: "signature_failed", at, round: 1, failure: { code: "signature_timed_out" } },
  paid: { type: "paid", at, evidence },
  card_seen: { type: "card_seen", at, card: { brand: "visa", last4: "4242" } },
  hint: { type: "hint", at },
  outcome_unknown: { type: "outcome_unknown", at, effect: "hand_to_reader" },
  refused: { type: "refused", at, effect: "capture_intent", message: "No." },
  time_passed: { type: "time_passed", at: at + 86_400_000 },
  fulfilled: { type: "fulfilled", at },
  fulfilment_refused: { type: "fulfilment_refused", at, reason: "sold out" },
  intent_opened: { type: "intent_opened", at, paymentIntentId: "pi_1" },
  card_present_unavailable: { type: "card_present_unavailable", at, paymentIntentId: "pi_1" },
  intent_processing: { type: "intent_processing", at },
  intent_authorized: { type: "intent_authorized", at, paymentIntentId: "pi_1", amount: 1_250 },
  intent_canceled: { type: "intent_canceled", at },
  reader_waiting: { type: "reader_waiting", at, attempt: 1 },
  card_collected: { type: "card_collected", at, attempt: 1, card: { brand: "visa", last4: "4242" } },
  intent_updated: { type: "intent_updated", at, attempt: 1, amount: 1_250 },
  reader_out_of_reach: { type: "reader_out_of_reach", at, attempt: 1 },
  attempt_failed: { type: "attempt_failed", at, attempt: 1, failure: { code: "card_declined" }, chargeId: "ch_0" },
  not_on_reader: { type: "not_on_reader", at, attempt: 1, dispatch: 1 },
};

/** Every input a checkout payment can hear. A new type that is missing here does not compile. */
export const checkoutInputs: { readonly [Type in CheckoutInput["type"]]: Extract<CheckoutInput, { type: Type }> } = {
  check: { type: "check", at },
  cancel: { type: "cancel", at, reason: "cashier" },
  paid: { type: "paid", at, evidence: { ...evidence, checkoutSessionId: "cs_1" } },
  card_seen: { type: "card_seen", at, card: { brand: "visa", last4: "4242" } },
  hint: { type: "hint", at },
  outcome_unknown: { type: "outcome_unknown", at, effect: "expire_session" },
  refused: { type: "refused", at, effect: "open_session", message: "No." },
  time_passed: { type: "time_passed", at: at + 86_400_000 },
  fulfilled: { type: "fulfilled", at },
  fulfilment_refused: { type: "fulfilment_refused", at, reason: "sold out" },
  session_opened: { type: "session_opened", at, checkoutSessionId: "cs_1", url: "https://checkout.example/cs_1" },
  session_still_open: { type: "session_still_open", at },
  session_processing: { type: "session_processing", at },
  session_expired: { type: "session_expired", at, checkoutSessionId: "cs_1" },
  session_failed: { type: "session_failed", at, failure: { code: "async_payment_failed" } },
};
