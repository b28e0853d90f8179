import type Stripe from "stripe";

import type { SessionRecord, World } from "../world.ts";
import { seconds } from "../world.ts";
import type { LineItem, Price, Session } from "./types.ts";

/** A priced line before it has an id. */
export interface LineInput {
  readonly name: string;
  readonly unitAmount: number;
  readonly quantity: number;
  readonly price: Price;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a new session is made from. */
export interface SessionInput {
  readonly params: Stripe.Checkout.SessionCreateParams;
  readonly currency: string;
  readonly lines: readonly LineInput[];
  readonly coupon?: string;
  /** What the coupon takes off, in the minor unit. */
  readonly discount: number;
  readonly paymentMethodTypes: readonly string[];
  readonly expiresAt: number;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Makes an open session. The page a guest pays on is at its `url`. */
export function newSession(
  world: World,
  pagesUrl: string,
  input: SessionInput,
): Pick<SessionRecord, "session" | "lineItems"> {
  const { params, currency } = input;
  const id = world.random.id(world.livemode ? "cs_live_a1" : "cs_test_a1", 58);
  const subtotal = input.lines.reduce((sum, { unitAmount, quantity }) => sum + unitAmount * quantity, 0);
  const total = subtotal - input.discount;
  const session: Session = {
    id,
    object: "checkout.session",
    adaptive_pricing: adaptivePricing(world, params),
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount_subtotal: subtotal,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: seconds(world),
    currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: params.customer ?? null,
    customer_account: null,
    customer_creation: params.customer === undefined ? (params.customer_creation ?? "if_required") : null,
    customer_details: null,
    customer_email: params.customer_email ?? null,
    discounts: input.coupon === undefined ? [] : [{ coupon: input.coupon, promotion_code: null }],
    expires_at: input.expiresAt,
    integration_identifier: params.integration_identifier ?? null,
    invoice: null,
    invoice_creation: null,
    livemode: world.livemode,
    locale: params.locale ?? null,
    managed_payments: null,
    metadata: { ...input.metadata },
    mode: "payment",
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: "if_required",
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: [...input.paymentMethodTypes],
    payment_status: total === 0 ? "no_payment_required" : "unpaid",
    permissions: null,
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: "open",
    submit_type: params.submit_type ?? null,
    subscription: null,
    success_url: params.success_url ?? null,
    total_details: { amount_discount: input.discount, amount_shipping: 0, amount_tax: 0 },
    ui_mode: "hosted_page",
    url: `${pagesUrl}/c/pay/${id}`,
    wallet_options: null,
  };
  const shares = sharesOf(input.discount, input.lines);
  return { session, lineItems: input.lines.map((line, i) => lineItem(world, currency, line, shares[i] ?? 0)) };
}

function adaptivePricing({ settings }: World, { adaptive_pricing: wanted }: SessionInput["params"]) {
  const isOn = Object.keys(settings.adaptivePricing).length > 0;
  return isOn ? { enabled: wanted?.enabled ?? true } : null;
}

/** Puts a changed session in the place of the old one. */
export function updateSession(
  world: World,
  id: string,
  change: Partial<Session>,
  hidden: Partial<Omit<SessionRecord, "session">> = {},
): SessionRecord {
  const current = world.sessions.get(id);
  if (!current) throw new Error(`There is no Checkout Session ${id}`);
  const changed = { ...current, ...hidden, session: { ...current.session, ...change } };
  world.sessions.set(id, changed);
  return changed;
}

/** Each line's share of a discount, by what it costs; what rounding leaves over falls to the first lines. */
function sharesOf(discount: number, lines: readonly LineInput[]): number[] {
  const amounts = lines.map(({ unitAmount, quantity }) => unitAmount * quantity);
  const whole = amounts.reduce((sum, amount) => sum + amount, 0);
  const shares = amounts.map((amount) => (whole === 0 ? 0 : Math.floor((discount * amount) / whole)));
  let left = discount - shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share + (left-- > 0 ? 1 : 0));
}

function lineItem(
  world: World,
  currency: string,
  { name, unitAmount, quantity, price, metadata }: LineInput,
  discount: number,
): LineItem {
  const amount = unitAmount * quantity;
  return {
    id: world.random.id("li_1"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: discount,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount - discount,
    currency,
    description: name,
    metadata: { ...metadata },
    quantity,
    price,
  };
}
