import type Stripe from "stripe";

import type { TipSuggestion } from "../objects/screen.ts";
import type { Configuration, PaymentIntent } from "../objects/types.ts";
import { invalidParameter } from "../protocol/errors.ts";
import type { World } from "../world.ts";
import { findReader } from "./reader-reach.ts";

type Tipping = NonNullable<Configuration["tipping"]>;
type Suggestions = NonNullable<Tipping[keyof Tipping]>;

/** What a command says about tips. */
interface TipWishes {
  readonly skip_tipping?: boolean;
  readonly tipping?: { readonly amount_eligible?: number };
}

/**
 * What a reader suggests before it asks for the card, by the configuration of its location or else by the account's. `undefined`: it
 * asks for no tip, and none can be given.
 */
export function tipSuggestions(
  world: World,
  reader: string,
  { amount, currency }: Pick<PaymentIntent, "amount" | "currency">,
  { skip_tipping: skip = false, tipping }: TipWishes = {},
): readonly TipSuggestion[] | undefined {
  const configured = skip ? undefined : suggestionsIn(tippingOf(world, reader), currency);
  const eligible = tipping?.amount_eligible ?? amount;
  // Of nothing there is no tip (Tip.amount of Stripe's own SDKs).
  if (configured === undefined || eligible === 0) return undefined;
  const { fixed_amounts: fixed, percentages, smart_tip_threshold: threshold } = configured;
  const byAmount = threshold === undefined ? !percentages : eligible < threshold;
  if (byAmount) return (fixed ?? []).map((tip) => ({ amount: tip }));
  return (percentages ?? []).map((percentage) => ({
    amount: Math.round((eligible * percentage) / 100),
    percentage,
  }));
}

/** Throws for suggestions that Stripe's pages rule out: more than three, or other kinds in one currency than in the next. */
export function checkTipping(tipping: Stripe.Emptyable<Stripe.Terminal.ConfigurationUpdateParams.Tipping> = ""): void {
  const currencies = Object.entries(tipping || {});
  for (const [currency, { fixed_amounts: fixed = [], percentages = [] }] of currencies) {
    const tooMany = Object.entries({ fixed_amounts: fixed, percentages }).find(([, list]) => list.length > 3);
    if (tooMany)
      throw invalidParameter("A reader shows at most three suggestions.", `tipping[${currency}][${tooMany[0]}]`);
  }
  const kinds = new Set(currencies.map(([, suggestions]) => Object.keys(suggestions).toSorted().join()));
  if (kinds.size > 1) throw invalidParameter("All currencies must be given the same kinds of suggestion.", "tipping");
}

/** A setting that the location's configuration does not have is the account's (page Terminal configurations). */
function tippingOf(world: World, id: string): Tipping | undefined {
  const { location } = findReader(world, id).reader;
  const overrides = world.locations.get(typeof location === "string" ? location : "")?.configuration_overrides;
  const own = overrides === undefined ? undefined : world.configurations.get(overrides);
  return own?.tipping ?? [...world.configurations.values()].find((one) => one.is_account_default)?.tipping;
}

function suggestionsIn(tipping: Tipping | undefined, currency: string): Suggestions | undefined {
  return Object.entries(tipping ?? {}).find(([name]) => name === currency)?.[1];
}
