import { z } from "zod";
import { parseAmount } from "../money/money.ts";
import type { Cart, Registration } from "../ports/reader.ts";
import { parse } from "./requests.ts";

const label = z.string().min(1).max(200);
/** `tml_…` */
export const locationId = z.string().regex(/^tml_\w{1,250}$/, "a location id begins with tml_");
const registration = z.strictObject({ registrationCode: z.string().trim().min(1).max(200), locationId, label });
const cart = z.strictObject({
  currency: z.unknown(),
  lines: z
    .array(
      z.strictObject({
        description: z.string().min(1).max(500),
        amount: z.unknown(),
        quantity: z.int().min(1).max(999_999),
      }),
    )
    .min(1)
    .max(100),
  tax: z.unknown().optional(),
  total: z.unknown(),
});

/** @throws TillkitError `invalid_request` */
export function parseRegistration(request: unknown): Registration {
  return parse(registration, request, "readers.register");
}

/** @throws TillkitError `invalid_request` */
export function parseLabel(text: unknown): string {
  return parse(label, text, "readers.rename");
}

/** @throws TillkitError `invalid_request` */
export function parseLocation(id: unknown): string {
  return parse(locationId, id, "connectionToken");
}

/** Whole minor units, or the reader shows nothing. @throws TillkitError `invalid_request`, `invalid_amount`, `unknown_currency` */
export function parseCart(request: unknown): Cart {
  const { currency, lines, tax, total } = parse(cart, request, "readers.showCart");
  const sum = parseAmount(total, currency);
  parse(z.object({ total: z.int().min(1, "a reader never lets go of an empty cart") }), { total }, "readers.showCart");
  return {
    currency: sum.currency,
    lines: lines.map((line) => ({ ...line, amount: parseAmount(line.amount, currency).amount })),
    ...(tax === undefined ? {} : { tax: parseAmount(tax, currency).amount }),
    total: sum.amount,
  };
}
