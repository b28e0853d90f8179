export { errorCodes, TillkitError, type ErrorCode, type ErrorDetails, type ErrorOptions } from "./errors.ts";
export { currencies, type Currency } from "./money/currencies.ts";
export { currencyOf, formatMoney, parseMoney, type Money } from "./money/money.ts";
export type * from "./payment/common.ts";
export type { Dispute, SeenDispute } from "./payment/dispute.ts";
export type { BesideEffect } from "./payment/effects.ts";
export type { BesideCommand, BesideFact, BesideInput, CommonCommand, CommonFact } from "./payment/inputs.ts";
export type { MoneyIsNeverIgnored, Move, Table } from "./payment/machine.ts";
export {
  commandsOf,
  commandTypes,
  decide,
  finalStatuses,
  isAtRest,
  isFinal,
  isWanted,
  moneyMoved,
  namesOf,
  wakeAt,
  type Command,
  type CommandType,
  type Effect,
  type Fact,
  type Input,
  type Payment,
  paymentStatuses,
  type PaymentStatus,
} from "./payment/payment.ts";
export type { OrderAccount } from "./payment/account.ts";
export { openReviews } from "./payment/open-reviews.ts";
export type {
  Presenting,
  ReaderRefundFailureCode,
  Refund,
  RefundFailure,
  RefundReason,
  RefundStatus,
  SeenRefund,
} from "./payment/refund.ts";
export { isOnReader, type ReaderRefund } from "./payment/reader-refund.ts";
export type { Resolution, Review, ReviewMoney, ReviewReason } from "./payment/review.ts";
export { refundableOf, refundedOf, takingsOf, type WithMoney } from "./payment/takings.ts";
export type { DueMoney, FollowUp, Fulfilment, Paid, SettledFields } from "./payment/settle.ts";
export type { SignedSvg, TerminalCommand, TerminalEffect, TerminalFact, TerminalInput } from "./terminal/inputs.ts";
export type { Point, Stroke } from "./signature/strokes.ts";
export {
  mostToCapture,
  type CaptureMethod,
  type Due,
  type HoldDetails,
  type HoldTerms,
  type Tipping,
} from "./terminal/hold.ts";
export type {
  Signature,
  SignaturePolicy,
  Signing,
  SigningFailure,
  SigningFailureCode,
  SigningPlace,
  SigningTerms,
} from "./terminal/signing.ts";
export type {
  Asking,
  Attempt,
  Confirmation,
  Held,
  TerminalCommon,
  TerminalPayment,
  TerminalStatus,
  Withdrawal,
} from "./terminal/state.ts";
export {
  confidentialDeclines,
  declineAdvice,
  publicDecline,
  type DeclineAdvice,
  type NextStep,
} from "./guidance/declines.ts";
export { guidance, stateOf, type Guidance } from "./guidance/guidance.ts";
export { refundGuidance } from "./guidance/refunds.ts";
export { stateWords, type PaymentState, type Tone, type Words } from "./guidance/words.ts";
export { createTill } from "./engine/till.ts";
export type {
  Canceled as TerminalCanceled,
  Canceling as TerminalCanceling,
  Capturing as TerminalCapturing,
  Collecting as TerminalCollecting,
  Declined as TerminalDeclined,
  Failed as TerminalFailed,
  Incrementing as TerminalIncrementing,
  Opening as TerminalOpening,
  RequiresCapture as TerminalRequiresCapture,
  RequiresConfirmation as TerminalRequiresConfirmation,
  RequiresSignature as TerminalRequiresSignature,
  Succeeded as TerminalSucceeded,
} from "./terminal/state.ts";
export type {
  Canceled as CheckoutCanceled,
  Expired as CheckoutExpired,
  Expiring as CheckoutExpiring,
  Failed as CheckoutFailed,
  Open as CheckoutOpen,
  Opening as CheckoutOpening,
  Processing as CheckoutProcessing,
  Succeeded as CheckoutSucceeded,
} from "./checkout/state.ts";
export { terminalTransitions } from "./terminal/transitions.ts";
export type { CheckoutCommand, CheckoutEffect, CheckoutFact, CheckoutInput } from "./checkout/inputs.ts";
export type { CheckoutCommon, CheckoutLine, CheckoutPayment, CheckoutStatus } from "./checkout/state.ts";
export { checkoutTransitions } from "./checkout/transitions.ts";
export type { Clock } from "./ports/clock.ts";
export type * from "./ports/gateway.ts";
export type * from "./ports/reader.ts";
export * from "./ports/tips.ts";
export type * from "./ports/idempotency.ts";
export type * from "./ports/store.ts";
export type * from "./engine/reports.ts";
export type * from "./engine/types/events.ts";
export type * from "./engine/types/options.ts";
export type * from "./engine/types/orders.ts";
export type * from "./engine/types/readers.ts";
export type * from "./engine/types/requests.ts";
export type * from "./engine/types/till.ts";
export { readEntries, readStored, readText, type Row } from "./rows.ts";
export { memoryStore } from "./memory-store.ts";
export { mustBeIdempotencyKey } from "./idempotency-key.ts";
export { memoryIdempotency } from "./memory-idempotency.ts";
