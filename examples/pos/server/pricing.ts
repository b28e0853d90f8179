import { z } from "zod";
import type { PricedLine, WantedLine } from "../common/api.ts";
import { menuOrder, productOf } from "./menu.ts";
import { Refusal } from "./refusal.ts";

/** What a page may ask for. Anything else in a line, a price above all, is dropped unread. */
export const wantedLines = z
  .array(z.object({ productId: z.string().max(60), quantity: z.int().min(1).max(99) }))
  .min(1)
  .max(60);

/** Lines with the shop's own prices, and their sum in minor units. */
export interface Bill {
  readonly lines: readonly PricedLine[];
  readonly amount: number;
}

/**
 * Prices what was asked for from the menu: one line per product, in the menu's order, however it was asked for.
 *
 * @throws Refusal `unknown_product`
 */
export function price(wanted: readonly WantedLine[]): Bill {
  const quantities = new Map<string, number>();
  for (const { productId, quantity } of wanted) quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);

  const lines = [...quantities].map(([productId, quantity]): PricedLine => {
    const product = productOf(productId);
    if (!product)
      throw new Refusal(400, "unknown_product", `There is nothing called "${productId.slice(0, 40)}" on the menu.`);
    return { productId, name: product.name, unitAmount: product.price, quantity };
  });
  lines.sort((a, b) => menuOrder(a.productId) - menuOrder(b.productId));
  return { lines, amount: lines.reduce((sum, { unitAmount, quantity }) => sum + unitAmount * quantity, 0) };
}
