import * as checkout from "../behaviour/sessions.ts";
import { capture } from "../behaviour/capture.ts";
import * as intents from "../behaviour/payment-intents.ts";
import { presentFromTestHelper } from "../behaviour/test-helper.ts";
import { findReader } from "../behaviour/reader-reach.ts";
import * as readers from "../behaviour/reader-slot.ts";
import * as refunds from "../behaviour/refunds.ts";
import { eventsPage, findEvent } from "../objects/event.ts";
import { account, balance } from "../objects/account.ts";
import { missing } from "./errors.ts";
import { page } from "./lists.ts";
import type { OperationParams } from "./operation-params.ts";
import type { Route, RouteCall } from "./router.ts";

/** Everything the simulator answers. Whatever is not here is a loud 404. */
export const routes: readonly Route[] = [
  route("POST /v1/payment_intents", "payment_intent_write", ({ world, params }) => intents.create(world, params)),
  route("GET /v1/payment_intents", "payment_intent_read", ({ world, params }) =>
    page("/v1/payment_intents", world.paymentIntents.values(), params),
  ),
  route("GET /v1/payment_intents/{id}", "payment_intent_read", ({ world, id }) => intents.find(world, id)),
  route("POST /v1/payment_intents/{id}", "payment_intent_write", ({ world, id, params }) =>
    intents.update(world, id, params),
  ),
  route("POST /v1/payment_intents/{id}/cancel", "payment_intent_write", ({ world, id, params }) =>
    intents.cancel(world, id, params),
  ),
  route("POST /v1/payment_intents/{id}/capture", "payment_intent_write", ({ world, id, params }) =>
    capture(world, id, params),
  ),

  route("POST /v1/checkout/sessions", "checkout_session_write", ({ world, params, pagesUrl }) =>
    checkout.create(world, params, pagesUrl),
  ),
  route("GET /v1/checkout/sessions", "checkout_session_read", ({ world, params }) => {
    const { payment_intent: intent, status } = params;
    const sessions = [...world.sessions.values()].map(({ session }) => session);
    const wanted = sessions.filter(
      (session) =>
        (intent === undefined || session.payment_intent === intent) &&
        (status === undefined || session.status === status),
    );
    return page("/v1/checkout/sessions", wanted, params, ["payment_intent", "status"]);
  }),
  route("GET /v1/checkout/sessions/{id}", "checkout_session_read", ({ world, id }) => checkout.find(world, id).session),
  route("POST /v1/checkout/sessions/{id}", "checkout_session_write", ({ world, id, params }) =>
    checkout.update(world, id, params),
  ),
  route("POST /v1/checkout/sessions/{id}/expire", "checkout_session_write", ({ world, id }) =>
    checkout.expire(world, id),
  ),
  route("GET /v1/checkout/sessions/{id}/line_items", "checkout_session_read", ({ world, id, params }) => {
    // Lines keep the order of the bill; pages are newest first.
    const lines = checkout.find(world, id).lineItems.toReversed();
    return page(`/v1/checkout/sessions/${id}/line_items`, lines, params);
  }),

  route("GET /v1/terminal/readers", "terminal_reader_read", ({ world, params }) => {
    const all = [...world.readers.values()].map(({ reader }) => reader);
    const fields = ["device_type", "location", "serial_number", "status"] as const;
    const fitting = all.filter((reader) => fields.every((f) => params[f] === undefined || params[f] === reader[f]));
    return page("/v1/terminal/readers", fitting.toReversed(), params, fields);
  }),
  route("GET /v1/terminal/readers/{id}", "terminal_reader_read", ({ world, id }) => findReader(world, id).reader),
  route("POST /v1/terminal/readers/{id}/process_payment_intent", "terminal_reader_write", ({ world, id, params }) =>
    readers.processPaymentIntent(world, id, params),
  ),
  route("POST /v1/terminal/readers/{id}/cancel_action", "terminal_reader_write", ({ world, id }) =>
    readers.cancelAction(world, id),
  ),
  route("POST /v1/terminal/readers/{id}/set_reader_display", "terminal_reader_write", ({ world, id, params }) =>
    readers.setReaderDisplay(world, id, params),
  ),
  route(
    "POST /v1/test_helpers/terminal/readers/{id}/present_payment_method",
    "terminal_reader_write",
    ({ world, id, params }) => presentFromTestHelper(world, id, params),
  ),
  route("GET /v1/terminal/locations", "terminal_location_read", ({ world, params }) =>
    page("/v1/terminal/locations", world.locations.values(), params),
  ),
  route("GET /v1/terminal/locations/{id}", "terminal_location_read", ({ world, id }) =>
    found(world.locations, "terminal.location", id),
  ),

  route("GET /v1/charges", "charge_read", ({ world, params }) => {
    const { payment_intent: intent } = params;
    const all = [...world.charges.values()];
    return page("/v1/charges", intent ? all.filter((c) => c.payment_intent === intent) : all, params, [
      "payment_intent",
    ]);
  }),
  route("GET /v1/charges/{id}", "charge_read", ({ world, id }) => found(world.charges, "charge", id)),
  route("POST /v1/refunds", "charge_write", ({ world, params }) => refunds.create(world, params)),
  route("GET /v1/refunds", "charge_read", ({ world, params }) => {
    const { charge, payment_intent: intent } = params;
    const wanted = [...world.refunds.values()].filter(
      (refund) => (!charge || refund.charge === charge) && (!intent || refund.payment_intent === intent),
    );
    return page("/v1/refunds", wanted, params, ["charge", "payment_intent"]);
  }),
  route("GET /v1/refunds/{id}", "charge_read", ({ world, id }) => refunds.find(world, id)),

  route("GET /v1/events", "event_read", ({ world, params }) => eventsPage(world, params)),
  route("GET /v1/events/{id}", "event_read", ({ world, id }) => findEvent(world, id)),
  route("GET /v1/balance", "balance_read", ({ world }) => balance(world)),
  route("GET /v1/account", "account_read", ({ world }) => account(world)),
];

/** A route whose parameters have the type Stripe declares for them. */
function route<Name extends keyof OperationParams>(
  name: Name,
  permission: string,
  run: (call: Omit<RouteCall, "params"> & { readonly params: OperationParams[Name] }) => object | Promise<object>,
): Route {
  // The request schema was generated from this very type, and the request has passed it.
  return { name, permission, run: (call) => run({ ...call, params: call.params as OperationParams[Name] }) };
}

function found<T>(objects: ReadonlyMap<string, T>, what: string, id: string): T {
  const object = objects.get(id);
  if (!object) throw missing(what, id);
  return object;
}
