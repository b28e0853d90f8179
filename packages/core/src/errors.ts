/**
 * Every code that tillkit can answer with, and the HTTP status it becomes.
 *
 * The code is the contract; messages are for people and may change.
 */
export const errorCodes = {
  /** A field is missing, of the wrong shape, or has no meaning. `details` names it. */
  invalid_request: 400,
  /** The amount is negative, fractional, not a safe integer, or breaks the currency's step. */
  invalid_amount: 400,
  /** The currency is not one that Stripe charges in. */
  unknown_currency: 400,
  /** Readers take the currency of the country they stand in, and this is another. `details.local` says which it is. */
  currency_not_local: 400,
  /** Less than Stripe's minimum charge in this currency. */
  amount_too_small: 400,
  /** More than Stripe's maximum charge in this currency. */
  amount_too_large: 400,
  /** What was drawn is too little to be a signature. */
  signature_empty: 400,
  /** The body is not JSON, or not a JSON object. */
  malformed_body: 400,
  /** The `Idempotency-Key` is not a string of 1 to 255 characters. */
  idempotency_key_invalid: 400,
  /** The delivery carries no valid Stripe signature. `details.reason` says which check failed. */
  webhook_signature_invalid: 400,
  /** The delivery belongs to the other mode (test or live). */
  webhook_wrong_mode: 400,
  /** `authorize` said no. */
  forbidden: 403,
  /** No payment has this id in this tenant. */
  payment_not_found: 404,
  /** Nobody has said what this order costs (`till.orders.set`). */
  order_not_found: 404,
  /** Nothing of this id is parked: it was decided about before, or never there. */
  parked_not_found: 404,
  /** Stripe names no default configuration of the account's readers: Terminal was never opened there. */
  configuration_not_found: 404,
  /** Stripe knows no such location under this key and mode. */
  location_not_found: 404,
  /** Nobody has signed this payment. */
  signature_not_found: 404,
  /** Stripe knows no such reader under this key and mode. */
  reader_not_found: 404,
  /** The code or link is none of ours, belongs to another tenant, or was replaced: which of these is not told. */
  guest_link_invalid: 404,
  /** No such route. */
  route_not_found: 404,
  /** The route exists, but not for this method. */
  method_not_allowed: 405,
  /** The command does not fit the payment's status. */
  transition_rejected: 409,
  /** More was to be captured than is held, and the card does not allow it. */
  overcapture_unavailable: 409,
  /** The hold cannot be raised: the card does not allow it, or it was not asked for. */
  increment_unavailable: 409,
  /** The reader has something else to do. `details` names the payment, its register, or what another application runs on it. */
  reader_busy: 409,
  /** What runs on the reader is not what was expected; nothing was changed. `details.paymentIntentId` says what it is about. */
  reader_changed: 409,
  /** Other locations go by the same Terminal Configuration and would change with this one. `details.sharedWith` names them, comma-separated. */
  configuration_shared: 409,
  /** Stripe did not take the registration code: it is wrong, used, or has run out. */
  registration_refused: 409,
  /** The reference is in use by a payment of another amount, currency or flow, or by a refund of another amount. */
  reference_in_use: 409,
  /** The host has closed the bill of this reference, as after it was paid in cash. */
  reference_closed: 409,
  /** The host has closed the order: it takes no other share. */
  order_closed: 409,
  /** The share is more than the order leaves to be asked for; the rest is paid, or being paid by others. `details.left` says how much. */
  share_too_large: 409,
  /** More than was taken and is not given back, or on its way back. `details.refundable` says what is left. */
  refund_too_large: 409,
  /** The card must be presented on a reader for this refund (Interac): name the reader. */
  refund_needs_card: 409,
  /** The bill costs something else than the guest was shown; nothing was charged. */
  basket_changed: 409,
  /** The host's `price` said that this cannot be sold. The message is the host's. */
  basket_refused: 409,
  /** There is no open page that a guest could pay on. */
  page_not_open: 409,
  /** The payment has brought no money and holds none: there is nothing to print. */
  receipt_unavailable: 409,
  /** Too many writers at once on one payment; nothing was changed. */
  store_conflict: 409,
  /** A request with the same `Idempotency-Key` is still being worked on. */
  idempotency_in_progress: 409,
  /** The link to a bill has run out: scan the table's code again. */
  guest_link_expired: 410,
  /** The body is larger than the limit. */
  body_too_large: 413,
  /** A body that is not `application/json`. */
  unsupported_media_type: 415,
  /** The `Idempotency-Key` belongs to another request: another route or another body. */
  idempotency_key_reused: 422,
  /** No secret key was given. */
  secret_key_missing: 500,
  /** A publishable key (`pk_…`) was given where a secret or restricted key is needed. */
  publishable_key_given: 500,
  /** Stripe does not accept the key, or it is not a Stripe key. */
  invalid_key: 500,
  /** The key may not do this; the message names the permission. */
  missing_permission: 500,
  /** The webhook signing secret is missing, blank or not `whsec_…`. */
  webhook_secret_invalid: 500,
  /** Something parsed the body before tillkit could read its bytes. */
  raw_body_unavailable: 500,
  /** `fulfil` returned a promise inside a transaction that cannot wait for one. */
  fulfil_not_synchronous: 500,
  /** The host's `fulfil` threw, and will be called again. */
  fulfil_failed: 500,
  /** What follows from an order threw, and will be called again. */
  afterwards_failed: 500,
  /** `fulfil` answered with a refusal that has no reason. */
  fulfil_answer_invalid: 500,
  /** A store was used after `close()`, or its file was made by a newer tillkit. */
  store_unusable: 500,
  /** What was done in the background threw something that is none of tillkit's errors; it is the `cause`. Told by `trouble`. */
  background_failed: 500,
  /** An option of `createTill`, a store or an adapter makes no sense. */
  invalid_option: 500,
  /** The reader does not answer, or is switched off. */
  reader_unreachable: 503,
  /** Stripe could not be reached, or did not answer; nothing is known of the outcome. */
  stripe_unavailable: 503,
} as const satisfies Record<string, number>;

/** The closed list of tillkit's error codes. */
export type ErrorCode = keyof typeof errorCodes;

/** What was seen, in values that are safe to show and log: no secrets, no card data. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/** What a {@link TillkitError} is made from, beside its code and message. */
export interface ErrorOptions {
  /** What was seen. */
  readonly details?: ErrorDetails;
  /** Whether the same request may be sent again unchanged. Default: false. */
  readonly retryable?: boolean;
  /** The error underneath. */
  readonly cause?: unknown;
}

const brand = Symbol.for("tillkit.error");

/** The one error class of tillkit: a stable `code`, a sentence that says what happened and what to do, and what was seen. */
export class TillkitError extends Error {
  declare readonly name: "TillkitError";
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, { details = {}, retryable = false, cause }: ErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
    this.retryable = retryable;
  }

  // Once for all: whoever knocks with forged webhooks by the thousand should not cost more than one object each.
  static {
    Object.defineProperty(this.prototype, "name", { value: "TillkitError" });
    Object.defineProperty(this.prototype, brand, { value: true });
  }

  /** The HTTP status of this code. */
  get status(): number {
    return errorCodes[this.code];
  }

  /** Where the code is explained, as a link relative to the project's documentation. */
  get docUrl(): string {
    return `docs/reference/errors.md#${this.code}`;
  }

  /** Recognises a tillkit error, also one thrown by a second copy of the package. */
  static is(value: unknown): value is TillkitError {
    return value instanceof Error && brand in value;
  }
}
