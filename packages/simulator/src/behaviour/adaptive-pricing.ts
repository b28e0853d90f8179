import type { Session } from "../objects/types.ts";
import { updateSession } from "../objects/session.ts";
import { invalidRequest } from "../protocol/errors.ts";
import type { World } from "../world.ts";
import { convert } from "./currencies.ts";
import { find } from "./sessions.ts";

/** The currencies a guest may pay a session in: the bill's own first, then those that adaptive pricing offers. */
export function currenciesOf(world: World, session: Session): readonly string[] {
  const own = billOf(world, session).currency;
  if (session.adaptive_pricing?.enabled !== true) return [own];
  return [own, ...Object.keys(world.settings.adaptivePricing).filter((currency) => currency !== own)];
}

/** A part of a session's bill, as a guest sees it in one of these currencies. */
export function amountIn(world: World, session: Session, currency: string, amount: number): number {
  const from = billOf(world, session).currency;
  const rate = world.settings.adaptivePricing[currency];
  return currency === from || rate === undefined ? amount : convert(amount, { from, to: currency, rate });
}

/** A guest wants to see and pay the bill in this currency. Throws a 400 where the page does not offer it. */
export function chooseCurrency(world: World, id: string, currency: string): void {
  const { session } = find(world, id);
  if (!currenciesOf(world, session).includes(currency))
    throw invalidRequest(`This Checkout Session cannot be paid in ${currency}.`);
  updateSession(world, id, {}, { shownIn: currency });
}

/** What the guest sees and pays, where a currency was chosen; the bill itself stays what it is. */
export function presentmentOf(world: World, id: string): Pick<Session, "presentment_details"> {
  const { session, shownIn } = find(world, id);
  if (shownIn === undefined) return {};
  const { amount } = billOf(world, session);
  return {
    presentment_details: {
      presentment_amount: amountIn(world, session, shownIn, amount),
      presentment_currency: shownIn,
    },
  };
}

function billOf({ settings }: World, { amount_total: amount, currency }: Session) {
  return { amount: amount ?? 0, currency: currency ?? settings.account.defaultCurrency };
}
