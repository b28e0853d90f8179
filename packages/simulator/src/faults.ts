import type { Randomness } from "./random.ts";
import { checkPattern, isRequest } from "./request-pattern.ts";
import { ruleBook } from "./rules.ts";
import type { Counted, Rule, RuleBook } from "./rules.ts";

/** What goes wrong with a request. */
export type FaultKind =
  /** Nothing at all, whatever other rules say: for scripts. */
  | "none"
  /** The connection is reset before anything is done. */
  | "lose_request"
  /** Everything is done, then the connection is reset. */
  | "lose_answer"
  /** Everything is done, then the connection breaks in the middle of the body. */
  | "truncate_body"
  /** Everything is done, and no answer ever comes; the connection stays. */
  | "hang"
  /** 429 instead of the work: too many requests a second, or two writers at one object. Not kept under the key. */
  | "rate_limit"
  | "lock_timeout"
  /** The work starts this much later; meanwhile its idempotency key is in use. */
  | { readonly delayMs: number }
  /** Everything is done at once, and the answer comes this much later. */
  | { readonly answerAfterMs: number }
  /** Half of the body comes at once, the rest this much later. */
  | { readonly slowBodyMs: number }
  /**
   * A server error instead of the work, or with `worked` after it; `stored` keeps it under the idempotency key.
   * `shouldRetry` is what the header `Stripe-Should-Retry` tells the client, absent when absent.
   */
  | { readonly status: number; readonly stored?: boolean; readonly worked?: boolean; readonly shouldRetry?: boolean }
  /** Stripe's own refusal instead of the work, kept under the key unless it is a 401, 403, 409 or 429. */
  | {
      readonly shouldRetry?: boolean;
      readonly error: {
        readonly status: number;
        readonly type: "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";
        readonly code?: string;
        readonly message: string;
        readonly decline_code?: string;
      };
    };

/** What goes wrong with which requests. */
export interface FaultRule extends Rule<FaultKind> {
  /** Verb and path, each possibly `*`, with `{id}` for any id: `POST /v1/payment_intents/{id}/cancel`, `* *`. */
  readonly on: string;
}

/** A rule with how often it matched and struck. */
export type ActiveFault = FaultRule & Counted;

/** The rules in force for requests. */
export type Faults = RuleBook<FaultKind, FaultRule, { readonly method: string; readonly path: string }>;

/** The rules of an earlier run, if there was one, and no others yet. */
export function faults(random: Randomness, changed: () => void, earlier?: readonly ActiveFault[]): Faults {
  return ruleBook({
    random,
    name: "fault",
    means: ({ on }, { method, path }) => isRequest(on, method, path),
    check,
    changed,
    earlier,
  });
}

function check({ on }: FaultRule, kinds: readonly FaultKind[]): void {
  checkPattern(on);
  kinds.forEach(checkKind);
}

function checkKind(kind: FaultKind): void {
  if (typeof kind === "string") return;
  for (const [name, value] of Object.entries({ ...kind, ...("error" in kind && kind.error) })) {
    if (name.endsWith("Ms") && !(Number(value) >= 0)) throw new RangeError(`${name} must be 0 or more`);
    if (name === "status" && !(Number.isInteger(value) && Number(value) >= 400 && Number(value) <= 599))
      throw new RangeError("status must be 400 to 599");
  }
}
