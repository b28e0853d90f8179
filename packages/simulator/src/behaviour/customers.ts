import type Stripe from "stripe";

import type { Customer } from "../objects/types.ts";
import { missing } from "../protocol/errors.ts";
import { customerParams, refuseUnsimulated } from "../protocol/simulated-params.ts";
import type { World } from "../world.ts";
import { seconds } from "../world.ts";
import { mergeMetadata } from "./metadata.ts";

/** POST /v1/customers: who somebody is, and nothing about how they pay. */
export function create(world: World, params: Stripe.CustomerCreateParams): Customer {
  refuseUnsimulated(params, customerParams);
  const customer: Customer = {
    id: world.random.id("cus_", 14),
    object: "customer",
    address: null,
    balance: 0,
    created: seconds(world),
    currency: null,
    default_source: null,
    delinquent: false,
    description: params.description ?? null,
    discount: null,
    email: params.email ?? null,
    invoice_prefix: world.random.id("", 8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: world.livemode,
    metadata: mergeMetadata({}, params.metadata),
    name: params.name ?? null,
    next_invoice_sequence: 1,
    phone: params.phone ?? null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: null,
  };
  world.customers.set(customer.id, customer);
  world.emit("customer.created", customer);
  return customer;
}

/** POST /v1/customers/{id} */
export function update(world: World, id: string, params: Stripe.CustomerUpdateParams): Customer {
  refuseUnsimulated(params, customerParams);
  const customer = find(world, id);
  const changed: Customer = {
    ...customer,
    metadata: mergeMetadata(customer.metadata, params.metadata),
    ...(params.description !== undefined && { description: params.description || null }),
    ...(params.email !== undefined && { email: params.email || null }),
    ...(params.name !== undefined && { name: params.name || null }),
    ...(params.phone !== undefined && { phone: params.phone || null }),
  };
  world.customers.set(id, changed);
  world.emit("customer.updated", changed);
  return changed;
}

/** DELETE /v1/customers/{id} */
export function remove(world: World, id: string) {
  const customer = find(world, id);
  world.customers.delete(id);
  world.emit("customer.deleted", customer);
  const left = { id, object: "customer", deleted: true } as const;
  world.deleted.set(id, left);
  return left;
}

/** GET /v1/customers/{id}. Throws `resource_missing`. */
export function find(world: World, id: string): Customer {
  const customer = world.customers.get(id);
  if (!customer) throw missing("customer", id);
  return customer;
}

/** Throws `resource_missing` for the id of a customer there is not. */
export function checkCustomer(world: World, id: string | undefined): void {
  if (id !== undefined && id !== "" && !world.customers.has(id)) throw missing("customer", id, "customer");
}
