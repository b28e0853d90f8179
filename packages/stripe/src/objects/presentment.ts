import type { Evidence } from "@tillkit/core";

/** What a guest was shown and charged, where Stripe offered another currency than the bill's (adaptive pricing). */
export interface SeenPresentment {
  readonly presentment_amount: number;
  readonly presentment_currency: string;
}

/** The guest's side of a payment, as part of its evidence. */
export function presentedOf({
  currency,
  presentment_details: seen,
}: {
  readonly currency?: string | null;
  readonly presentment_details?: SeenPresentment | null;
}): Pick<Evidence, "presented"> {
  if (!seen || seen.presentment_currency === currency) return {};
  return { presented: { amount: seen.presentment_amount, currency: seen.presentment_currency } };
}
