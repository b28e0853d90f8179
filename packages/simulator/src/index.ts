/** A stateful pretend Stripe: card readers, Checkout pages, signed webhooks and faults, over HTTP. */
export { cards } from "./behaviour/cards.ts";
export type { CardOutcome, TestCard } from "./behaviour/cards.ts";
export type { Screen } from "./behaviour/screen.ts";
export { realClock, virtualClock } from "./clock.ts";
export type { SimulatorClock, VirtualClock } from "./clock.ts";
export type { ActiveFault, FaultKind, FaultRule, Faults } from "./faults.ts";
export type { GuestHands } from "./hands/guest-hands.ts";
export type { PresentOptions, ReaderHands } from "./hands/reader-hands.ts";
export type { Keys } from "./http/keys.ts";
export type { RecordedRequest } from "./http/request-log.ts";
export type { Decline } from "./objects/charge.ts";
export type { ReaderInput } from "./objects/reader.ts";
export type {
  Charge,
  EventObject,
  PaymentIntent,
  Reader,
  ReaderAction,
  Refund,
  Session,
  StripeEvent,
} from "./objects/types.ts";
export type { Params } from "./schema/read-params.ts";
export { apiVersion } from "./schema/schema.ts";
export type { Settings, SettingsInput, Timing } from "./settings.ts";
export { startSimulator } from "./simulator.ts";
export type { Simulator, SimulatorOptions } from "./simulator-interface.ts";
export type { Corruption, Delivery, WebhookEndpoint } from "./webhooks/delivery.ts";
export type { Webhooks } from "./webhooks/webhooks-interface.ts";
