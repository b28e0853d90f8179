import type { Decline } from "../objects/presentation.ts";
import type { TestCard } from "../objects/test-card.ts";
import { Refusal, invalidParameter } from "../protocol/errors.ts";
import type { World } from "../world.ts";
import { cards } from "./cards.ts";
import { decline } from "./declines.ts";

/** A card as somebody types it. */
export interface TypedCard {
  readonly number?: string;
  readonly exp_month?: number;
  readonly exp_year?: number;
  readonly cvc?: string;
}

/**
 * The test card that was typed in.
 *
 * Throws a 402 as Stripe does: `incorrect_number`, `invalid_expiry_month`, `invalid_expiry_year`, `invalid_cvc`, and
 * `card_declined` for a number that could be somebody's real card.
 */
export function readCardNumber(
  world: World,
  { number: typed, exp_month: month, exp_year: year, cvc }: TypedCard,
): { readonly card: TestCard; readonly expMonth: number; readonly expYear: number } {
  const number = required(typed, "number").replaceAll(/[\s-]/g, "");
  const expMonth = required(month, "exp_month");
  const expYear = full(required(year, "exp_year"));
  if (!/^\d{12,19}$/.test(number) || !addsUp(number)) throw cardError(decline("incorrect_number"), "number");
  if (expMonth < 1 || expMonth > 12) throw cardError(decline("invalid_expiry_month"), "exp_month");
  const now = new Date(world.clock.now());
  const [thisYear, thisMonth] = [now.getUTCFullYear(), now.getUTCMonth() + 1];
  if (expYear < thisYear || expYear > thisYear + 50) throw cardError(decline("invalid_expiry_year"), "exp_year");
  if (expYear === thisYear && expMonth < thisMonth) throw cardError(decline("invalid_expiry_month"), "exp_month");
  if (cvc !== undefined && !/^\d{3,4}$/.test(cvc)) throw cardError(decline("invalid_cvc"), "cvc");
  const card = cards.find((known) => known.number === number && known.only !== "in_person" && !known.wallet);
  if (!card) throw cardError(decline("card_declined", "test_mode_live_card"), "number");
  return { card, expMonth, expYear };
}

/** A 402 for a refusal that concerns no payment yet. */
export function cardError({ code, message, declineCode }: Decline, field?: string): Refusal {
  return new Refusal(402, {
    type: "card_error",
    code,
    message,
    ...(declineCode !== undefined && { decline_code: declineCode }),
    ...(field !== undefined && { param: field }),
  });
}

function required<T>(value: T | undefined, field: string): T {
  if (value !== undefined) return value;
  throw invalidParameter(`Missing required param: card[${field}].`, `card[${field}]`, "parameter_missing");
}

/** 27 is 2027. */
function full(year: number): number {
  return year < 100 ? 2000 + year : year;
}

/** The check digit of card numbers (Luhn). */
function addsUp(number: string): boolean {
  const digits = number.split("").toReversed().map(Number);
  const sum = digits.reduce((total, digit, i) => {
    const counted = i % 2 === 1 ? digit * 2 : digit;
    return total + (counted > 9 ? counted - 9 : counted);
  }, 0);
  return sum % 10 === 0;
}
