import { useEffect, useState } from "react";
import type { Product } from "../../../common/api.ts";

/** What is being sold: how many of each product, in the order they were first tapped. */
export type Cart = ReadonlyMap<string, number>;

const KEPT = "pos.cart";

/** The cart of this browser tab; a reload does not lose it. */
export function useCart(): {
  readonly cart: Cart;
  add(productId: string, by: number): void;
  clear(): void;
} {
  const [cart, setCart] = useState<Cart>(restore);
  useEffect(() => {
    sessionStorage.setItem(KEPT, JSON.stringify([...cart]));
  }, [cart]);
  return {
    cart,
    add: (productId, by) => setCart((before) => change(before, productId, by)),
    clear: () => setCart(new Map()),
  };
}

/** The cart with so many more, or fewer, of a product. What falls to none disappears. */
function change(cart: Cart, productId: string, by: number): Cart {
  const quantity = Math.min(99, (cart.get(productId) ?? 0) + by);
  const next = new Map(cart);
  if (quantity > 0) next.set(productId, quantity);
  else next.delete(productId);
  return next;
}

/** A product and how many of it. */
export interface CartLine {
  readonly product: Product;
  readonly quantity: number;
}

/** The cart's lines, without products that left the menu. */
export function linesOf(cart: Cart, products: readonly Product[]): readonly CartLine[] {
  return [...cart].flatMap(([id, quantity]) => {
    const product = products.find((candidate) => candidate.id === id);
    return product ? [{ product, quantity }] : [];
  });
}

/** What the lines cost by the menu that this page shows; the server prices them again. */
export function totalOf(lines: readonly CartLine[]): number {
  return lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);
}

function restore(): Cart {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
    if (Array.isArray(kept)) return new Map(kept.filter(isEntry));
  } catch {
    // Somebody wrote into the storage by hand: begin with an empty cart.
  }
  return new Map();
}

function isEntry(value: unknown): value is [string, number] {
  return Array.isArray(value) && typeof value[0] === "string" && Number.isInteger(value[1]) && value[1] > 0;
}
