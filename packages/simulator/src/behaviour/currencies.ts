import { invalidParameter, invalidRequest } from "../protocol/errors.ts";

/** Digits after the decimal point in Stripe's amounts (page Currencies; ISK and UGX are sent with two). */
function decimals(currency: string): number {
  if (zeroDecimal.has(currency)) return 0;
  return threeDecimal.has(currency) ? 3 : 2;
}

/** An amount as people write it: `$12.50`. */
export function formatAmount(amount: number, currency: string): string {
  const digits = decimals(currency);
  const format = new Intl.NumberFormat("en-US", {
    style: "currency",
    currency: currency.toUpperCase(),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(amount / 10 ** digits);
}

/** An amount in another currency, at a rate between the units that people count in: dollars and yen, not cents. */
export function convert(
  amount: number,
  { from, to, rate }: { readonly from: string; readonly to: string; readonly rate: number },
): number {
  return Math.round(amount * rate * 10 ** (decimals(to) - decimals(from)));
}

/** Refuses an amount Stripe would refuse: `amount_too_small`, `amount_too_large`, or not a multiple. */
export function checkAmount(amount: number, currency: string, param = "amount"): void {
  if (!/^[a-z]{3}$/.test(currency)) throw invalidParameter(`Invalid currency: ${currency}.`, "currency");
  if (amount < 1) {
    throw invalidParameter("This value must be greater than or equal to 1.", param, "parameter_invalid_integer");
  }
  const minimum = minimums[currency] ?? 1;
  if (amount < minimum) {
    const message = `Amount must be at least ${formatAmount(minimum, currency)} ${currency}`;
    throw invalidRequest(message, { code: "amount_too_small", param });
  }
  if (amount > largest) {
    const message = `Amount must be no more than ${formatAmount(largest, currency)} ${currency}`;
    throw invalidRequest(message, { code: "amount_too_large", param });
  }
  const step = threeDecimal.has(currency) ? 10 : wholeAsTwo.has(currency) ? 100 : 1;
  if (amount % step !== 0) throw invalidParameter(`Amounts in ${currency} must be a multiple of ${step}.`, param);
}

const zeroDecimal = new Set("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" "));
const threeDecimal = new Set("bhd jod kwd omr tnd".split(" "));
const wholeAsTwo = new Set(["isk", "ugx"]);

/** Cards take up to twelve digits. */
const largest = 999_999_999_999;

/** The least that can be charged, in the minor unit. */
const minimums: Readonly<Record<string, number>> = {
  usd: 50,
  aed: 200,
  ars: 50,
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  cop: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  idr: 50,
  ils: 50,
  inr: 50,
  jpy: 50,
  krw: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  php: 50,
  pln: 200,
  ron: 200,
  rub: 50,
  sek: 300,
  sgd: 50,
  thb: 1000,
  zar: 50,
};
