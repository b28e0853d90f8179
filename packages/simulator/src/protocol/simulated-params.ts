import { notSimulated } from "./errors.ts";

/**
 * Refuses a parameter that Stripe would take and the simulator would only swallow: a success that ignores half of what
 * was asked is made up. Switched off (`false`, `""`) it changes nothing and passes.
 */
export function refuseUnsimulated(params: object, simulated: ReadonlySet<string>, within = ""): void {
  for (const [name, sent] of Object.entries(params)) {
    if (simulated.has(name) || sent === undefined || sent === "" || sent === false) continue;
    const param = within === "" ? name : `${within}[${name}]`;
    throw notSimulated(`the parameter ${param}`, param);
  }
}

/** What every list understands. */
export const listParams: readonly string[] = ["created", "ending_before", "expand", "limit", "starting_after"];

/** What creating and updating a PaymentIntent understands. */
export const paymentIntentParams: ReadonlySet<string> = new Set([
  "allowed_payment_method_types",
  "amount",
  "automatic_payment_methods",
  "capture_method",
  "confirm",
  "confirmation_method",
  "currency",
  "customer",
  "description",
  "error_on_requires_action",
  "excluded_payment_method_types",
  "expand",
  "metadata",
  "off_session",
  "payment_method",
  "payment_method_options",
  "receipt_email",
  "return_url",
  "setup_future_usage",
  "statement_descriptor",
  "statement_descriptor_suffix",
  "transfer_group",
  "use_stripe_sdk",
]);

/** What `payment_method_options` understands, by type of payment method. */
export const methodOptionParams: Readonly<Record<string, ReadonlySet<string>>> = {
  card: new Set(["capture_method", "request_three_d_secure"]),
  card_present: new Set([
    "capture_method",
    "request_extended_authorization",
    "request_incremental_authorization_support",
  ]),
  interac_present: new Set(),
};

/** What creating a payment method understands. */
export const paymentMethodParams: ReadonlySet<string> = new Set([
  "allow_redisplay",
  "billing_details",
  "card",
  "expand",
  "metadata",
  "type",
]);

/** What capturing one understands. */
export const captureParams: ReadonlySet<string> = new Set([
  "amount_to_capture",
  "expand",
  "final_capture",
  "metadata",
  "statement_descriptor",
  "statement_descriptor_suffix",
]);

/** What creating a Checkout Session understands, or what only changes its looks. */
export const sessionParams: ReadonlySet<string> = new Set([
  "adaptive_pricing",
  "allowed_payment_method_types",
  "automatic_tax",
  "billing_address_collection",
  "branding_settings",
  "cancel_url",
  "client_reference_id",
  "currency",
  "custom_text",
  "customer",
  "customer_creation",
  "customer_email",
  "discounts",
  "excluded_payment_method_types",
  "expand",
  "expires_at",
  "integration_identifier",
  "line_items",
  "locale",
  "metadata",
  "mode",
  "name_collection",
  "origin_context",
  "payment_intent_data",
  "phone_number_collection",
  "submit_type",
  "success_url",
  "ui_mode",
]);

/** What `payment_intent_data` understands. */
export const sessionIntentParams: ReadonlySet<string> = new Set([
  "capture_method",
  "description",
  "metadata",
  "receipt_email",
  "setup_future_usage",
  "statement_descriptor_suffix",
]);

/** What creating a coupon understands: it is for the whole bill, once. */
export const couponParams: ReadonlySet<string> = new Set([
  "amount_off",
  "currency",
  "duration",
  "expand",
  "id",
  "max_redemptions",
  "metadata",
  "name",
  "percent_off",
  "redeem_by",
]);

/** What creating a SetupIntent understands. */
export const setupIntentParams: ReadonlySet<string> = new Set([
  "allowed_payment_method_types",
  "automatic_payment_methods",
  "confirm",
  "customer",
  "description",
  "expand",
  "metadata",
  "payment_method",
  "return_url",
  "usage",
  "use_stripe_sdk",
]);

/** What confirming one online understands. */
export const setupConfirmParams: ReadonlySet<string> = new Set([
  "expand",
  "payment_method",
  "return_url",
  "use_stripe_sdk",
]);

/** What creating and updating a customer understands. */
export const customerParams: ReadonlySet<string> = new Set([
  "description",
  "email",
  "expand",
  "metadata",
  "name",
  "phone",
]);

/** What confirming a PaymentIntent online understands. */
export const confirmParams: ReadonlySet<string> = new Set([
  "capture_method",
  "error_on_requires_action",
  "expand",
  "off_session",
  "payment_method",
  "payment_method_options",
  "receipt_email",
  "return_url",
  "setup_future_usage",
  "use_stripe_sdk",
]);

/** What raising a hold understands. */
export const incrementParams: ReadonlySet<string> = new Set(["amount", "description", "expand", "metadata"]);

/** What creating and updating a location understands: addresses in one script. */
export const locationParams: ReadonlySet<string> = new Set([
  "address",
  "configuration_overrides",
  "display_name",
  "expand",
  "metadata",
  "phone",
]);

/** What creating and updating a product understands. */
export const productParams: ReadonlySet<string> = new Set([
  "active",
  "default_price",
  "default_price_data",
  "description",
  "expand",
  "id",
  "images",
  "metadata",
  "name",
  "unit_label",
  "url",
]);

/** What creating a price understands. */
export const priceParams: ReadonlySet<string> = new Set([
  "active",
  "currency",
  "expand",
  "lookup_key",
  "metadata",
  "nickname",
  "product",
  "product_data",
  "tax_behavior",
  "unit_amount",
]);
