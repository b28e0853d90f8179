import type Stripe from "stripe";

import { createPrice, createProduct } from "../objects/price.ts";
import type { Price, Product } from "../objects/types.ts";
import { invalidParameter, invalidRequest, missing, notSimulated } from "../protocol/errors.ts";
import { priceParams, productParams, refuseUnsimulated } from "../protocol/simulated-params.ts";
import type { World } from "../world.ts";
import { seconds } from "../world.ts";
import { mergeMetadata } from "./metadata.ts";

/** POST /v1/products, with its price if that comes along. */
export function create(world: World, params: Stripe.ProductCreateParams): Product {
  refuseUnsimulated(params, productParams);
  const { id, active, description, images, url, default_price_data: priced } = params;
  if (id !== undefined && world.products.has(id))
    throw invalidRequest("Product already exists.", { code: "resource_already_exists", param: "id" });
  const product = createProduct(world, {
    name: params.name,
    metadata: mergeMetadata({}, params.metadata),
    description: description ?? null,
    unitLabel: params.unit_label ?? null,
    url: url ?? null,
    ...(id !== undefined && { id }),
    ...(active !== undefined && { active }),
    ...(images && { images }),
  });
  world.emit("product.created", product);
  if (!priced) return product;
  const { currency, unit_amount: unitAmount, ...more } = priced;
  refuseUnsimulated(more, new Set(["metadata", "tax_behavior"]), "default_price_data");
  if (unitAmount === undefined) throw notSimulated("prices without a unit_amount", "default_price_data[unit_amount]");
  const price = createPriceOf(world, { currency, unit_amount: unitAmount, product: product.id });
  return put(world, { ...product, default_price: price.id });
}

/** POST /v1/products/{id} */
export function update(world: World, id: string, params: Stripe.ProductUpdateParams): Product {
  refuseUnsimulated(params, productParams);
  const product = find(world, id);
  const { name, active, description, images, url, unit_label: unit, default_price: price } = params;
  if (price !== undefined) findPrice(world, price, "default_price");
  const changed = put(world, {
    ...product,
    updated: seconds(world),
    metadata: mergeMetadata(product.metadata, params.metadata),
    ...(name !== undefined && { name }),
    ...(active !== undefined && { active }),
    ...(description !== undefined && { description: description || null }),
    ...(images !== undefined && { images: [...(images || [])] }),
    ...(url !== undefined && { url: url || null }),
    ...(unit !== undefined && { unit_label: unit || null }),
    ...(price !== undefined && { default_price: price }),
  });
  world.emit("product.updated", changed);
  return changed;
}

/** DELETE /v1/products/{id}: only while nothing says what it costs. */
export function remove(world: World, id: string) {
  const product = find(world, id);
  if ([...world.prices.values()].some((price) => price.product === id))
    throw invalidRequest("This product cannot be deleted because it has one or more user-created prices.");
  world.products.delete(id);
  world.emit("product.deleted", product);
  return { id, object: "product", deleted: true } as const;
}

/** GET /v1/products/{id}. Throws `resource_missing`. */
export function find(world: World, id: string, param = "product"): Product {
  const product = world.products.get(id);
  if (!product) throw missing("product", id, param);
  return product;
}

/** POST /v1/prices: one that is paid once. */
export function createPriceOf(world: World, params: Stripe.PriceCreateParams): Price {
  refuseUnsimulated(params, priceParams);
  const { unit_amount: unitAmount, product: productId, product_data: data, currency, lookup_key: lookupKey } = params;
  if (unitAmount === undefined) throw notSimulated("prices without a unit_amount", "unit_amount");
  if ((productId === undefined) === (data === undefined))
    throw invalidParameter("You must pass either product or product_data, and not both.", "product");
  if (lookupKey !== undefined && [...world.prices.values()].some(({ lookup_key: key }) => key === lookupKey))
    throw invalidRequest(`A price already uses the lookup key ${lookupKey}.`, { param: "lookup_key" });
  if (data) refuseUnsimulated(data, new Set(["active", "id", "metadata", "name", "unit_label"]), "product_data");
  const product = data ? create(world, data) : find(world, productId ?? "");
  const price = createPrice(world, {
    product: product.id,
    currency: currency.toLowerCase(),
    unitAmount,
    metadata: mergeMetadata({}, params.metadata),
    lookupKey: lookupKey ?? null,
    nickname: params.nickname ?? null,
    ...(params.active !== undefined && { active: params.active }),
    ...(params.tax_behavior && { taxBehavior: params.tax_behavior }),
  });
  world.emit("price.created", price);
  return price;
}

/** POST /v1/prices/{id}: what it costs never changes. */
export function updatePrice(world: World, id: string, params: Stripe.PriceUpdateParams): Price {
  refuseUnsimulated(params, new Set(["active", "expand", "lookup_key", "metadata", "nickname"]));
  const price = findPrice(world, id);
  const { active, lookup_key: lookupKey, nickname } = params;
  const changed: Price = {
    ...price,
    metadata: mergeMetadata(price.metadata, params.metadata),
    ...(active !== undefined && { active }),
    ...(lookupKey !== undefined && { lookup_key: lookupKey || null }),
    ...(nickname !== undefined && { nickname: nickname || null }),
  };
  world.prices.set(id, changed);
  world.emit("price.updated", changed);
  return changed;
}

/** GET /v1/prices/{id}. Throws `resource_missing`. */
export function findPrice(world: World, id: string, param = "price"): Price {
  const price = world.prices.get(id);
  if (!price) throw missing("price", id, param);
  return price;
}

function put(world: World, product: Product): Product {
  world.products.set(product.id, product);
  return product;
}
