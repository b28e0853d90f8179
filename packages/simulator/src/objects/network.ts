import type { TestCard } from "./test-card.ts";
import type { PaymentIntent } from "./types.ts";

/**
 * The network that carries a payment on a reader. A card with two is carried by eftpos in Australia, unless the money must be held:
 * eftpos takes it with the same message that asks for it (docs.stripe.com/payments/eftpos-australia).
 */
export function networkOf(intent: PaymentIntent, { brand, eftpos }: TestCard): string {
  if (eftpos === "only") return "eftpos_au";
  return eftpos === "beside" && intent.currency === "aud" && !mustHold(intent) ? "eftpos_au" : brand;
}

/** Whether this card's money can be held, over the network that carries it. */
export function canHold(intent: PaymentIntent, card: TestCard): boolean {
  return !card.interac && networkOf(intent, card) !== "eftpos_au";
}

/** Whether money that cannot be held must not be taken at all. */
export function mustHold({ capture_method: method, payment_method_options: options }: PaymentIntent): boolean {
  return method === "manual" || options?.card_present?.capture_method === "manual";
}
