import type { News } from "@tillkit/core";

/**
 * Writes on money which connected account it was read from: Stripe's objects do not say, but calls and events are of one account.
 * A payment that was begun on another is not paid by it.
 */
export function stamped<Told extends object>(
  told: Told,
  { stripeAccount }: { readonly stripeAccount: string | undefined },
): Told {
  if (stripeAccount === undefined || !("news" in told)) return told;
  // Whatever of ours has news has a list of it.
  const news = (told.news as readonly News[]).map((item) =>
    item.type === "paid" ? { ...item, evidence: { ...item.evidence, account: stripeAccount } } : item,
  );
  return { ...told, news };
}
