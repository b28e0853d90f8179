import type Stripe from "stripe";

import { invalidParameter, invalidRequest, missing, notSimulated } from "../protocol/errors.ts";
import { newSession, updateSession } from "../objects/session.ts";
import type { LineInput } from "../objects/session.ts";
import { createPrice, createProduct } from "../objects/price.ts";
import type { Price, Product, Session } from "../objects/types.ts";
import { findPrice, find as findProduct } from "./products.ts";
import type { SessionRecord, World } from "../world.ts";
import { seconds } from "../world.ts";
import { amountOff } from "./coupons.ts";
import { checkAmount } from "./currencies.ts";
import { checkCustomer } from "./customers.ts";
import { mergeMetadata } from "./metadata.ts";
import { refuseUnsimulated, sessionIntentParams, sessionParams } from "../protocol/simulated-params.ts";
import { eligibleTypes, find as findPaymentIntent, release } from "./payment-intents.ts";

type CreateParams = Stripe.Checkout.SessionCreateParams;

/** POST /v1/checkout/sessions */
export function create(world: World, params: CreateParams, pagesUrl: string): Session {
  refuseUnsimulated(params, sessionParams);
  if (params.automatic_tax?.enabled) throw notSimulated("automatic tax", "automatic_tax");
  if (params.ui_mode !== undefined && params.ui_mode !== "hosted_page") throw notSimulated("other ui modes", "ui_mode");
  if (params.mode === undefined) throw invalidParameter("Missing required param: mode.", "mode", "parameter_missing");
  if (params.mode !== "payment") throw notSimulated(`mode ${params.mode}`, "mode");
  if (params.allowed_payment_method_types && params.excluded_payment_method_types) {
    const param = "excluded_payment_method_types";
    throw invalidParameter(
      "Allowed and excluded payment method types exclude each other.",
      param,
      "parameters_exclusive",
    );
  }
  checkUrl(params.success_url, "success_url", true);
  checkUrl(params.cancel_url, "cancel_url", false);
  const { lines, currency } = readLines(world, params);
  checkCustomer(world, params.customer);
  if (params.customer !== undefined && (params.customer_email !== undefined || params.customer_creation)) {
    const param = params.customer_creation ? "customer_creation" : "customer_email";
    const message = `You may only specify one of these parameters: customer, ${param}.`;
    throw invalidParameter(message, param, "parameters_exclusive");
  }
  const subtotal = lines.reduce((sum, { unitAmount, quantity }) => sum + unitAmount * quantity, 0);
  const coupon = readDiscount(params);
  const discount = coupon === undefined ? 0 : amountOff(world, coupon, subtotal, currency);
  if (subtotal > discount) checkAmount(subtotal - discount, currency, "line_items");
  const allowed = params.allowed_payment_method_types;
  const expiresAt = checkExpiry(world, params.expires_at);

  const made = newSession(world, pagesUrl, {
    params,
    currency,
    lines,
    ...(coupon !== undefined && { coupon }),
    discount,
    expiresAt,
    metadata: mergeMetadata({}, params.metadata),
    paymentMethodTypes: eligibleTypes(world, currency, allowed, params.excluded_payment_method_types),
  });
  const { id } = made.session;
  const hidden = { paymentIntentParams: intentParams(params), confirming: false };
  world.sessions.set(id, { ...made, ...hidden });
  world.setAlarm(id, expiresAt * 1000 - world.clock.now(), { kind: "session_expires", session: id });
  return made.session;
}

/** POST /v1/checkout/sessions/{id}: only its metadata may change. */
export function update(world: World, id: string, params: Stripe.Checkout.SessionUpdateParams): Session {
  const { session } = find(world, id);
  for (const param of Object.keys(params)) {
    if (param !== "metadata" && param !== "expand") throw notSimulated(`updating ${param}`, param);
  }
  return updateSession(world, id, { metadata: mergeMetadata(session.metadata ?? {}, params.metadata) }).session;
}

/** POST /v1/checkout/sessions/{id}/expire: only while open, and not while the guest's payment is on its way. */
export function expire(world: World, id: string): Session {
  const record = find(world, id);
  const { status } = record.session;
  if (status !== "open") {
    throw invalidRequest(`Only Checkout Sessions with a status in ["open"] can be expired. This one is ${status}.`);
  }
  if (record.confirming) throw invalidRequest("This Checkout Session is being paid right now and cannot be expired.");
  return close(world, record);
}

/** Expires a session whose time is over, unless a payment of it is on its way. */
export function expireOverdue(world: World, id: string): void {
  const record = find(world, id);
  const { status, expires_at: until } = record.session;
  if (status === "open" && !record.confirming && until <= seconds(world)) close(world, record);
}

/** GET /v1/checkout/sessions/{id}. Throws `resource_missing`. */
export function find(world: World, id: string): SessionRecord {
  const record = world.sessions.get(id);
  if (!record) throw missing("checkout.session", id, "session");
  return record;
}

function close(world: World, { session }: SessionRecord): Session {
  world.clearAlarm(session.id);
  if (session.payment_intent) {
    const intent = findPaymentIntent(world, session.payment_intent);
    if (intent.status === "requires_payment_method" || intent.status === "requires_action") {
      release(world, intent, "automatic");
    }
  }
  const expired = updateSession(world, session.id, { status: "expired", url: null }).session;
  world.emit("checkout.session.expired", expired);
  return expired;
}

/** The id of the one coupon that a Checkout Session takes. */
function readDiscount({ discounts = [] }: CreateParams): string | undefined {
  if (!discounts || discounts.length === 0) return undefined;
  if (discounts.length > 1) throw invalidParameter("A Checkout Session takes one discount.", "discounts");
  const [{ coupon, promotion_code: code } = {}] = discounts;
  if (code !== undefined) throw notSimulated("promotion codes", "discounts[0][promotion_code]");
  if (coupon === undefined)
    throw invalidParameter(
      "Missing required param: discounts[0][coupon].",
      "discounts[0][coupon]",
      "parameter_missing",
    );
  return coupon;
}

function readLines(
  world: World,
  params: CreateParams,
): { readonly lines: readonly LineInput[]; readonly currency: string } {
  const items = params.line_items ?? [];
  if (items.length === 0)
    throw invalidParameter("Missing required param: line_items.", "line_items", "parameter_missing");
  const lines = items.map((item, index) => readLine(world, item, `line_items[${index}]`));
  const [currency = "usd", ...others] = [...new Set(lines.map(({ price }) => price.currency))];
  if (others.length > 0) throw invalidParameter("All line items must have the same currency.", "line_items");
  return { lines, currency };
}

function readLine(world: World, item: Stripe.Checkout.SessionCreateParams.LineItem, at: string): LineInput {
  if (item.tax_rates) throw notSimulated("tax rates", `${at}[tax_rates]`);
  if (item.adjustable_quantity?.enabled) throw notSimulated("adjustable quantities", `${at}[adjustable_quantity]`);
  const price = readPrice(world, item, at);
  const name = world.products.get(price.product)?.name ?? price.product;
  const metadata = mergeMetadata({}, item.metadata);
  return { name, unitAmount: price.unit_amount ?? 0, quantity: item.quantity ?? 1, price, metadata };
}

/** The price of a line: one that was made beforehand, or one that is made for this line only. */
function readPrice(
  world: World,
  { price, price_data: priceData }: Stripe.Checkout.SessionCreateParams.LineItem,
  at: string,
): Price {
  if (price !== undefined && priceData) {
    const message = "You may only specify one of these parameters: price, price_data.";
    throw invalidParameter(message, at, "parameters_exclusive");
  }
  if (price !== undefined) {
    const made = findPrice(world, price, `${at}[price]`);
    if (made.active) return made;
    throw invalidParameter("The price specified is inactive. This field only accepts active prices.", `${at}[price]`);
  }
  if (!priceData) throw invalidParameter(`Missing required param: ${at}[price].`, `${at}[price]`, "parameter_missing");
  const { unit_amount: unitAmount, product, product_data: data, currency } = priceData;
  if (unitAmount === undefined || priceData.recurring) {
    throw notSimulated("prices other than a one-time unit_amount", `${at}[price_data][unit_amount]`);
  }
  if (data?.tax_code) throw notSimulated("tax codes", `${at}[price_data][product_data][tax_code]`);
  const { id } = data ? newProduct(world, data) : findProduct(world, product ?? "", `${at}[price_data][product]`);
  // Such prices are nobody else's: they cannot be used again.
  return createPrice(world, { product: id, currency: currency.toLowerCase(), unitAmount, active: false });
}

function newProduct(world: World, data: Stripe.Checkout.SessionCreateParams.LineItem.PriceData.ProductData): Product {
  return createProduct(world, {
    name: data.name,
    active: false,
    description: data.description ?? null,
    images: data.images ?? [],
    metadata: mergeMetadata({}, data.metadata),
    unitLabel: data.unit_label ?? null,
  });
}

function checkUrl(url: string | undefined, param: string, required: boolean): void {
  if (url === undefined) {
    if (required) throw invalidParameter(`Missing required param: ${param}.`, param, "parameter_missing");
    return;
  }
  if (!URL.canParse(url.replaceAll("{CHECKOUT_SESSION_ID}", "id")) || !/^https?:\/\//.test(url)) {
    throw invalidParameter("Not a valid URL. Include the scheme: https://…", param, "url_invalid");
  }
}

/** Stripe keeps a session open for 30 minutes to 24 hours. */
function checkExpiry(world: World, expiresAt: number | undefined): number {
  const now = seconds(world);
  if (expiresAt === undefined) return now + 86_400;
  // A second's grace, because the caller read the clock before it sent the request.
  if (expiresAt < now + 30 * 60 - 1) {
    throw invalidParameter(
      "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
      "expires_at",
    );
  }
  if (expiresAt > now + 86_400 + 1) {
    throw invalidParameter(
      "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
      "expires_at",
    );
  }
  return expiresAt;
}

function intentParams({ payment_intent_data: wanted }: CreateParams): SessionRecord["paymentIntentParams"] {
  if (!wanted) return {};
  refuseUnsimulated(wanted, sessionIntentParams);
  return {
    ...(wanted.capture_method && { capture_method: wanted.capture_method }),
    ...(wanted.description && { description: wanted.description }),
    ...(wanted.metadata && { metadata: mergeMetadata({}, wanted.metadata) }),
    ...(wanted.receipt_email && { receipt_email: wanted.receipt_email }),
    ...(wanted.setup_future_usage && { setup_future_usage: wanted.setup_future_usage }),
    ...(wanted.statement_descriptor_suffix && { statement_descriptor_suffix: wanted.statement_descriptor_suffix }),
  };
}
