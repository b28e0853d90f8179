export type { Action, Authorize, Resource } from "./actions.ts";
export type { Answer, Exchange, Handler } from "./exchange.ts";
export { createHandler } from "./handler.ts";
export type { HandlerOptions, ReceiptDetails } from "./options.ts";
export type { InputError } from "./invalid-input.ts";
export type { Problem } from "./problem.ts";
export {
  toResource,
  type AttemptResource,
  type FailureResource,
  type GuidanceResource,
  type HoldResource,
  type PaymentResource,
  type SignatureResource,
} from "./resource.ts";
export type { DisputeResource, RefundResource, ReviewResource } from "./refund-resource.ts";
export type { ParkedResource } from "./routes/parked.ts";
export type { GuestOutcomeResource } from "./outcome-resource.ts";
export type { BillLinkResource } from "./routes/guest.ts";
export type { ReaderResource } from "./routes/readers.ts";
export { exactBody, type BodyLeftovers } from "./node/body.ts";
export { toNodeListener, type NodeListenerOptions } from "./node/listener.ts";
export { toFetch, type FetchOptions } from "./web/fetch.ts";
