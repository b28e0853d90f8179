import { createTill, memoryStore, type Store, type Till } from "@tillkit/core";
import { createGuestCheckout, type GuestCheckout, type GuestCheckoutOptions } from "@tillkit/guest";
import { createModelStripe, FIXTURE_TIME, type ModelStripe } from "@tillkit/testing";

export const SECRET = "a secret of thirty-two characters, or more";
export const OLD_SECRET = "the secret that was there before this one";

/** A guest checkout on a pretend Stripe, with a menu that can change. */
export interface Desk {
  readonly guest: GuestCheckout;
  readonly till: Till;
  readonly stripe: ModelStripe;
  readonly store: Store;
  /** What a soup costs, in cents. */
  soup: number;
  now: number;
  /** A guest checkout with other options, on the same till and codes. */
  again(options: Partial<GuestCheckoutOptions>): GuestCheckout;
}

/** Opens a guest checkout. */
export function openDesk({ tenant = "default" }: { readonly tenant?: string } = {}): Desk {
  const stripe = createModelStripe({ now: () => FIXTURE_TIME });
  const store = memoryStore();
  const till = createTill({ store, gateway: stripe.gateway, tenant });
  const desk = { soup: 650, now: FIXTURE_TIME };
  const again = (options: Partial<GuestCheckoutOptions>): GuestCheckout =>
    createGuestCheckout({
      till,
      store,
      secrets: [SECRET],
      now: () => desk.now,
      price: (basket) =>
        typeof basket === "number" && basket > 0
          ? { lines: [{ name: "Soup", unitAmount: desk.soup, quantity: basket }], currency: "usd" }
          : { refused: "There is no such basket." },
      pages: ({ table = "none", link }) => ({
        successUrl: `https://shop.example/t/${table}/${link}`,
        cancelUrl: "https://shop.example/menu",
      }),
      ...options,
    });
  return Object.assign(desk, { guest: again({}), till, stripe, store, again });
}

/** What a page shows for so many soups at this price. */
export function shown(quantity: number, unitAmount = 650) {
  return { lines: [{ name: "Soup", unitAmount, quantity }], currency: "usd" };
}
