import type { CheckoutLine } from "@tillkit/core";
import type { LinkedBill } from "./bill-links.ts";

/** What a bill costs now, by the host's own prices. */
export interface PricedBasket {
  /** 1 to 100 lines; their sum is the amount. */
  readonly lines: readonly CheckoutLine[];
  /** Three lower-case letters. */
  readonly currency: string;
  readonly description?: string;
  /** At most 40 entries of at most 40 and 500 characters. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The host's prices. Runs on the server at the moment of paying, and whenever a guest asks what the bill costs. The basket is what the
 * guest's page sent, of any shape: check it like any input, and read products and quantities from it, never prices. A host that keeps
 * the bill itself looks it up by `bill` and needs no basket.
 *
 * Answers `{ refused: "The ramen is sold out." }` where this cannot be sold; the guest is shown the sentence.
 */
export type PriceBasket = (
  basket: unknown,
  bill: LinkedBill,
) => PricedBasket | { readonly refused: string } | Promise<PricedBasket | { readonly refused: string }>;

/** A bill as guests see it, and as their pages send it back when they pay. */
export interface ShownBill {
  readonly lines: readonly CheckoutLine[];
  readonly currency: string;
  /** The sum of the lines, in minor units. */
  readonly amount: number;
}

/** A priced basket without what guests need not know. */
export function toShown({ lines, currency }: PricedBasket): ShownBill {
  return {
    lines: lines.map(({ name, unitAmount, quantity }) => ({ name, unitAmount, quantity })),
    currency,
    amount: lines.reduce((sum, { unitAmount, quantity }) => sum + unitAmount * quantity, 0),
  };
}

/** Whether two bills are of the same things at the same prices, however their lines are ordered or divided. */
export function isSameBill(a: Omit<ShownBill, "amount">, b: Omit<ShownBill, "amount">): boolean {
  return a.currency === b.currency && tally(a.lines) === tally(b.lines);
}

function tally(lines: readonly CheckoutLine[]): string {
  const quantities = new Map<string, number>();
  for (const { name, unitAmount, quantity } of lines) {
    const thing = JSON.stringify([name, unitAmount]);
    quantities.set(thing, (quantities.get(thing) ?? 0) + quantity);
  }
  return JSON.stringify([...quantities].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
