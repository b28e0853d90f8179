import type { PlacedTips, TipSuggestions } from "@tillkit/core";
import { describe, expect, it } from "vitest";
import { fieldsOf, suggestionsOf, wordsOf } from "../client/staff/readers/tip-fields.ts";

const own = (usd: TipSuggestions): PlacedTips => ({
  location: "tml_1",
  tips: { usd },
  from: "location",
  sharedWith: [],
});
const dollars = (amount: number): string => `$${amount / 100}`;

describe("the tips form", () => {
  it.each<[string, TipSuggestions, string]>([
    ["percentages", { percentages: [5, 10] }, "5 %, 10 %"],
    ["amounts", { fixedAmounts: [29, 100] }, "$0.29, $1"],
    ["both", { fixedAmounts: [100], percentages: [10], smartTipThreshold: 1999 }, "$1, and from $19.99 on 10 %"],
  ])("gives back what it was filled with: %s", (kind, suggestions, words) => {
    const fields = fieldsOf(own(suggestions), "usd");
    expect(fields.kind).toBe(kind);
    expect(suggestionsOf(fields)).toEqual(suggestions);
    expect(wordsOf(suggestions, dollars)).toBe(words);
  });

  it("is like the account where the location has nothing of its own, or nothing in this currency", () => {
    const inherited: PlacedTips = { tips: { usd: { percentages: [15] } }, from: "account", sharedWith: [] };
    for (const placed of [inherited, own({}), { ...inherited, tips: {}, from: "nowhere" } as const])
      expect(suggestionsOf(fieldsOf(placed, "usd"))).toBeNull();
    expect(wordsOf(undefined, dollars)).toBe("no tip is asked for");
  });

  it("leaves empty fields out, and what makes no sense to the server", () => {
    const fields = fieldsOf(own({ percentages: [5, 10] }), "usd");
    expect(suggestionsOf({ ...fields, percentages: ["", " ", "12.5"] })).toEqual({ percentages: [12.5] });
  });
});
