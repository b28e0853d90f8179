import { describe, expect, it } from "vitest";
import { menuIn } from "../server/menu.ts";
import { price, wantedLines } from "../server/pricing.ts";

describe("pricing", () => {
  it("takes names and prices from the menu and adds them up", () => {
    const bill = price([
      { productId: "flat-white", quantity: 2 },
      { productId: "croissant", quantity: 1 },
    ]);
    expect(bill.amount).toBe(2 * 390 + 360);
    expect(bill.lines).toContainEqual({ productId: "flat-white", name: "Flat white", unitAmount: 390, quantity: 2 });
  });

  it("drops a price that a page sends", () => {
    const sent = [{ productId: "salmon-bagel", quantity: 1, unitAmount: 1, price: 1 }];
    expect(price(wantedLines.parse(sent)).amount).toBe(1040);
  });

  it("puts the same product on one line, and knows the same basket in any order", () => {
    const one = price([
      { productId: "latte", quantity: 1 },
      { productId: "cookie", quantity: 1 },
      { productId: "latte", quantity: 2 },
    ]);
    const other = price([
      { productId: "cookie", quantity: 1 },
      { productId: "latte", quantity: 3 },
    ]);
    expect(one.lines.map(({ productId, quantity }) => [productId, quantity])).toEqual([
      ["latte", 3],
      ["cookie", 1],
    ]);
    expect(other).toEqual(one);
  });

  it.each([0, -1, 1.5, 100, Number.NaN, "2"])("refuses a quantity of %s", (quantity) => {
    expect(wantedLines.safeParse([{ productId: "latte", quantity }]).success).toBe(false);
  });

  it("refuses what is not on the menu", () => {
    expect(() => price([{ productId: "__proto__", quantity: 1 }])).toThrow(
      expect.objectContaining({ code: "unknown_product", status: 400 }),
    );
  });

  it("has 24 products in 5 categories, each with a name and a price of its own", () => {
    const { products, categories } = menuIn("usd");
    expect(products).toHaveLength(24);
    expect(new Set(products.map(({ id }) => id)).size).toBe(24);
    expect(new Set(products.map(({ category }) => category))).toEqual(new Set(categories.map(({ id }) => id)));
    for (const { price: amount } of products) expect(amount).toBeGreaterThan(0);
  });
});
