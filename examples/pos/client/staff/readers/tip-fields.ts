import type { PlacedTips, TipSuggestions } from "@tillkit/core";

/** What readers suggest, as a form has it: text, and amounts in the currency's main unit. */
export interface TipFields {
  /** `account`: as everywhere in the account. */
  readonly kind: "account" | "percentages" | "amounts" | "both";
  readonly percentages: readonly string[];
  readonly amounts: readonly string[];
  /** With `both`: from this bill on the percentages. */
  readonly threshold: string;
}

/** What the form can be set to. */
export const tipKinds: readonly { readonly kind: Exclude<TipFields["kind"], "account">; readonly name: string }[] = [
  { kind: "percentages", name: "Percentages" },
  { kind: "amounts", name: "Amounts" },
  { kind: "both", name: "By the bill" },
];

/** Fills the form with what the readers of a location suggest. */
export function fieldsOf({ tips, from }: PlacedTips, currency: string): TipFields {
  const { percentages = [15, 18, 20], fixedAmounts = [100, 200, 300], smartTipThreshold = 1000 } = tips[currency] ?? {};
  return {
    kind: from === "location" ? kindOf(tips[currency] ?? {}) : "account",
    percentages: three(percentages.map(String)),
    amounts: three(fixedAmounts.map(inMainUnit)),
    threshold: inMainUnit(smartTipThreshold),
  };
}

/** What the form asks for; null takes the location's own suggestions away. Whether it makes sense is for tillkit to say. */
export function suggestionsOf({ kind, percentages, amounts, threshold }: TipFields): TipSuggestions | null {
  const byPercent = { percentages: filled(percentages).map(Number) };
  const byAmount = { fixedAmounts: filled(amounts).map(inMinorUnit) };
  switch (kind) {
    case "account":
      return null;
    case "percentages":
      return byPercent;
    case "amounts":
      return byAmount;
    case "both":
      return { ...byAmount, ...byPercent, smartTipThreshold: inMinorUnit(threshold) };
    default:
      return kind satisfies never;
  }
}

/** In words, like `15 %, 18 %, 20 %`. */
export function wordsOf(suggestions: TipSuggestions | undefined, format: (amount: number) => string): string {
  const { percentages, fixedAmounts, smartTipThreshold } = suggestions ?? {};
  const percents = percentages?.map((percentage) => `${percentage} %`).join(", ");
  const amounts = fixedAmounts?.map(format).join(", ");
  if (percents === undefined) return amounts ?? "no tip is asked for";
  if (amounts === undefined || smartTipThreshold === undefined) return percents;
  return `${amounts}, and from ${format(smartTipThreshold)} on ${percents}`;
}

function kindOf({ percentages, fixedAmounts }: TipSuggestions): TipFields["kind"] {
  if (percentages === undefined) return fixedAmounts === undefined ? "account" : "amounts";
  return fixedAmounts === undefined ? "percentages" : "both";
}

const three = (values: readonly string[]): readonly string[] => [0, 1, 2].map((place) => values[place] ?? "");

const filled = (values: readonly string[]): readonly string[] => values.filter((value) => value.trim() !== "");

/** This shop's currencies have two decimals (see server/settings.ts). */
const inMainUnit = (amount: number): string => (amount / 100).toFixed(2);

// Rounded because 0.29 times 100 is a little less than 29.
const inMinorUnit = (text: string): number => Math.round(Number(text) * 100);
