import type { MenuAnswer, Product } from "../common/api.ts";

/** The café's name, on every screen and on Stripe's pages. */
export const SHOP = "Harbour Coffee";

const categories: MenuAnswer["categories"] = [
  { id: "coffee", name: "Coffee" },
  { id: "tea", name: "Tea" },
  { id: "bakery", name: "Bakery" },
  { id: "lunch", name: "Lunch" },
  { id: "cold", name: "Cold drinks" },
];

/** Id, name, a few words, and the price in minor units, by category. */
const rows: Readonly<Record<string, readonly (readonly [id: string, name: string, about: string, price: number])[]>> = {
  coffee: [
    ["espresso", "Espresso", "Short, dark, a little cherry", 280],
    ["flat-white", "Flat white", "Double shot, silky milk", 390],
    ["cappuccino", "Cappuccino", "Equal parts, a little cocoa", 410],
    ["latte", "Latte", "Mild, with a lot of warm milk", 440],
    ["mocha", "Mocha", "Espresso and dark chocolate", 480],
    ["cold-brew", "Cold brew", "Steeped eighteen hours, over ice", 460],
  ],
  tea: [
    ["breakfast-tea", "Breakfast tea", "Assam, strong enough for milk", 320],
    ["mint-tea", "Mint tea", "A fistful of fresh mint", 340],
    ["chai", "Chai latte", "Cardamom, ginger and clove", 450],
    ["matcha", "Matcha latte", "Whisked, with oat milk", 520],
    ["hot-chocolate", "Hot chocolate", "Seventy percent, not too sweet", 430],
  ],
  bakery: [
    ["croissant", "Butter croissant", "Baked at six this morning", 360],
    ["pain-au-chocolat", "Pain au chocolat", "Two sticks, as it should be", 390],
    ["cinnamon-roll", "Cinnamon roll", "Soft middle, sugar crust", 420],
    ["muffin", "Blueberry muffin", "With a crumble top", 380],
    ["banana-bread", "Banana bread", "Toasted, with salted butter", 400],
    ["cookie", "Sea salt cookie", "Dark chocolate and rye", 290],
  ],
  lunch: [
    ["avocado-toast", "Avocado toast", "Sourdough, lime, chilli", 950],
    ["grilled-cheese", "Grilled cheese", "Three cheeses and leek", 880],
    ["salmon-bagel", "Salmon bagel", "Smoked salmon, dill, capers", 1040],
    ["soup", "Soup of the day", "With bread; ask what it is", 750],
  ],
  cold: [
    ["orange-juice", "Orange juice", "Pressed when you order", 490],
    ["lemonade", "Lemonade", "Lemon, honey and mint", 420],
    ["sparkling-water", "Sparkling water", "Half a litre", 290],
  ],
};

const products: readonly Product[] = Object.entries(rows).flatMap(([category, list]) =>
  list.map(([id, name, about, price]) => ({ id, name, about, price, category })),
);

const byId: ReadonlyMap<string, Product> = new Map(products.map((product) => [product.id, product]));

/** The product of this id, or nothing. */
export function productOf(id: string): Product | undefined {
  return byId.get(id);
}

const positions: ReadonlyMap<string, number> = new Map(products.map(({ id }, position) => [id, position]));

/** How far down the menu a product stands. */
export function menuOrder(id: string): number {
  return positions.get(id) ?? products.length;
}

/** The menu as the pages get it. */
export function menuIn(currency: string): MenuAnswer {
  return { shop: SHOP, currency, categories, products };
}
