import { useEffect, useState } from "react";
import type { Product, WantedLine } from "../../common/api.ts";
import { newId } from "../common/new-id.ts";

/** What a guest has chosen. The id stays the same until it is paid, so that one basket is one payment. */
export interface Basket {
  readonly id: string;
  readonly quantities: Readonly<Record<string, number>>;
}

/** The basket of this table on this phone; a reload does not lose it. */
export function useBasket(token: string): { readonly basket: Basket; add(productId: string, by: number): void } {
  const [basket, setBasket] = useState<Basket>(() => restore(token));
  useEffect(() => {
    sessionStorage.setItem(keyOf(token), JSON.stringify(basket));
  }, [token, basket]);
  return {
    basket,
    add: (productId, by) =>
      setBasket(({ id, quantities }) => {
        const { [productId]: before = 0, ...others } = quantities;
        const quantity = Math.min(99, before + by);
        return { id, quantities: quantity > 0 ? { ...quantities, [productId]: quantity } : others };
      }),
  };
}

/** Forgets the basket of this table: it was paid. */
export function emptyBasket(token: string): void {
  sessionStorage.removeItem(keyOf(token));
}

/** What the server is told: products and quantities, never a price. */
export function wantedOf({ quantities }: Basket): readonly WantedLine[] {
  return Object.entries(quantities).map(([productId, quantity]) => ({ productId, quantity }));
}

/** How many things, and what they cost by the menu on this page; the server prices them again. */
export function sumOf(
  { quantities }: Basket,
  products: readonly Product[],
): { readonly count: number; readonly total: number } {
  let count = 0;
  let total = 0;
  for (const { id, price } of products) {
    count += quantities[id] ?? 0;
    total += price * (quantities[id] ?? 0);
  }
  return { count, total };
}

const keyOf = (token: string): string => `pos.basket.${token}`;

function restore(token: string): Basket {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(token)) ?? "null");
    // Written by the effect above, in this tab.
    if (typeof kept === "object" && kept !== null && "id" in kept && "quantities" in kept) return kept as Basket;
  } catch {
    // Somebody wrote into the storage by hand: begin with an empty basket.
  }
  return { id: newId(), quantities: {} };
}
