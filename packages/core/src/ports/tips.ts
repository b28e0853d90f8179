/** What readers suggest in one currency, beside another amount and none at all, which guests can always choose. */
export interface TipSuggestions {
  /** One to three amounts, in minor units. */
  readonly fixedAmounts?: readonly number[];
  /** One to three whole percentages of the bill, or of `tipping.amountEligible`. */
  readonly percentages?: readonly number[];
  /** With both of the others: smaller bills get the amounts, this and larger ones the percentages. In minor units. */
  readonly smartTipThreshold?: number;
}

/**
 * What readers suggest, by currency: `{ usd: { percentages: [15, 20, 25] } }`. In a currency that is not named they ask for no tip. All
 * currencies have the same kinds of suggestion.
 */
export type TipMenu = Readonly<Record<string, TipSuggestions>>;

/** Where tips are suggested. */
export interface TipPlace {
  /** `tml_…`: the readers of this location. Absent: those of all locations that have no suggestions of their own. */
  readonly location?: string;
}

/** Whose suggestions are changed. */
export interface TipChange extends TipPlace {
  /**
   * The other locations that are meant to change, too: those that share a Terminal Configuration with this one (`sharedWith`). Without
   * them nothing is changed.
   */
  readonly alsoIn?: readonly string[];
}

/** What the readers of a place suggest. */
export interface PlacedTips extends TipPlace {
  /** Empty: they ask for no tip. */
  readonly tips: TipMenu;
  /** Whether the location has suggestions of its own, goes by the account's, or neither has any. */
  readonly from: "location" | "account" | "nowhere";
  /** The other locations with the same Terminal Configuration, whose suggestions change with these. */
  readonly sharedWith: readonly string[];
}

/** The currencies in which Stripe's readers ask for tips. */
export const tipCurrencies: readonly string[] =
  "aed aud cad chf czk dkk eur gbp gip hkd huf jpy mxn myr nok nzd pln ron sek sgd usd".split(" ");
