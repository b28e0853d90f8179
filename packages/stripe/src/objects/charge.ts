import type { Card } from "@tillkit/core";
import type { Metadata } from "../metadata.ts";

/** What tillkit reads of a Charge, in every API version it may come in. */
export interface SeenCharge {
  readonly id: string;
  readonly status?: string;
  readonly payment_intent?: string | { readonly id: string } | null;
  /** Copied from the PaymentIntent when the charge was made. */
  readonly metadata?: Metadata;
  readonly amount_refunded?: number;
  readonly failure_code?: string | null;
  readonly outcome?: { readonly reason?: string | null } | null;
  readonly payment_method_details?: {
    readonly card?: SeenCard | null;
    readonly card_present?: SeenCard | null;
    readonly interac_present?: SeenCard | null;
  } | null;
}

interface SeenCard {
  readonly brand?: string | null;
  readonly last4?: string | null;
  readonly read_method?: string | null;
  readonly wallet?: { readonly type?: string } | null;
}

const methods = ["card_present", "interac_present", "card"] as const;

/** The card of a charge, as far as it is known. */
export function cardOf(charge: SeenCharge | undefined): Card | undefined {
  const details = charge?.payment_method_details;
  const method = methods.find((candidate) => details?.[candidate]);
  const seen = method === undefined ? undefined : details?.[method];
  if (seen === null || seen === undefined) return undefined;
  const { brand, last4, read_method: readMethod, wallet } = seen;
  const card: Card = {
    ...(method === undefined ? {} : { method }),
    ...(brand ? { brand } : {}),
    ...(last4 ? { last4 } : {}),
    ...(readMethod ? { readMethod } : {}),
    ...(wallet?.type && wallet.type !== "unknown" ? { wallet: wallet.type } : {}),
  };
  return Object.keys(card).length === 0 ? undefined : card;
}
