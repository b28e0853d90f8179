export { STRIPE_EVENTS } from "./events.ts";
export { stripeGateway } from "./gateway.ts";
export type { StripeAccess, StripeGatewayOptions } from "./options.ts";
export type { SignatureReason } from "./webhooks/signature.ts";
