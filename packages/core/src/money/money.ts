import { TillkitError } from "../errors.ts";
import { currencies, type Currency } from "./currencies.ts";

/** An amount in the currency's minor unit: `{ amount: 1250, currency: "usd" }` is $12.50. */
export interface Money {
  /** A whole number of minor units, 0 or more. */
  readonly amount: number;
  /** Three lower-case letters. */
  readonly currency: string;
}

/** Cards take up to twelve digits (docs.stripe.com/currencies, "Minimum and maximum charge amounts"). */
const MAXIMUM = 999_999_999_999;

/**
 * Makes {@link Money} of an amount that is to be charged.
 *
 * @throws TillkitError `invalid_amount`, `unknown_currency`, `amount_too_small`, `amount_too_large`
 */
export function parseMoney(amount: unknown, currency: unknown): Money {
  const money = parseAmount(amount, currency);
  const { minimum } = currencyOf(money.currency);
  if (money.amount < minimum)
    throw new TillkitError(
      "amount_too_small",
      `${formatMoney(money)} is below Stripe's minimum for ${money.currency}, ` +
        `${formatMoney({ ...money, amount: minimum })}.`,
      { details: { ...money, minimum } },
    );
  if (money.amount > MAXIMUM)
    throw new TillkitError(
      "amount_too_large",
      `${money.amount} has more than twelve digits, the most that Stripe takes.`,
      { details: { ...money } },
    );
  return money;
}

/**
 * Makes {@link Money} of an amount that is not charged by itself, like a refund or a part of a bill: nothing is too small or too large.
 *
 * @throws TillkitError `invalid_amount`, `unknown_currency`
 */
export function parseAmount(amount: unknown, currency: unknown): Money {
  const unit = currencyOf(currency);
  const code = String(currency);
  if (typeof amount !== "number" || !Number.isSafeInteger(amount) || amount < 0)
    throw new TillkitError(
      "invalid_amount",
      `The amount ${show(amount)} is not a whole number of minor units. Send ${exampleOf(unit, code)}.`,
      { details: { amount: show(amount), currency: code } },
    );
  if (amount % unit.step !== 0)
    throw new TillkitError("invalid_amount", `Stripe takes ${code} in steps of ${unit.step}; ${amount} is not one.`, {
      details: { amount, currency: code },
    });
  return { amount, currency: code };
}

/**
 * The rules of a currency code.
 *
 * @throws TillkitError `unknown_currency`
 */
export function currencyOf(code: unknown): Currency {
  const unit = typeof code === "string" ? currencies.get(code) : undefined;
  if (unit) return unit;
  throw new TillkitError(
    "unknown_currency",
    `${show(code)} is not a currency that Stripe charges in. Send three lower-case letters, like "usd".`,
    { details: { currency: show(code) } },
  );
}

/** Plain digits for logs and errors, like `12.50 usd`; screens format with `Intl` and their own locale. */
export function formatMoney({ amount, currency }: Money): string {
  const { decimals } = currencyOf(currency);
  if (decimals === 0) return `${amount} ${currency}`;
  const digits = String(amount).padStart(decimals + 1, "0");
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)} ${currency}`;
}

function exampleOf({ decimals }: Currency, code: string): string {
  const one = 10 ** decimals;
  return `${12 * one} for ${formatMoney({ amount: 12 * one, currency: code })}`;
}

/** A short, safe picture of a wrong value. */
function show(value: unknown): string {
  return (typeof value === "string" ? `"${value}"` : String(value)).slice(0, 40);
}
