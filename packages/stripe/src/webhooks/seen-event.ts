import type { SeenReader } from "../objects/action.ts";
import type { SeenCharge } from "../objects/charge.ts";
import type { StripeDispute } from "../objects/dispute.ts";
import type { SeenIntent } from "../objects/intent.ts";
import type { StripeRefund } from "../objects/refund.ts";
import type { SeenSession } from "../objects/session.ts";

/** What tillkit reads of an Event: checked are `id`, `type`, `account` and `livemode`; `data` is as Stripe made it. */
export interface SeenEvent {
  readonly id: string;
  readonly type: string;
  /** `event`, or `v2.core.event` for a thin one, which has no object in it. */
  readonly object?: string;
  /** The connected account that it is about. */
  readonly account?: string | null;
  readonly livemode?: boolean;
  readonly data?: { readonly object?: unknown } | null;
}

/** The PaymentIntent of an event. */
export function intentIn(event: SeenEvent): SeenIntent | undefined {
  const seen = objectOf(event);
  // Signed by Stripe, whose word for what it is this is; all that has not always been there is optional in the type.
  return seen?.object === "payment_intent" ? (seen as unknown as SeenIntent) : undefined;
}

/** The Checkout Session of an event. */
export function sessionIn(event: SeenEvent): SeenSession | undefined {
  const seen = objectOf(event);
  // As above.
  return seen?.object === "checkout.session" ? (seen as unknown as SeenSession) : undefined;
}

/** The charge of an event. */
export function chargeIn(event: SeenEvent): SeenCharge | undefined {
  const seen = objectOf(event);
  // As above.
  return seen?.object === "charge" ? seen : undefined;
}

/** The refund of an event. */
export function refundIn(event: SeenEvent): StripeRefund | undefined {
  const seen = objectOf(event);
  // As above.
  return seen?.object === "refund" ? (seen as unknown as StripeRefund) : undefined;
}

/** The dispute of an event. */
export function disputeIn(event: SeenEvent): StripeDispute | undefined {
  const seen = objectOf(event);
  // As above.
  return seen?.object === "dispute" ? (seen as unknown as StripeDispute) : undefined;
}

/** The reader of an event, as it was then. */
export function readerIn(event: SeenEvent): SeenReader | undefined {
  const seen = objectOf(event);
  // As above.
  return seen?.object === "terminal.reader" ? seen : undefined;
}

/** The object of an event, where it is one. */
function objectOf({ object, data }: SeenEvent): { readonly id: string; readonly object?: unknown } | undefined {
  const seen = object === "v2.core.event" ? undefined : data?.object;
  return typeof seen === "object" && seen !== null && "id" in seen && typeof seen.id === "string"
    ? // Just seen to have it.
      (seen as { readonly id: string; readonly object?: unknown })
    : undefined;
}
