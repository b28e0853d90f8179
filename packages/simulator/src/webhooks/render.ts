import type { EventObject, StripeEvent } from "../objects/types.ts";
import type { WebhookEndpoint } from "./delivery.ts";

/** The body an endpoint gets: the whole event under the endpoint's version, or a notification with ids only. */
export function renderEvent(endpoint: WebhookEndpoint, event: StripeEvent): string {
  const { apiVersion = event.api_version, payload = "snapshot" } = endpoint;
  return JSON.stringify(payload === "thin" ? thin(event) : { ...event, api_version: apiVersion }, null, 2);
}

/** An event notification: no version, no object, only what it takes to fetch them. */
function thin({ id, type, created, livemode, account, request, data: { object } }: StripeEvent) {
  const { id: requestId, idempotency_key } = request;
  return {
    // Its own id, and the same for every destination.
    id: id.replace(/^evt_/, livemode ? "evt_live_" : "evt_test_"),
    object: "v2.core.event",
    type: `v1.${type}`,
    livemode,
    created: new Date(created * 1000).toISOString(),
    ...(account !== undefined && { context: account }),
    ...(requestId !== null && { reason: { type: "request", request: { id: requestId, idempotency_key } } }),
    related_object: { id: object.id, type: object.object, url: `${collectionOf[object.object]}/${object.id}` },
    snapshot_event: id,
  };
}

const collectionOf: Readonly<Record<EventObject["object"], string>> = {
  payment_intent: "/v1/payment_intents",
  charge: "/v1/charges",
  "checkout.session": "/v1/checkout/sessions",
  refund: "/v1/refunds",
  "terminal.reader": "/v1/terminal/readers",
  setup_intent: "/v1/setup_intents",
  dispute: "/v1/disputes",
  coupon: "/v1/coupons",
  price: "/v1/prices",
  product: "/v1/products",
  customer: "/v1/customers",
  payment_method: "/v1/payment_methods",
};
