export { createModelStripe } from "./model/model-stripe.ts";
export type {
  ModelAnswer,
  ModelCard,
  ModelDelivery,
  ModelFault,
  ModelIntent,
  ModelOptions,
  ModelRefund,
  ModelSession,
  ModelStripe,
  ModelSurprise,
  PresentedCard,
} from "./model/types.ts";
export { virtualClock, type VirtualClock } from "./virtual-clock.ts";
export {
  checkoutFixture,
  firstCommit,
  FIXTURE_TIME,
  nextCommit,
  type OpeningCheckout,
  type OpeningTerminal,
  paymentFixture,
  pendingFixture,
} from "./fixtures.ts";
export { durableStoreCases, durableStoreContract, type Runner, storeCases, storeContract } from "./contracts/store.ts";
export type { OpenedDurableStore, OpenedStore, OpenStore, StoreCase } from "./contracts/store/case.ts";
export { storeProperties, type StoreProperty } from "./contracts/store/properties.ts";
export { Crashed, crashing, type Crashing, type CrashPlan, type CrashPoint } from "./crashing.ts";
export { gatewayCases, gatewayContract } from "./contracts/gateway.ts";
export type { GatewayAccount, GatewayCase, OpenedGateway, OpenGateway } from "./contracts/gateway/case.ts";
export { adapterCases, adapterContract } from "./contracts/adapter.ts";
export type { AdapterCase, Serve, Served, ServeOptions } from "./contracts/adapter/case.ts";
export {
  durableIdempotencyCases,
  durableIdempotencyContract,
  idempotencyCases,
  idempotencyContract,
} from "./contracts/idempotency.ts";
export type {
  IdempotencyCase,
  OpenedDurableIdempotency,
  OpenedIdempotency,
  OpenIdempotency,
} from "./contracts/idempotency/case.ts";
