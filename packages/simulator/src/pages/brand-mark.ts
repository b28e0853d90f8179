import type { Html } from "./html.ts";

/** A small plate that tells the brand of a card by its letters. The label beside it says the same in words. */
export function brandMark(brand: string): Html {
  const [letters, colour] = plates[brand] ?? ["CARD", "#5b6172"];
  return {
    markup:
      `<svg class="brand" aria-hidden="true" width="34" height="22" viewBox="0 0 34 22"><rect width="34" height="22" rx="4" fill="${colour}"/>` +
      `<text x="17" y="14.5" text-anchor="middle" fill="#fff">${letters}</text></svg>`,
  };
}

const plates: Readonly<Record<string, readonly [letters: string, colour: string]>> = {
  amex: ["AMEX", "#0d6fb8"],
  bank: ["BANK", "#12703c"],
  diners: ["DC", "#0a5a8f"],
  discover: ["DISC", "#b3540a"],
  jcb: ["JCB", "#1f6a35"],
  mastercard: ["MC", "#b3261e"],
  unionpay: ["UP", "#0b6670"],
  visa: ["VISA", "#1a2b8f"],
};
