import { findCard } from "../behaviour/cards.ts";
import { chooseCurrency } from "../behaviour/adaptive-pricing.ts";
import { failChallenge, payAsGuest, successUrl } from "../behaviour/checkout.ts";
import type { GuestOutcome } from "../behaviour/checkout.ts";
import { find } from "../behaviour/sessions.ts";
import type { Decline } from "../objects/presentation.ts";
import type { World } from "../world.ts";

/** What a guest does on the Checkout page. Cards go by name or by number. */
export interface GuestHands {
  /**
   * Pays, answers the bank if it asks, and gives the address Checkout sends the guest to. Throws when the card is
   * declined or the session is not open.
   */
  pay(card?: string): Promise<string>;
  /**
   * Has the page show the bill in another currency, which is then paid in. Throws when the page does not offer it: see the setting
   * `adaptivePricing`.
   */
  chooseCurrency(currency: string): void;
  /** Tries a card that is declined and gives the refusal. Throws when the card was accepted. */
  decline(card?: string): Promise<Decline>;
  /** Goes back to the shop without paying, and gives that address. The session stays open. */
  cancel(): string | null;
  /** Pays and is gone before any redirect: only the webhook can tell. */
  payAndCloseTab(card?: string): Promise<void>;
}

/** The guest's browser as far as the session with this url or id is concerned. Throws when there is none. */
export function guestHands(
  world: World,
  urlOrId: string,
  redirect: (outcome: GuestOutcome & { kind: "complete" }) => Promise<void>,
): GuestHands {
  const id = /cs_(?:test|live)_\w+/.exec(urlOrId)?.[0] ?? urlOrId;
  find(world, id);

  async function attempt(cardName: string): Promise<GuestOutcome> {
    const card = findCard(cardName);
    const outcome = await payAsGuest(world, id, card);
    return outcome.kind === "challenge" ? payAsGuest(world, id, card, true) : outcome;
  }

  async function completed(card: string): Promise<GuestOutcome & { kind: "complete" }> {
    const outcome = await attempt(card);
    if (outcome.kind === "complete") return outcome;
    const why = outcome.kind === "declined" ? outcome.decline.message : "The bank asked again.";
    throw new Error(`The guest could not pay with '${card}': ${why}`);
  }

  return {
    async pay(card = "visa") {
      await redirect(await completed(card));
      return successUrl(find(world, id));
    },
    chooseCurrency: (currency) => chooseCurrency(world, id, currency),
    async decline(cardName = "declined") {
      const card = findCard(cardName);
      const outcome = await payAsGuest(world, id, card);
      if (outcome.kind === "declined") return outcome.decline;
      if (outcome.kind === "challenge") return failChallenge(world, id);
      throw new Error(`The card '${cardName}' was not declined`);
    },
    cancel: () => find(world, id).session.cancel_url,
    async payAndCloseTab(card = "visa") {
      await completed(card);
    },
  };
}
