import { z } from "zod";
import { TillkitError } from "../errors.ts";
import { tipCurrencies, type TipChange, type TipMenu, type TipPlace, type TipSuggestions } from "../ports/tips.ts";
import { locationId } from "./reader-requests.ts";
import { parse } from "./requests.ts";

const place = z.strictObject({ location: locationId.exactOptional() });
const change = place.extend({ alsoIn: z.array(locationId).max(10_000).exactOptional() });
const amount = z.int().min(1, "a tip of nothing is always offered").max(99_999_999);
const upToThree = <T extends z.ZodType>(item: T) =>
  z.array(item).min(1, "leave it out to suggest none").max(3, "readers show three at most");
const suggestions = z.strictObject({
  fixedAmounts: upToThree(amount).exactOptional(),
  percentages: upToThree(z.int().min(1).max(100)).exactOptional(),
  smartTipThreshold: amount.exactOptional(),
});
const menuChange = change.extend({
  tips: z
    .record(z.string(), suggestions)
    .refine((tips) => Object.keys(tips).length > 0, "name a currency; clearTips takes suggestions away"),
});

/** @throws TillkitError `invalid_request` */
export function parseTipPlace(request: unknown): TipPlace {
  return parse(place, request, "readers.tips");
}

/** @throws TillkitError `invalid_request` */
export function parseTipChange(request: unknown): TipChange {
  return parse(change, request, "readers.clearTips");
}

/** @throws TillkitError `invalid_request` */
export function parseTips(request: unknown): TipChange & { readonly tips: TipMenu } {
  const parsed = parse(menuChange, request, "readers.setTips");
  const menu = Object.entries(parsed.tips);
  for (const [currency, tips] of menu) mustMakeSense(currency, tips);
  const kinds = new Map(menu.map(([currency, tips]) => [kindOf(tips), currency]));
  if (kinds.size > 1)
    throw senseless(
      "tips",
      `all currencies must be given the same kinds of suggestion, and ${[...kinds.values()].join(" and ")} differ`,
    );
  return parsed;
}

function mustMakeSense(
  currency: string,
  { fixedAmounts = [], percentages = [], smartTipThreshold }: TipSuggestions,
): void {
  const path = `tips.${currency}`;
  if (!tipCurrencies.includes(currency))
    throw senseless(path, `readers ask for tips only in ${tipCurrencies.join(", ")}`);
  if (fixedAmounts.length === 0 && percentages.length === 0)
    throw senseless(path, "give percentages, fixedAmounts or both");
  const hasBoth = fixedAmounts.length > 0 && percentages.length > 0;
  if (hasBoth && smartTipThreshold === undefined)
    throw senseless(
      path,
      "with amounts and percentages, smartTipThreshold says from which bill on the percentages are shown",
    );
  if (!hasBoth && smartTipThreshold !== undefined)
    throw senseless(
      path,
      "smartTipThreshold needs both, fixedAmounts for smaller bills and percentages for the others",
    );
}

const kindOf = (tips: TipSuggestions): string => Object.keys(tips).toSorted().join();

function senseless(path: string, why: string): TillkitError {
  return new TillkitError("invalid_request", `readers.setTips: ${path}: ${why}.`, { details: { path, issues: 1 } });
}
