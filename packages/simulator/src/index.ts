/** A stateful pretend Stripe: card readers, Checkout pages, signed webhooks and faults, over HTTP. */
export { cards } from "./behaviour/cards.ts";
export type { CardOutcome, TestCard } from "./objects/test-card.ts";
export type { Decline } from "./objects/presentation.ts";
export type { Screen, TipSuggestion } from "./objects/screen.ts";
export { realClock, virtualClock } from "./clock.ts";
export type { SimulatorClock, VirtualClock } from "./clock.ts";
export type { ActiveFault, FaultKind, FaultRule } from "./faults.ts";
export type { CardholderHands } from "./hands/cardholder-hands.ts";
export type { GuestHands } from "./hands/guest-hands.ts";
export type { PresentOptions, ReaderHands } from "./hands/reader-hands.ts";
export { coverage } from "./http/coverage.ts";
export type { Coverage, CoveredOperation, UndocumentedMatter } from "./http/coverage.ts";
export type { Keys } from "./http/keys.ts";
export type { RecordedRequest, RequestQuestions, Times } from "./http/request-log.ts";
export type { ReaderInput } from "./objects/reader.ts";
export type {
  Charge,
  Coupon,
  Customer,
  Dispute,
  EventObject,
  PaymentIntent,
  PaymentMethod,
  Price,
  Product,
  Reader,
  ReaderAction,
  Refund,
  Session,
  SetupIntent,
  StripeEvent,
} from "./objects/types.ts";
export type { Counted, Rule, Rules, Script, When } from "./rules.ts";
export { stripeRateLimits } from "./protocol/rate-limits.ts";
export type { RateLimitSwitch, RateLimits } from "./protocol/rate-limits.ts";
export type { Params } from "./schema/read-params.ts";
export { apiVersion } from "./schema/schema.ts";
export type { Settings, SettingsInput, Timing } from "./settings.ts";
export { createSimulator } from "./create-simulator.ts";
export type { SimulatedFetch } from "./http/fetch.ts";
export { startSimulator } from "./simulator.ts";
export type {
  InProcessOptions,
  InProcessSimulator,
  SimulatedAccount,
  Simulator,
  SimulatorOptions,
} from "./simulator-interface.ts";
export type { Corruption, Delivery, WebhookEndpoint } from "./webhooks/delivery.ts";
export type {
  ActiveWebhookFault,
  WebhookFaultKind,
  WebhookFaultRule,
  WebhookTrouble,
} from "./webhooks/webhook-faults.ts";
export type { Webhooks } from "./webhooks/webhooks-interface.ts";
export type { SimulatorState } from "./state.ts";
