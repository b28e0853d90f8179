import { canHold, mustHold } from "../objects/network.ts";
import type { Decline } from "../objects/presentation.ts";
import type { TestCard } from "../objects/test-card.ts";
import type { PaymentIntent } from "../objects/types.ts";
import type { World } from "../world.ts";
import { decline, declineByAmount, pinByAmount } from "./declines.ts";

/** Why the bank says no to this card for this payment, or `undefined` when it says yes. */
export function refusalOf(world: World, intent: PaymentIntent, card: TestCard): Decline | undefined {
  const type = card.interac ? "interac_present" : "card_present";
  if (card.only === "online" || !intent.payment_method_types.includes(type)) {
    return decline("card_declined", "card_not_supported");
  }
  // What cannot be held is always declined when the payment captures by hand.
  if (mustHold(intent) && !canHold(intent, card)) return decline("card_declined", "transaction_not_allowed");
  if (card.outcome.kind === "decline") return decline(card.outcome.code, card.outcome.declineCode);
  return world.settings.amountEndings ? declineByAmount(intent.amount) : undefined;
}

/** The same for a number typed on the reader: such orders are exempt from 3-D Secure. */
export function refusalOfTyped(world: World, intent: PaymentIntent, { only, outcome }: TestCard): Decline | undefined {
  if (only === "in_person") return decline("card_declined", "card_not_supported");
  const said = outcome.kind === "challenge" ? outcome.answered : outcome.kind === "decline" ? outcome : undefined;
  if (said) return decline(said.code, said.declineCode);
  return world.settings.amountEndings ? declineByAmount(intent.amount) : undefined;
}

/** The decline code that asks for a PIN, or `undefined` when none is needed. */
export function pinDemand(world: World, intent: PaymentIntent, { outcome: card }: TestCard): string | undefined {
  if (card.kind === "pin_retry") return card.declineCode;
  return world.settings.amountEndings ? pinByAmount(intent.amount) : undefined;
}

/** Whether the PIN is not the card's: offline the card knows its PIN, 1234; online any four digits pass (page Terminal testing). */
export function wrongPin(demand: string, pin: string | null): boolean {
  return demand === "offline_pin_required" ? pin !== "1234" : !/^\d{4}$/.test(pin ?? "");
}
