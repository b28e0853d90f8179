import type { Charge, Customer, PaymentIntent } from "../objects/types.ts";
import { invalidParameter } from "../protocol/errors.ts";
import { matches, readSearch } from "../protocol/search-query.ts";
import type { SearchFields, SearchValue } from "../protocol/search-query.ts";
import type { World } from "../world.ts";

/** What a search asks for. */
interface SearchParams {
  readonly query: string;
  readonly limit?: number;
  readonly page?: string;
}

/** A page of what was found. */
interface Found<T> {
  readonly object: "search_result";
  readonly url: string;
  readonly data: readonly T[];
  readonly has_more: boolean;
  readonly next_page: string | null;
}

/** GET /v1/payment_intents/search */
export function searchPaymentIntents(world: World, params: SearchParams): Found<PaymentIntent> {
  return search(world, "/v1/payment_intents/search", world.paymentIntents.values(), params, {
    ...common,
    amount: "number",
    currency: "word",
    customer: "word",
    status: "word",
  });
}

/** GET /v1/charges/search */
export function searchCharges(world: World, params: SearchParams): Found<Charge> {
  const details = ["card", "card_present", "interac_present"].flatMap((type) =>
    Object.entries({
      brand: "word",
      last4: "word",
      fingerprint: "word",
      exp_month: "number",
      exp_year: "number",
    } as const).map(([name, kind]) => [`payment_method_details.${type}.${name}`, kind] as const),
  );
  return search(world, "/v1/charges/search", world.charges.values(), params, {
    ...common,
    ...Object.fromEntries(details),
    amount: "number",
    currency: "word",
    customer: "word",
    disputed: "word",
    refunded: "word",
    status: "word",
    "billing_details.address.postal_code": "word",
  });
}

/** GET /v1/customers/search */
export function searchCustomers(world: World, params: SearchParams): Found<Customer> {
  const fields = { ...common, email: "text", name: "text", phone: "text" } as const;
  return search(world, "/v1/customers/search", world.customers.values(), params, fields);
}

/** What every kind can be searched by (page Search). */
const common = { created: "number", "metadata[]": "word" } as const;

function search<T extends { readonly id: string; readonly created: number }>(
  world: World,
  url: string,
  oldestFirst: Iterable<T>,
  { query, limit = 10, page }: SearchParams,
  fields: SearchFields,
): Found<T> {
  const wanted = readSearch(query, fields);
  // Stripe finds what was made only some time later.
  const latest = world.clock.now() - world.settings.timing.searchDelayMs;
  const found = [...oldestFirst]
    .filter((object) => object.created * 1000 <= latest && matches(wanted, (field) => valueOf(object, field)))
    .toReversed();
  const begin = page === undefined ? 0 : found.findIndex(({ id }) => tokenOf(id) === page) + 1;
  if (page !== undefined && begin === 0) throw invalidParameter("This is not a page of this search.", "page");
  const data = found.slice(begin, begin + limit);
  const more = found.length > begin + limit;
  return {
    object: "search_result",
    url,
    data,
    has_more: more,
    next_page: more ? tokenOf(data.at(-1)?.id ?? "") : null,
  };
}

/** A page begins after an object; callers need not know. */
function tokenOf(id: string): string {
  return Buffer.from(id).toString("base64url");
}

function valueOf(object: object, field: string): SearchValue | undefined {
  let value: unknown = object;
  for (const step of field.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.hasOwn(value, step) ? Reflect.get(value, step) : undefined;
  }
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return undefined;
}
