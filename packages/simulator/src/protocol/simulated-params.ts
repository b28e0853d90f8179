import { notSimulated } from "./errors.ts";

/**
 * Refuses a parameter that Stripe would take and the simulator would only swallow: a success that ignores half of what
 * was asked is made up. Switched off (`false`, `""`) it changes nothing and passes.
 */
export function refuseUnsimulated(params: object, simulated: ReadonlySet<string>): void {
  for (const [param, sent] of Object.entries(params)) {
    if (simulated.has(param) || sent === undefined || sent === "" || sent === false) continue;
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
  "currency",
  "customer",
  "description",
  "excluded_payment_method_types",
  "expand",
  "metadata",
  "payment_method",
  "payment_method_options",
  "receipt_email",
  "setup_future_usage",
  "statement_descriptor",
  "statement_descriptor_suffix",
  "transfer_group",
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
  "customer_creation",
  "customer_email",
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
  "statement_descriptor_suffix",
]);

/** What creating a SetupIntent understands. */
export const setupIntentParams: ReadonlySet<string> = new Set([
  "allowed_payment_method_types",
  "customer",
  "description",
  "expand",
  "metadata",
  "usage",
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

/** What confirming a PaymentIntent online understands; the rest only changes where a browser goes. */
export const confirmParams: ReadonlySet<string> = new Set(["expand", "off_session", "payment_method", "return_url"]);

/** What raising a hold understands. */
export const incrementParams: ReadonlySet<string> = new Set(["amount", "description", "expand", "metadata"]);
