import type { CardReceipt, Payment } from "@tillkit/core";
import { plain } from "./plain.ts";
import type { Row } from "./receipt.ts";

const entryModes: Readonly<Record<string, string>> = {
  contact_emv: "Chip",
  contactless_emv: "Contactless",
  contactless_magstripe_mode: "Contactless",
  magnetic_stripe_fallback: "Swiped (chip not read)",
  magnetic_stripe_track2: "Swiped",
};

const wallets: Readonly<Record<string, string>> = {
  apple_pay: "Apple Pay",
  google_pay: "Google Pay",
  samsung_pay: "Samsung Pay",
};

const verifications: Readonly<Record<string, string>> = {
  none: "None",
  offline_pin: "PIN",
  online_pin: "PIN",
  offline_pin_and_signature: "PIN and signature",
  signature: "Signature",
};

/** What is printed of the chip: the first three must be, the others may (docs.stripe.com/terminal/features/receipts). */
const chip: readonly (readonly [key: keyof CardReceipt, label: string])[] = [
  ["applicationPreferredName", "Application"],
  ["dedicatedFileName", "AID"],
  ["accountType", "Account"],
  ["authorizationCode", "Approval code"],
  ["authorizationResponseCode", "ARC"],
  ["applicationCryptogram", "Cryptogram"],
  ["terminalVerificationResults", "TVR"],
  ["transactionStatusInformation", "TSI"],
];

/** The card of a payment, as a receipt shows it. */
export function cardRows({ card }: Payment): readonly Row[] {
  if (card === undefined) return [];
  const { brand, last4, readMethod, wallet, receipt = {} } = card;
  const verification = receipt.cardholderVerificationMethod;
  return [
    ...row("Card", [titled(brand), last4 === undefined ? undefined : `**** ${last4}`].filter(Boolean).join(" ")),
    ...row("Entry", readMethod && (entryModes[readMethod] ?? titled(readMethod))),
    ...row("Wallet", wallet && (wallets[wallet] ?? titled(wallet))),
    ...chip.flatMap(([key, label]) => row(label, key === "accountType" ? titled(receipt[key]) : receipt[key])),
    ...row("Verified by", verification && (verifications[verification] ?? titled(verification))),
  ];
}

function row(label: string, value: string | undefined): readonly Row[] {
  return value === undefined || value === "" ? [] : [{ label, value: plain(value) }];
}

/** A word of Stripe's as it is printed: `cartes_bancaires` is Cartes Bancaires. */
function titled(word: string | undefined): string | undefined {
  return word?.replaceAll("_", " ").replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
