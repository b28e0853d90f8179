import * as coupons from "../../behaviour/coupons.ts";
import * as products from "../../behaviour/products.ts";
import { page } from "../../protocol/lists.ts";
import type { Route } from "../router.ts";
import { route } from "./route.ts";

/** What is sold, what it costs, and what is taken off. */
export const catalogueRoutes: readonly Route[] = [
  route("POST /v1/products", "product_write", ({ world, params }) => products.create(world, params)),
  route("GET /v1/products", "product_read", ({ world, params }) => {
    const { active, ids } = params;
    const wanted = [...world.products.values()].filter(
      (product) => (active === undefined || product.active === active) && (!ids || ids.includes(product.id)),
    );
    return page("/v1/products", wanted, params, ["active", "ids"]);
  }),
  route("GET /v1/products/{id}", "product_read", ({ world, id }) => products.find(world, id)),
  route("POST /v1/products/{id}", "product_write", ({ world, id, params }) => products.update(world, id, params)),
  route("DELETE /v1/products/{id}", "product_write", ({ world, id }) => products.remove(world, id)),

  route("POST /v1/prices", "price_write", ({ world, params }) => products.createPriceOf(world, params)),
  route("GET /v1/prices", "price_read", ({ world, params }) => {
    const { active, currency, lookup_keys: keys, product, type } = params;
    const wanted = [...world.prices.values()].filter(
      (price) =>
        (active === undefined || price.active === active) &&
        (currency === undefined || price.currency === currency) &&
        (product === undefined || price.product === product) &&
        (type === undefined || price.type === type) &&
        (!keys || (price.lookup_key !== null && keys.includes(price.lookup_key))),
    );
    return page("/v1/prices", wanted, params, ["active", "currency", "lookup_keys", "product", "type"]);
  }),
  route("GET /v1/prices/{id}", "price_read", ({ world, id }) => products.findPrice(world, id)),
  route("POST /v1/prices/{id}", "price_write", ({ world, id, params }) => products.updatePrice(world, id, params)),

  route("POST /v1/coupons", "coupon_write", ({ world, params }) => coupons.create(world, params)),
  route("GET /v1/coupons", "coupon_read", ({ world, params }) => {
    const all = [...world.coupons.keys()].map((id) => coupons.find(world, id));
    return page("/v1/coupons", all, params);
  }),
  route("GET /v1/coupons/{id}", "coupon_read", ({ world, id }) => coupons.find(world, id)),
  route("POST /v1/coupons/{id}", "coupon_write", ({ world, id, params }) => coupons.update(world, id, params)),
  route("DELETE /v1/coupons/{id}", "coupon_write", ({ world, id }) => coupons.remove(world, id)),
];
