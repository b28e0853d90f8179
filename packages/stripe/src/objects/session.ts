import type { Evidence, News } from "@tillkit/core";
import { labelsOf, type Metadata } from "../metadata.ts";
import { cardOf } from "./charge.ts";
import { chargeOf, type SeenIntent } from "./intent.ts";
import { presentedOf, type SeenPresentment } from "./presentment.ts";

/** What tillkit reads of a Checkout Session, in every API version it may come in. */
export interface SeenSession {
  readonly id: string;
  readonly status?: string | null;
  readonly payment_status: string;
  readonly payment_intent?: string | SeenIntent | null;
  readonly amount_total?: number | null;
  readonly currency?: string | null;
  readonly livemode: boolean;
  readonly presentment_details?: SeenPresentment | null;
  readonly url?: string | null;
  readonly metadata?: Metadata;
}

/** The PaymentIntent of a session: its id, and itself where it came with the session. Absent until the guest has confirmed. */
export function intentOf({ payment_intent: intent }: SeenSession): {
  readonly id?: string;
  readonly seen?: SeenIntent;
} {
  if (typeof intent === "string") return { id: intent };
  return intent === null || intent === undefined ? {} : { id: intent.id, seen: intent };
}

/** What a session that was just read says. `complete` alone is not paid: `payment_status` decides. */
export function truthOfSession(session: SeenSession): News | undefined {
  if (isPaid(session)) return paid(session);
  switch (session.status) {
    case "open":
      return { type: "session_still_open" };
    case "expired":
      return { type: "session_expired", checkoutSessionId: session.id };
    case "complete":
      return hasFailed(session) ? asyncPaymentFailed(session) : { type: "session_processing" };
    case null:
    case undefined:
    default:
      return undefined;
  }
}

/** A delayed method that the bank refused in the end. */
export function asyncPaymentFailed(session: SeenSession): News {
  const error = intentOf(session).seen?.last_payment_error;
  return {
    type: "session_failed",
    failure: {
      code: "async_payment_failed",
      ...(error?.decline_code ? { declineCode: error.decline_code } : {}),
      ...(error?.code ? { stripeCode: error.code } : {}),
      ...(error?.message ? { message: error.message } : {}),
    },
  };
}

function isPaid({ payment_status: status }: SeenSession): boolean {
  return status === "paid" || status === "no_payment_required";
}

/** The guest has finished, so a PaymentIntent that asks for a payment method again, or is canceled, has been refused. */
function hasFailed(session: SeenSession): boolean {
  const status = intentOf(session).seen?.status;
  return status === "requires_payment_method" || status === "canceled";
}

/** The figures are the bill's: what a guest sees in another currency is Stripe's business with the guest. */
function paid(session: SeenSession): News {
  const { id, amount_total: amount, currency, livemode } = session;
  if (typeof amount !== "number" || !currency) return { type: "hint", afterMs: 0 };
  const intent = intentOf(session);
  const charge = intent.seen === undefined ? {} : chargeOf(intent.seen);
  const card = cardOf(charge.seen);
  const evidence: Evidence = {
    // A session over nothing has no PaymentIntent; then its own id has to do.
    paymentIntentId: intent.id ?? id,
    checkoutSessionId: id,
    ...(charge.id === undefined ? {} : { chargeId: charge.id }),
    amount,
    currency,
    tip: 0,
    livemode,
    ...labelsOf(session.metadata),
    ...presentedOf(session),
    ...(card === undefined ? {} : { card }),
  };
  return { type: "paid", evidence };
}
