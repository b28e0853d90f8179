import type { Failure } from "@tillkit/core";
import type { Metadata } from "../metadata.ts";
import type { SeenMethod } from "./charge.ts";
import { chargeOf, type SeenError, type SeenIntent } from "./intent.ts";

/** What tillkit reads of a Reader. */
export interface SeenReader {
  readonly id: string;
  readonly action?: SeenAction | null;
}

/** What a reader does, or did last. Stripe gives it neither an id nor a time: it is known by the PaymentIntent in it. */
export interface SeenAction {
  readonly type: string;
  readonly status: string;
  readonly failure_code?: string | null;
  readonly failure_message?: string | null;
  /** Why Stripe refused; only from readers with newer software, and only when it was Stripe that refused. */
  readonly api_error?: SeenError | null;
  readonly process_payment_intent?: Holder | null;
  readonly collect_payment_method?: (Holder & { readonly payment_method?: SeenMethod | null }) | null;
  readonly confirm_payment_intent?: Holder | null;
  readonly collect_inputs?: SeenQuestions | null;
  readonly refund_payment?: { readonly metadata?: Metadata } | null;
}

/** Questions to the guest. Stripe gives them no id: they are known by their metadata. */
interface SeenQuestions {
  readonly inputs?: readonly SeenInput[];
  readonly metadata?: Metadata;
}

/** One question, and its answer. */
interface SeenInput {
  readonly type: string;
  readonly skipped?: boolean;
  /** The id of a file. */
  readonly signature?: { readonly value?: string | null } | null;
}

interface Holder {
  readonly payment_intent?: string | { readonly id: string } | null;
}

/** How an attempt ended without money. */
export interface FailedAttempt {
  readonly failure: Failure;
  /** The declined charge. */
  readonly chargeId?: string;
}

/** The PaymentIntent that an action is about. */
export function intentIdOf(action: SeenAction): string | undefined {
  const holder = action.process_payment_intent ?? action.collect_payment_method ?? action.confirm_payment_intent;
  const intent = holder?.payment_intent;
  return typeof intent === "string" ? intent : intent?.id;
}

/**
 * Why a failed action failed, and its charge. `declined` is a decline that the PaymentIntent tells of and that is new.
 *
 * `undefined` for `connection_error` without a decline: the reader lost its connection, and the payment may have gone through.
 */
export function failureOf(action: SeenAction, declined: FailedAttempt | undefined): FailedAttempt | undefined {
  const { failure_code: code, failure_message: text, api_error: apiError } = action;
  if (code === "connection_error") return declined;
  if (code === "customer_canceled") return { failure: { code: "customer_canceled", ...message(text) } };
  if (apiError !== null && apiError !== undefined) {
    return { failure: refusal(apiError), ...(apiError.charge ? { chargeId: apiError.charge } : {}) };
  }
  if (declined !== undefined) return declined;
  if (code === "card_declined") return { failure: { code: "card_declined", ...message(text) } };
  return { failure: { code: "reader_failed", ...(code ? { stripeCode: code } : {}), ...message(text) } };
}

/** The decline that a PaymentIntent remembers: its last error, or its last charge where that failed. */
export function declineOf(intent: SeenIntent): FailedAttempt | undefined {
  const { id, seen } = chargeOf(intent);
  const error = intent.last_payment_error;
  const chargeId = error?.charge ?? id;
  if (error !== null && error !== undefined) return { failure: refusal(error), ...(chargeId ? { chargeId } : {}) };
  if (seen?.status !== "failed") return undefined;
  const declineCode = seen.outcome?.reason;
  return {
    failure: {
      code: "card_declined",
      ...(declineCode ? { declineCode } : {}),
      ...(seen.failure_code ? { stripeCode: seen.failure_code } : {}),
    },
    chargeId: seen.id,
  };
}

function refusal(error: SeenError): Failure {
  return {
    code: error.type === undefined || error.type === "card_error" ? "card_declined" : "refused_by_stripe",
    ...(error.decline_code ? { declineCode: error.decline_code } : {}),
    ...(error.code ? { stripeCode: error.code } : {}),
    ...message(error.message),
  };
}

function message(text: string | null | undefined): { readonly message?: string } {
  return text ? { message: text } : {};
}
