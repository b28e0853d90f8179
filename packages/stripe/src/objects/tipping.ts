import type { TipMenu, TipSuggestions } from "@tillkit/core";
import type Stripe from "stripe";

type Tipping = Stripe.Terminal.Configuration.Tipping;
type Suggestions = NonNullable<Tipping[keyof Tipping]>;

/** What a Configuration suggests. A currency whose lists are empty suggests nothing, like one that is not there. */
export function tipsOf(tipping: Tipping | null | undefined): TipMenu {
  return Object.fromEntries(
    Object.entries(tipping ?? {}).flatMap(([currency, said]: [string, Suggestions | null]) => {
      const suggestions = said === null ? {} : suggestionsOf(said);
      return Object.keys(suggestions).length === 0 ? [] : [[currency, suggestions]];
    }),
  );
}

/** A menu as Stripe's parameters have it. */
export function tippingOf(menu: TipMenu): Stripe.Terminal.ConfigurationUpdateParams.Tipping {
  return Object.fromEntries(
    Object.entries(menu).map(([currency, { fixedAmounts, percentages, smartTipThreshold }]) => [
      currency,
      {
        ...(fixedAmounts === undefined ? {} : { fixed_amounts: [...fixedAmounts] }),
        ...(percentages === undefined ? {} : { percentages: [...percentages] }),
        ...(smartTipThreshold === undefined ? {} : { smart_tip_threshold: smartTipThreshold }),
      },
    ]),
  );
}

/** Whether two menus suggest the same, in whatever order they name their currencies. */
export function areSame(one: TipMenu, other: TipMenu): boolean {
  return inOrder(one) === inOrder(other);
}

function inOrder(menu: TipMenu): string {
  const currencies = Object.entries(menu).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(
    currencies.map(([currency, { fixedAmounts, percentages, smartTipThreshold }]) => [
      currency,
      fixedAmounts,
      percentages,
      smartTipThreshold,
    ]),
  );
}

function suggestionsOf({
  fixed_amounts: fixed,
  percentages,
  smart_tip_threshold: threshold,
}: Suggestions): TipSuggestions {
  if (!fixed?.length && !percentages?.length) return {};
  return {
    ...(fixed?.length ? { fixedAmounts: fixed } : {}),
    ...(percentages?.length ? { percentages } : {}),
    ...(typeof threshold === "number" ? { smartTipThreshold: threshold } : {}),
  };
}
