/** What Stripe puts under `error` in a failed answer. */
export interface ErrorBody {
  readonly type: "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly decline_code?: string;
  readonly doc_url?: string;
  readonly charge?: string;
  readonly payment_intent?: unknown;
  readonly payment_method?: unknown;
  readonly setup_intent?: unknown;
}

/** A refusal in Stripe's words. Thrown by anything that answers a request; the server turns it into the answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  /** Whether the answer is kept under the idempotency key: true once the operation has begun. */
  readonly stored: boolean;

  constructor(status: number, body: ErrorBody, stored = true) {
    super(body.message);
    this.name = "Refusal";
    this.status = status;
    this.body = body.code ? { doc_url: `https://stripe.com/docs/error-codes/${dashed(body.code)}`, ...body } : body;
    this.stored = stored;
  }
}

/** A 400 about the state of things: kept under the idempotency key. */
export function invalidRequest(message: string, more: Partial<ErrorBody> = {}): Refusal {
  return new Refusal(400, { type: "invalid_request_error", message, ...more });
}

/** A 400 about the parameters themselves: not kept, so the same key may be tried again. */
export function invalidParameter(message: string, param: string, code?: string): Refusal {
  return new Refusal(400, { type: "invalid_request_error", message, param, ...(code && { code }) }, false);
}

/** A 404 `resource_missing`. */
export function missing(what: string, id: string, param = "id"): Refusal {
  const message = `No such ${what}: '${id}'`;
  return new Refusal(404, { type: "invalid_request_error", code: "resource_missing", message, param });
}

/** Valid for Stripe, not simulated: said loudly, because a made-up success would hide a bug. */
export function notSimulated(what: string, param: string): Refusal {
  return invalidParameter(`The simulator does not simulate ${what}. Stripe would accept it.`, param, "not_simulated");
}

function dashed(code: string): string {
  return code.replaceAll("_", "-");
}
