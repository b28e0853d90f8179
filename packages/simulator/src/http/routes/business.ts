import * as charges from "../../behaviour/charges.ts";
import * as customers from "../../behaviour/customers.ts";
import * as disputes from "../../behaviour/disputes.ts";
import { eventsPage, findEvent } from "../../behaviour/events.ts";
import { find as findRefund } from "../../behaviour/give-back.ts";
import * as files from "../../behaviour/files.ts";
import * as refunds from "../../behaviour/refunds.ts";
import { searchCharges, searchCustomers } from "../../behaviour/search.ts";
import * as endpoints from "../../behaviour/webhook-endpoints.ts";
import { account, accountOf, balance } from "../../objects/account.ts";
import { missing } from "../../protocol/errors.ts";
import { page } from "../../protocol/lists.ts";
import type { Route } from "../router.ts";
import { route } from "./route.ts";

/** What became of the money, who it came from, and what tells of it. */
export const businessRoutes: readonly Route[] = [
  route("GET /v1/charges", "charge_read", ({ world, params }) => {
    const { payment_intent: intent, customer } = params;
    const wanted = [...world.charges.values()].filter(
      (charge) => (!intent || charge.payment_intent === intent) && (!customer || charge.customer === customer),
    );
    return page("/v1/charges", wanted, params, ["payment_intent", "customer"]);
  }),
  route("GET /v1/charges/search", "charge_read", ({ world, params }) => searchCharges(world, params)),
  route("POST /v1/charges/{id}/capture", "charge_write", ({ world, id }) => charges.capture(world, id)),
  route("GET /v1/charges/{id}", "charge_read", ({ world, id }) => charges.find(world, id)),
  route("POST /v1/refunds", "charge_write", ({ world, params }) => refunds.create(world, params)),
  route("GET /v1/refunds", "charge_read", ({ world, params }) => {
    const { charge, payment_intent: intent } = params;
    const wanted = [...world.refunds.values()].filter(
      (refund) => (!charge || refund.charge === charge) && (!intent || refund.payment_intent === intent),
    );
    return page("/v1/refunds", wanted, params, ["charge", "payment_intent"]);
  }),
  route("GET /v1/refunds/{id}", "charge_read", ({ world, id }) => findRefund(world, id)),
  route("GET /v1/events", "event_read", ({ world, params }) => eventsPage(world, params)),
  route("GET /v1/events/{id}", "event_read", ({ world, id }) => findEvent(world, id)),
  route("GET /v1/balance", "balance_read", ({ world }) => balance(world)),
  route("GET /v1/account", "account_read", ({ world }) => account(world)),
  route("GET /v1/accounts/{id}", "account_read", ({ world, id }) => accountOf(world, id)),
  route("POST /v1/charges/{id}", "charge_write", ({ world, id, params }) => charges.update(world, id, params)),
  route("POST /v1/refunds/{id}", "charge_write", ({ world, id, params }) => refunds.update(world, id, params)),
  route("POST /v1/refunds/{id}/cancel", "charge_write", ({ world, id }) => refunds.cancel(world, id)),

  route("GET /v1/disputes", "dispute_read", ({ world, params }) => {
    const { charge, payment_intent: intent } = params;
    const wanted = [...world.disputes.values()].filter(
      (dispute) => (!charge || dispute.charge === charge) && (!intent || dispute.payment_intent === intent),
    );
    return page("/v1/disputes", wanted, params, ["charge", "payment_intent"]);
  }),
  route("GET /v1/disputes/{id}", "dispute_read", ({ world, id }) => disputes.find(world, id)),
  route("POST /v1/disputes/{id}", "dispute_write", ({ world, id, params }) => disputes.update(world, id, params)),
  route("POST /v1/disputes/{id}/close", "dispute_write", ({ world, id }) => disputes.close(world, id)),

  route("POST /v1/customers", "customer_write", ({ world, params }) => customers.create(world, params)),
  route("GET /v1/customers", "customer_read", ({ world, params }) => {
    const { email } = params;
    const wanted = [...world.customers.values()].filter((customer) => !email || customer.email === email);
    return page("/v1/customers", wanted, params, ["email"]);
  }),
  route("GET /v1/customers/search", "customer_read", ({ world, params }) => searchCustomers(world, params)),
  route(
    "GET /v1/customers/{id}",
    "customer_read",
    ({ world, id }) => world.deleted.get(id) ?? customers.find(world, id),
  ),
  route("POST /v1/customers/{id}", "customer_write", ({ world, id, params }) => customers.update(world, id, params)),
  route("DELETE /v1/customers/{id}", "customer_write", ({ world, id }) => customers.remove(world, id)),

  route("POST /v1/webhook_endpoints", "webhook_write", ({ world, params }) => endpoints.create(world, params)),
  route("GET /v1/webhook_endpoints", "webhook_read", ({ world, params }) => {
    const all = [...world.endpoints.values()].map(({ endpoint }) => endpoint);
    return page("/v1/webhook_endpoints", all, params);
  }),
  route("GET /v1/webhook_endpoints/{id}", "webhook_read", ({ world, id }) => endpoints.find(world, id).endpoint),
  route("POST /v1/webhook_endpoints/{id}", "webhook_write", ({ world, id, params }) =>
    endpoints.update(world, id, params),
  ),
  route("DELETE /v1/webhook_endpoints/{id}", "webhook_write", ({ world, id }) => endpoints.remove(world, id)),

  route("POST /v1/files", "file_write", ({ world, params, upload, pagesUrl }) =>
    files.create(world, params, upload, pagesUrl),
  ),
  route("GET /v1/files", "file_read", ({ world, params, pagesUrl }) => {
    const all = files.list(world, pagesUrl).filter(({ purpose }) => !params.purpose || purpose === params.purpose);
    return page("/v1/files", all, params, ["purpose"]);
  }),
  route("GET /v1/files/{id}", "file_read", ({ world, id, pagesUrl }) => files.find(world, id, pagesUrl)),

  route("GET /v1/balance_transactions", "balance_read", ({ world, params }) => {
    const { source, type, currency } = params;
    const wanted = [...world.balanceTransactions.values()].filter(
      (moved) =>
        (!source || moved.source === source) &&
        (!type || moved.type === type) &&
        (!currency || moved.currency === currency),
    );
    return page("/v1/balance_transactions", wanted, params, ["source", "type", "currency"]);
  }),
  route("GET /v1/balance_transactions/{id}", "balance_read", ({ world, id }) => {
    const moved = world.balanceTransactions.get(id);
    if (!moved) throw missing("balance transaction", id);
    return moved;
  }),
];

/** What a file's `url` leads to. The client declares no operation for it. */
export const fileContents: Route = {
  name: "GET /v1/files/{id}/contents",
  permission: "file_read",
  run: ({ world, id }) => files.download(world, id),
  download: ({ world, id }) => files.download(world, id),
};
