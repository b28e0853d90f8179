import type { World } from "../world.ts";
import { seconds } from "../world.ts";
import type { Price, Product } from "./types.ts";

/** What a new product is made from. */
export interface ProductInput {
  readonly name: string;
  readonly id?: string;
  readonly active?: boolean;
  readonly description?: string | null;
  readonly images?: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
  readonly unitLabel?: string | null;
  readonly url?: string | null;
}

/** Makes a product and keeps it. */
export function createProduct(world: World, input: ProductInput): Product {
  const product: Product = {
    id: input.id ?? world.random.id("prod_", 14),
    object: "product",
    active: input.active ?? true,
    created: seconds(world),
    default_price: null,
    description: input.description ?? null,
    images: [...(input.images ?? [])],
    livemode: world.livemode,
    marketing_features: [],
    metadata: { ...input.metadata },
    name: input.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: "service",
    unit_label: input.unitLabel ?? null,
    updated: seconds(world),
    url: input.url ?? null,
  };
  world.products.set(product.id, product);
  return product;
}

/** What a new price is made from. */
export interface PriceInput {
  readonly product: string;
  readonly currency: string;
  readonly unitAmount: number;
  readonly active?: boolean;
  readonly lookupKey?: string | null;
  readonly nickname?: string | null;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly taxBehavior?: Price["tax_behavior"];
}

/** Makes a price that is paid once, and keeps it. */
export function createPrice(world: World, input: PriceInput): Price {
  const price: Price = {
    id: world.random.id("price_1"),
    object: "price",
    active: input.active ?? true,
    billing_scheme: "per_unit",
    created: seconds(world),
    currency: input.currency,
    custom_unit_amount: null,
    livemode: world.livemode,
    lookup_key: input.lookupKey ?? null,
    metadata: { ...input.metadata },
    nickname: input.nickname ?? null,
    product: input.product,
    recurring: null,
    tax_behavior: input.taxBehavior ?? "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: "one_time",
    unit_amount: input.unitAmount,
    unit_amount_decimal: String(input.unitAmount),
  };
  world.prices.set(price.id, price);
  return price;
}
