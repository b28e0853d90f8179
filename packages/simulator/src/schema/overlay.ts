/**
 * What Stripe's declarations cannot say: which numbers are whole, how long texts may be, how many items a list takes.
 * Applied by field name when the schema is generated.
 */

/** Amounts, counts and times are whole numbers; only rates and percentages are not. */
export function isWhole(field: string): boolean {
  return !/percent|rate|decimal/.test(field);
}

/** The bounds of a whole number. */
export function numberLimits(field: string, side: "request" | "response"): { minimum?: number; maximum?: number } {
  if (field === "limit" && side === "request") return { minimum: 1, maximum: 100 };
  if (/^(amount|unit_amount|quantity|created|expires_at|canceled_at|total|tax)(_|$)/.test(field)) return { minimum: 0 };
  return {};
}

/** The longest texts Stripe takes (API reference of each object). */
export const textLimits: Readonly<Record<string, { readonly maxLength: number }>> = {
  client_reference_id: { maxLength: 200 },
  cancel_url: { maxLength: 5000 },
  success_url: { maxLength: 5000 },
  statement_descriptor: { maxLength: 22 },
  statement_descriptor_suffix: { maxLength: 22 },
};

/** The longest lists Stripe takes (API reference of each object). */
export const listLimits: Readonly<Record<string, { readonly maxItems: number }>> = {
  line_items: { maxItems: 100 },
  optional_items: { maxItems: 10 },
  types: { maxItems: 20 },
};
