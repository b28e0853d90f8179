import type { Evidence, News } from "@tillkit/core";
import { labelsOf, type Metadata } from "../metadata.ts";
import { cardOf, holdOf, type SeenCharge } from "./charge.ts";
import { presentedOf, type SeenPresentment } from "./presentment.ts";

/**
 * What tillkit reads of a PaymentIntent.
 *
 * A webhook endpoint keeps the API version it was made with, so its objects may be older than the client's: everything that has not
 * always been there is optional.
 */
export interface SeenIntent {
  readonly id: string;
  readonly status: string;
  readonly currency: string;
  readonly livemode: boolean;
  readonly amount?: number;
  readonly amount_received?: number;
  readonly amount_capturable?: number;
  readonly amount_details?: { readonly tip?: { readonly amount?: number | null } | null } | null;
  /** Why it was canceled: `expired` and `automatic` are nobody's doing. */
  readonly cancellation_reason?: string | null;
  readonly payment_method_types?: readonly string[];
  readonly latest_charge?: string | SeenCharge | null;
  /** Before 2022-11-15, instead of `latest_charge`. Newest first. */
  readonly charges?: { readonly data?: readonly SeenCharge[] };
  readonly presentment_details?: SeenPresentment | null;
  readonly last_payment_error?: SeenError | null;
  readonly metadata?: Metadata;
}

/** An error as a PaymentIntent or a reader's action remembers it. */
export interface SeenError {
  readonly type?: string;
  readonly code?: string | null;
  readonly decline_code?: string | null;
  readonly charge?: string | null;
  readonly message?: string | null;
}

/** The statuses in which no money has moved and none is moving, so that only the reader or page can say more. */
const unpaid: readonly string[] = ["requires_payment_method", "requires_confirmation", "requires_action"];

/** Whether the PaymentIntent can still be paid and is not being paid. */
export function isUnpaid({ status }: SeenIntent): boolean {
  return unpaid.includes(status);
}

/** What the PaymentIntent's status says by itself. `undefined` while it is unpaid, or for a status that is not known. */
export function truthOf(intent: SeenIntent): News | undefined {
  switch (intent.status) {
    case "succeeded":
      // Without the figure it is no evidence; a read brings it.
      return typeof intent.amount_received === "number"
        ? { type: "paid", evidence: evidenceOf(intent) }
        : { type: "hint", afterMs: 0 };
    case "requires_capture":
      return authorization(intent);
    case "canceled":
      return intent.cancellation_reason === "expired"
        ? { type: "intent_canceled", lapsed: true }
        : { type: "intent_canceled" };
    case "processing":
      return { type: "intent_processing" };
    default:
      return undefined;
  }
}

/** The last charge that was tried: its id, and the charge where it came with the PaymentIntent. */
export function chargeOf({ latest_charge: latest, charges }: SeenIntent): {
  readonly id?: string;
  readonly seen?: SeenCharge;
} {
  if (typeof latest === "string") return { id: latest };
  const seen = latest ?? charges?.data?.[0];
  return seen === undefined ? {} : { id: seen.id, seen };
}

/** What was taken, from a PaymentIntent that has succeeded. */
function evidenceOf(intent: SeenIntent): Evidence {
  const charge = chargeOf(intent);
  const card = cardOf(charge.seen);
  const tip = tipOf(intent);
  return {
    paymentIntentId: intent.id,
    ...(charge.id === undefined ? {} : { chargeId: charge.id }),
    amount: intent.amount_received ?? 0,
    currency: intent.currency,
    tip: tip ?? 0,
    ...(tip === undefined ? { tipUnnamed: true } : {}),
    livemode: intent.livemode,
    ...labelsOf(intent.metadata),
    ...presentedOf(intent),
    ...(card === undefined ? {} : { card }),
  };
}

function authorization(intent: SeenIntent): News {
  const { seen } = chargeOf(intent);
  const card = cardOf(seen);
  const hold = holdOf(seen);
  const tip = tipOf(intent);
  return {
    type: "intent_authorized",
    paymentIntentId: intent.id,
    amount: intent.amount_capturable ?? intent.amount ?? 0,
    ...(tip === undefined ? {} : { tip }),
    ...(card === undefined ? {} : { card }),
    ...(hold === undefined ? {} : { hold }),
  };
}

/**
 * The tip that was given on the reader. Null and an absent `amount` say that there was none; `undefined`, that the object does not
 * speak of tips at all, as in an older API version.
 */
function tipOf({ amount_details: details }: SeenIntent): number | undefined {
  if (details === undefined || details === null || details.tip === undefined) return undefined;
  return details.tip?.amount ?? 0;
}
