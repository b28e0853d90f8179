export type { PriceBasket, PricedBasket, ShownBill } from "./basket.ts";
export type { LinkedBill } from "./bill-links.ts";
export { createGuestCheckout } from "./guest-checkout.ts";
export { confirmOutcome, type GuestOutcome, outcomeOf } from "./outcome.ts";
export { printSheet, type SheetCode, type SheetOptions } from "./print-sheet.ts";
export { qrPng, type QrOptions, qrSvg } from "./qr.ts";
export type { CodeStore, TableCode, TableCodes } from "./table-codes.ts";
export type * from "./types.ts";
