import * as setupConfirm from "../../behaviour/confirm-setup.ts";
import * as customers from "../../behaviour/customers.ts";
import * as methods from "../../behaviour/payment-methods.ts";
import * as setups from "../../behaviour/setup-intents.ts";
import type { PaymentMethod } from "../../objects/types.ts";
import { missing } from "../../protocol/errors.ts";
import type { ListParams } from "../../protocol/lists.ts";
import { knownBy } from "../../protocol/client-secret.ts";
import { page } from "../../protocol/lists.ts";
import type { World } from "../../world.ts";
import type { Route } from "../router.ts";
import { route } from "./route.ts";

/** PaymentMethods, and the SetupIntents that make one fit for later. */
export const cardRoutes: readonly Route[] = [
  route("POST /v1/payment_methods", "payment_method_write", ({ world, params }) => methods.create(world, params)),
  route("GET /v1/payment_methods", "payment_method_read", ({ world, params }) => {
    if (params.customer) customers.find(world, params.customer);
    return methodPage("/v1/payment_methods", world, params);
  }),
  route("GET /v1/payment_methods/{id}", "payment_method_read", ({ world, id }) => methods.find(world, id).method),
  route("POST /v1/payment_methods/{id}", "payment_method_write", ({ world, id, params }) =>
    methods.update(world, id, params),
  ),
  route("POST /v1/payment_methods/{id}/attach", "payment_method_write", ({ world, id, params }) =>
    methods.attach(world, id, params),
  ),
  route("POST /v1/payment_methods/{id}/detach", "payment_method_write", ({ world, id }) => methods.detach(world, id)),
  route("GET /v1/customers/{id}/payment_methods", "payment_method_read", ({ world, id, params }) => {
    const customer = customers.find(world, id).id;
    return methodPage(`/v1/customers/${id}/payment_methods`, world, { ...params, customer });
  }),
  route("GET /v1/customers/{customerId}/payment_methods/{id}", "payment_method_read", ({ world, id, ids }) => {
    const { method } = methods.find(world, id);
    if (method.customer !== ids["customerId"]) throw missing("payment_method", id);
    return method;
  }),

  route("POST /v1/setup_intents", "setup_intent_write", ({ world, params, pagesUrl }) =>
    setupConfirm.createAndConfirm(world, params, pagesUrl),
  ),
  route("GET /v1/setup_intents", "setup_intent_read", ({ world, params }) => {
    const { customer, payment_method: method } = params;
    const wanted = [...world.setupIntents.values()].filter(
      (setup) => (!customer || setup.customer === customer) && (!method || setup.payment_method === method),
    );
    return page("/v1/setup_intents", wanted, params, ["customer", "payment_method"]);
  }),
  route("GET /v1/setup_intents/{id}", "setup_intent_read", ({ world, id, params }) =>
    knownBy(setups.find(world, id), params.client_secret),
  ),
  route("POST /v1/setup_intents/{id}", "setup_intent_write", ({ world, id, params }) =>
    setups.update(world, id, params),
  ),
  route("POST /v1/setup_intents/{id}/cancel", "setup_intent_write", ({ world, id, params }) =>
    setups.cancel(world, id, params),
  ),
  route("POST /v1/setup_intents/{id}/confirm", "setup_intent_write", ({ world, id, params, pagesUrl }) =>
    setupConfirm.confirm(world, id, params, pagesUrl),
  ),
  route("POST /v1/setup_intents/{id}/verify_microdeposits", "setup_intent_write", ({ world, id }) =>
    setups.refuseMicrodeposits(world, id),
  ),
  route("GET /v1/setup_attempts", "setup_intent_read", ({ world, params }) => {
    const { setup_intent: setup } = params;
    const wanted = [...world.setupAttempts.values()].filter((attempt) => attempt.setup_intent === setup);
    return page("/v1/setup_attempts", wanted, params, ["setup_intent"]);
  }),
];

function methodPage(
  url: string,
  world: World,
  params: ListParams & { readonly customer?: string; readonly type?: string; readonly allow_redisplay?: string },
) {
  const { customer, type, allow_redisplay: shown } = params;
  const fits = (method: PaymentMethod) =>
    (!customer || method.customer === customer) &&
    (!type || method.type === type) &&
    (!shown || method.allow_redisplay === shown);
  const all = [...world.paymentMethods.values()].map(({ method }) => method);
  return page(url, all.filter(fits), params, ["customer", "type", "allow_redisplay"]);
}
