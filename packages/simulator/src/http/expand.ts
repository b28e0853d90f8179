import { notSimulated } from "../protocol/errors.ts";
import { unexpandable } from "../schema/check-expand.ts";
import type { World } from "../world.ts";

/** Throws a 403 when the caller's key lacks a permission. */
type Require = (permission: string) => void;

/**
 * Replaces ids by the objects they name, at the dotted paths of `expand`.
 *
 * Throws a 403 for an object the key may not read, and a 400 for what turns out to hold nothing of that name. A null on
 * the way stays null.
 */
export function expand(world: World, answer: object, paths: readonly string[], require: Require): object {
  let expanded = answer;
  for (const path of paths) {
    const steps = path.split(".");
    // A change to an object is a new object, so walking it keeps it one.
    expanded = walk({ world, require, path }, expanded, steps) as object;
  }
  return expanded;
}

interface Walk {
  readonly world: World;
  readonly require: Require;
  readonly path: string;
}

function walk(way: Walk, value: unknown, steps: readonly string[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => walk(way, item, steps));
  if (typeof value !== "object") throw unexpandable(way.path);

  const held: unknown = Reflect.get(value, step);
  const included = includable[`${String(Reflect.get(value, "object"))}.${step}`];
  if (included && held === undefined) return { ...value, [step]: walk(way, included(way.world, value), rest) };
  const known = expandable[step];
  if (typeof held === "string") {
    if (!known) throw unexpandable(way.path);
    way.require(known.permission);
    const found = known.find(way.world, held);
    if (!found) throw notSimulated(`expanding ${step}`, "expand");
    return { ...value, [step]: walk(way, found, rest) };
  }
  if (held === null || held === undefined) return value;
  if (typeof held !== "object") throw unexpandable(way.path);
  if (rest.length === 0 && !known && !included) throw unexpandable(way.path);
  return { ...value, [step]: walk(way, held, rest) };
}

interface Expandable {
  readonly permission: string;
  readonly find: (world: World, id: string) => object | undefined;
}

const charge: Expandable = { permission: "charge_read", find: ({ charges }, id) => charges.get(id) };
const transaction: Expandable = {
  permission: "balance_read",
  find: ({ balanceTransactions }, id) => balanceTransactions.get(id),
};

const paymentMethod: Expandable = {
  permission: "payment_method_read",
  find: ({ paymentMethods }, id) => paymentMethods.get(id)?.method,
};

/** Fields that hold an id, by their names, which mean the same on every object. */
const expandable: Readonly<Record<string, Expandable>> = {
  balance_transaction: transaction,
  charge,
  configuration_overrides: {
    permission: "terminal_configuration_read",
    find: ({ configurations }, id) => configurations.get(id),
  },
  default_price: { permission: "price_read", find: ({ prices }, id) => prices.get(id) },
  product: { permission: "product_read", find: ({ products }, id) => products.get(id) },
  coupon: { permission: "coupon_read", find: ({ coupons }, id) => coupons.get(id) },
  customer: { permission: "customer_read", find: ({ customers }, id) => customers.get(id) },
  failure_balance_transaction: transaction,
  latest_charge: charge,
  location: { permission: "terminal_location_read", find: ({ locations }, id) => locations.get(id) },
  payment_intent: { permission: "payment_intent_read", find: ({ paymentIntents }, id) => paymentIntents.get(id) },
  generated_card: paymentMethod,
  latest_attempt: { permission: "setup_intent_read", find: ({ setupAttempts }, id) => setupAttempts.get(id) },
  payment_method: paymentMethod,
  refund: { permission: "charge_read", find: ({ refunds }, id) => refunds.get(id) },
  setup_intent: { permission: "setup_intent_read", find: ({ setupIntents }, id) => setupIntents.get(id) },
  source: {
    permission: "charge_read",
    find: ({ charges, refunds, disputes }, id) => charges.get(id) ?? refunds.get(id) ?? disputes.get(id),
  },
};

/** Lists that an object shows only when asked to. */
const includable: Readonly<Record<string, (world: World, owner: object) => object>> = {
  "checkout.session.line_items": (world, session) => {
    const id = String(Reflect.get(session, "id"));
    return list(`/v1/checkout/sessions/${id}/line_items`, world.sessions.get(id)?.lineItems ?? []);
  },
  "charge.refunds": (world, owner) => {
    const id: unknown = Reflect.get(owner, "id");
    const refunds = [...world.refunds.values()].filter((refund) => refund.charge === id).toReversed();
    return list(`/v1/charges/${String(id)}/refunds`, refunds);
  },
};

function list(url: string, data: readonly object[]): object {
  return { object: "list", data, has_more: false, url };
}
