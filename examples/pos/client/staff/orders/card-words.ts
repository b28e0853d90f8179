import type { Card } from "@tillkit/core";

const brands: Readonly<Record<string, string>> = {
  visa: "Visa",
  mastercard: "Mastercard",
  amex: "American Express",
  discover: "Discover",
  diners: "Diners Club",
  jcb: "JCB",
  unionpay: "UnionPay",
  interac: "Interac",
  eftpos_au: "eftpos",
};

const readMethods: Readonly<Record<string, string>> = {
  contactless_emv: "contactless",
  contactless_magstripe_mode: "contactless",
  contact_emv: "chip",
  magnetic_stripe_fallback: "swiped",
  magnetic_stripe_track2: "swiped",
};

const wallets: Readonly<Record<string, string>> = {
  apple_pay: "Apple Pay",
  google_pay: "Google Pay",
  samsung_pay: "Samsung Pay",
};

/** A card as it may be printed: `Visa •••• 4242 · contactless`. */
export function cardWords({ brand, last4, readMethod, wallet }: Card): string {
  const name = brand === undefined ? "Card" : (brands[brand] ?? brand);
  return [
    last4 === undefined ? name : `${name} •••• ${last4}`,
    ...(wallet === undefined ? [] : [wallets[wallet] ?? wallet]),
    ...(readMethod === undefined || readMethods[readMethod] === undefined ? [] : [readMethods[readMethod]]),
  ].join(" · ");
}
