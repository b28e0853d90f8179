import type Stripe from "stripe";
import type { Settings } from "./options.ts";

/** Stripe's client, and how each call is sent. */
export interface Connection {
  readonly environment: string;
  /** Loads the `stripe` package at the first call, so that importing the gateway costs nothing. */
  client(): Promise<Stripe>;
  /** For a POST. The engine repeats, durably, under the same key; the client must not repeat by itself. */
  write(idempotencyKey: string): Stripe.RequestOptions;
  /** For a POST that waits for a reader. */
  writeToReader(idempotencyKey: string): Stripe.RequestOptions;
  /** For a GET. */
  read(): Stripe.RequestOptions;
}

/** Opens no socket and loads nothing until the first call. */
export function connectionOf({ access, environment, stripeAccount, timeoutMs, readerTimeoutMs }: Settings): Connection {
  let client: Promise<Stripe> | undefined;
  const account = stripeAccount === undefined ? {} : { stripeAccount };
  const options = (timeout: number): Stripe.RequestOptions => ({ maxNetworkRetries: 0, timeout, ...account });

  return {
    environment,
    client: () => (client ??= "client" in access ? Promise.resolve(access.client) : makeClient(access, timeoutMs)),
    write: (idempotencyKey) => ({ ...options(timeoutMs), idempotencyKey }),
    writeToReader: (idempotencyKey) => ({ ...options(readerTimeoutMs), idempotencyKey }),
    read: () => options(timeoutMs),
  };
}

async function makeClient(
  { secretKey, apiBase }: { readonly secretKey: string; readonly apiBase?: string },
  timeout: number,
): Promise<Stripe> {
  const address = addressOf(apiBase);
  const [{ default: StripeClient }, { Agent }] = await Promise.all([
    import("stripe"),
    address.protocol === "http" ? import("node:http") : import("node:https"),
  ]);
  return new StripeClient(secretKey, {
    telemetry: false,
    appInfo: { name: "tillkit" },
    // The client's own timeout begins once there is a connection; without one, as behind a dead router, the agent's counts.
    httpAgent: new Agent({ keepAlive: true, timeout }),
    ...address,
  });
}

function addressOf(apiBase: string | undefined): { host?: string; port?: string; protocol?: "http" | "https" } {
  if (apiBase === undefined) return {};
  const { protocol, hostname, port } = new URL(apiBase);
  const secure = protocol === "https:";
  return { host: hostname, port: port || (secure ? "443" : "80"), protocol: secure ? "https" : "http" };
}
