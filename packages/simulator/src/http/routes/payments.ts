import { capture } from "../../behaviour/capture.ts";
import { confirm, createAndConfirm } from "../../behaviour/confirm.ts";
import { incrementAuthorization } from "../../behaviour/increment.ts";
import * as intents from "../../behaviour/payment-intents.ts";
import { searchPaymentIntents } from "../../behaviour/search.ts";
import * as checkout from "../../behaviour/sessions.ts";
import { knownBy } from "../../protocol/client-secret.ts";
import { page } from "../../protocol/lists.ts";
import type { Route } from "../router.ts";
import { route } from "./route.ts";

/** PaymentIntents and Checkout Sessions. */
export const paymentRoutes: readonly Route[] = [
  route("POST /v1/payment_intents", "payment_intent_write", ({ world, params, pagesUrl }) =>
    createAndConfirm(world, params, pagesUrl),
  ),
  route("GET /v1/payment_intents", "payment_intent_read", ({ world, params }) => {
    const { customer } = params;
    const wanted = [...world.paymentIntents.values()].filter((intent) => !customer || intent.customer === customer);
    return page("/v1/payment_intents", wanted, params, ["customer"]);
  }),
  route("GET /v1/payment_intents/search", "payment_intent_read", ({ world, params }) =>
    searchPaymentIntents(world, params),
  ),
  route("GET /v1/payment_intents/{id}", "payment_intent_read", ({ world, id, params }) =>
    knownBy(intents.find(world, id), params.client_secret),
  ),
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
    const { payment_intent: intent, status, customer } = params;
    const sessions = [...world.sessions.values()].map(({ session }) => session);
    const wanted = sessions.filter(
      (session) =>
        (intent === undefined || session.payment_intent === intent) &&
        (status === undefined || session.status === status) &&
        (customer === undefined || session.customer === customer),
    );
    return page("/v1/checkout/sessions", wanted, params, ["payment_intent", "status", "customer"]);
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
  route("POST /v1/payment_intents/{id}/confirm", "payment_intent_write", ({ world, id, params, pagesUrl }) =>
    confirm(world, id, params, pagesUrl),
  ),
  route("POST /v1/payment_intents/{id}/increment_authorization", "payment_intent_write", ({ world, id, params }) =>
    incrementAuthorization(world, id, params),
  ),
  route("POST /v1/payment_intents/{id}/apply_customer_balance", "payment_intent_write", ({ world, id }) =>
    intents.refuseCustomerBalance(world, id),
  ),
  route("POST /v1/payment_intents/{id}/verify_microdeposits", "payment_intent_write", ({ world, id }) =>
    intents.refuseMicrodeposits(world, id),
  ),
  route("GET /v1/payment_intents/{id}/amount_details_line_items", "payment_intent_read", ({ world, id, params }) =>
    page(`/v1/payment_intents/${intents.find(world, id).id}/amount_details_line_items`, [], params),
  ),
];
