import * as inputs from "../../behaviour/inputs.ts";
import * as configurations from "../../behaviour/configurations.ts";
import * as locations from "../../behaviour/locations.ts";
import * as registration from "../../behaviour/registration.ts";
import * as actions from "../../behaviour/reader-actions.ts";
import { findReader } from "../../behaviour/reader-reach.ts";
import * as readers from "../../behaviour/reader-slot.ts";
import { presentFromTestHelper } from "../../behaviour/test-helper.ts";
import { page } from "../../protocol/lists.ts";
import type { Route } from "../router.ts";
import { route } from "./route.ts";

/** Readers, where they stand, how they look, and Stripe's own hands for them. */
export const terminalRoutes: readonly Route[] = [
  route("GET /v1/terminal/readers", "terminal_reader_read", ({ world, params }) => {
    const all = [...world.readers.values()].map(({ reader }) => reader);
    const fields = ["device_type", "location", "serial_number", "status"] as const;
    const fitting = all.filter((reader) => fields.every((f) => params[f] === undefined || params[f] === reader[f]));
    return page("/v1/terminal/readers", fitting.toReversed(), params, fields);
  }),
  route(
    "GET /v1/terminal/readers/{id}",
    "terminal_reader_read",
    ({ world, id }) => world.deleted.get(id) ?? findReader(world, id).reader,
  ),
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
  route(
    "GET /v1/terminal/locations/{id}",
    "terminal_location_read",
    ({ world, id }) => world.deleted.get(id) ?? locations.findLocation(world, id),
  ),
  route("POST /v1/terminal/readers", "terminal_reader_write", ({ world, params }) =>
    registration.register(world, params),
  ),
  route("POST /v1/terminal/readers/{id}", "terminal_reader_write", ({ world, id, params }) =>
    registration.updateRegistered(world, id, params),
  ),
  route("DELETE /v1/terminal/readers/{id}", "terminal_reader_write", ({ world, id }) =>
    registration.unregister(world, id),
  ),
  route("POST /v1/terminal/readers/{id}/collect_payment_method", "terminal_reader_write", ({ world, id, params }) =>
    actions.collectPaymentMethod(world, id, params),
  ),
  route("POST /v1/terminal/readers/{id}/confirm_payment_intent", "terminal_reader_write", ({ world, id, params }) =>
    actions.confirmPaymentIntent(world, id, params),
  ),
  route("POST /v1/terminal/readers/{id}/process_setup_intent", "terminal_reader_write", ({ world, id, params }) =>
    actions.processSetupIntent(world, id, params),
  ),
  route("POST /v1/terminal/readers/{id}/refund_payment", "terminal_reader_write", ({ world, id, params }) =>
    actions.refundPayment(world, id, params),
  ),
  route("POST /v1/terminal/readers/{id}/collect_inputs", "terminal_reader_write", ({ world, id, params }) =>
    inputs.collectInputs(world, id, params),
  ),
  route(
    "POST /v1/test_helpers/terminal/readers/{id}/succeed_input_collection",
    "terminal_reader_write",
    ({ world, id, params }) => inputs.succeedInputCollection(world, id, params),
  ),
  route(
    "POST /v1/test_helpers/terminal/readers/{id}/timeout_input_collection",
    "terminal_reader_write",
    ({ world, id }) => inputs.timeoutInputCollection(world, id),
  ),

  route("POST /v1/terminal/locations", "terminal_location_write", ({ world, params }) =>
    locations.createLocation(world, params),
  ),
  route("POST /v1/terminal/locations/{id}", "terminal_location_write", ({ world, id, params }) =>
    locations.updateLocation(world, id, params),
  ),
  route("DELETE /v1/terminal/locations/{id}", "terminal_location_write", ({ world, id }) =>
    locations.removeLocation(world, id),
  ),

  route("POST /v1/terminal/configurations", "terminal_configuration_write", ({ world, params }) =>
    configurations.createConfiguration(world, params),
  ),
  route("GET /v1/terminal/configurations", "terminal_configuration_read", ({ world, params }) => {
    const all = [...world.configurations.values()];
    const { is_account_default: only } = params;
    const wanted = all.filter((one) => only === undefined || one.is_account_default === only);
    return page("/v1/terminal/configurations", wanted, params, ["is_account_default"]);
  }),
  route("GET /v1/terminal/configurations/{id}", "terminal_configuration_read", ({ world, id }) =>
    configurations.findConfiguration(world, id),
  ),
  route("POST /v1/terminal/configurations/{id}", "terminal_configuration_write", ({ world, id, params }) =>
    configurations.updateConfiguration(world, id, params),
  ),
  route("DELETE /v1/terminal/configurations/{id}", "terminal_configuration_write", ({ world, id }) =>
    configurations.removeConfiguration(world, id),
  ),
  route("POST /v1/terminal/connection_tokens", "terminal_connection_token_write", ({ world, params }) =>
    locations.connectionToken(world, params),
  ),
];
