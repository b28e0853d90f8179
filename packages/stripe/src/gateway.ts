import type { Gateway } from "@tillkit/core";
import { connectionOf } from "./connection.ts";
import { perform } from "./effects/perform.ts";
import { readOptions, type StripeGatewayOptions } from "./options.ts";
import { clearReader, showCart } from "./reader-screen.ts";
import { createConnectionToken, listLocations, registerReader, renameReader } from "./reader-setup.ts";
import { getReader, listReaders } from "./readers.ts";
import { listEvents } from "./webhooks/list-events.ts";
import { readTips, writeTips } from "./tips.ts";
import { stamped } from "./stamped.ts";
import { receive } from "./webhooks/receive.ts";

/**
 * Connects a till to Stripe: effects out, facts in, webhooks verified.
 *
 * Sends nothing and loads nothing until the first call. Keys and signing secrets stay inside: neither the gateway nor its errors
 * show them.
 *
 * @throws TillkitError `secret_key_missing`, `publishable_key_given`, `invalid_key`, `webhook_secret_invalid`, `invalid_option`
 * @example
 * const gateway = stripeGateway({
 *   secretKey: process.env.STRIPE_SECRET_KEY ?? "",
 *   webhookSecrets: process.env.STRIPE_WEBHOOK_SECRET ?? "",
 * });
 */
export function stripeGateway(options: StripeGatewayOptions): Gateway {
  const settings = readOptions(options);
  const connection = connectionOf(settings);
  return {
    livemode: settings.livemode,
    environment: settings.environment,
    ...(settings.stripeAccount === undefined ? {} : { account: settings.stripeAccount }),
    perform: async (call) => stamped(await perform(connection, call), settings),
    receive: (delivery) => stamped(receive(delivery, settings), settings),
    listEvents: (query) => listEvents(connection, query, settings),
    listReaders: () => listReaders(connection),
    getReader: (id) => getReader(connection, id),
    registerReader: (registration) => registerReader(connection, registration),
    renameReader: (id, label) => renameReader(connection, id, label),
    listLocations: () => listLocations(connection),
    readTips: (place) => readTips(connection, place),
    writeTips: (change, menu) => writeTips(connection, change, menu),
    createConnectionToken: (locationId) => createConnectionToken(connection, locationId),
    showCart: (id, cart) => showCart(connection, id, cart),
    clearReader: (id, expected) => clearReader(connection, id, expected),
  };
}
