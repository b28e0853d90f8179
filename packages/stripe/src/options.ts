import { createSecretKey, type KeyObject } from "node:crypto";
import { TillkitError } from "@tillkit/core";
import type Stripe from "stripe";
import { modeOfKey } from "./secret-key.ts";
import { checkWebhookSecrets } from "./webhooks/secrets.ts";

/** How Stripe is reached: by a key, or by a client that the host has already made. */
export type StripeAccess =
  | {
      /** `sk_…` or `rk_…`, from the environment. A restricted key is enough and safer. */
      readonly secretKey: string;
      /** Whether real money moves. Read from the key; when given, it must agree with it. */
      readonly livemode?: boolean;
      /** Where Stripe is: `http://127.0.0.1:12111` for a simulator. Not with a live key. Default: Stripe. */
      readonly apiBase?: string;
    }
  | {
      readonly client: Stripe;
      /** Whether the client's key moves real money: a client does not show its key. */
      readonly livemode: boolean;
    };

/** How a gateway to Stripe is made. */
export type StripeGatewayOptions = StripeAccess & {
  /** `whsec_…` of the endpoint; several while one is being rotated. `[]` says that no webhook is ever received. */
  readonly webhookSecrets: string | readonly string[];
  /** Keeps installations that share one Stripe account apart: events of another environment are ignored. Default: `default`. */
  readonly environment?: string;
  /** `acct_…`: act for this connected account. */
  readonly stripeAccount?: string;
  /** How far a delivery's time may be from ours, in both directions. Seconds. Default: 300. */
  readonly toleranceSeconds?: number;
  /** How long an answer may take, in milliseconds. Default: 30 seconds, and 20 for calls to a reader. */
  readonly timeoutMs?: number;
};

/** Options that have been checked, with their defaults. */
export interface Settings {
  readonly access: StripeAccess;
  readonly livemode: boolean;
  /** Prepared once: most of the work of a short HMAC is its key. */
  readonly webhookKeys: readonly KeyObject[];
  readonly environment: string;
  readonly stripeAccount: string | undefined;
  readonly toleranceSeconds: number;
  readonly timeoutMs: number;
  readonly readerTimeoutMs: number;
}

/**
 * Checks the options of a gateway before anything is sent.
 *
 * @throws TillkitError `secret_key_missing`, `publishable_key_given`, `invalid_key`, `webhook_secret_invalid`, `invalid_option`
 */
export function readOptions(options: StripeGatewayOptions): Settings {
  const { environment = "default", stripeAccount, toleranceSeconds = 300, timeoutMs } = options;
  if (environment === "" || environment.length > 100)
    throw new TillkitError("invalid_option", "Give `environment` a name of 1 to 100 characters.");
  if (!(Number.isInteger(toleranceSeconds) && toleranceSeconds > 0))
    throw new TillkitError("invalid_option", "Give `toleranceSeconds` as a whole number of seconds above 0.");
  if (timeoutMs !== undefined && !(Number.isInteger(timeoutMs) && timeoutMs > 0))
    throw new TillkitError("invalid_option", "Give `timeoutMs` as a whole number of milliseconds above 0.");
  return {
    access: options,
    livemode: livemodeOf(options),
    webhookKeys: checkWebhookSecrets(options.webhookSecrets).map((secret) => createSecretKey(secret, "utf8")),
    environment,
    stripeAccount,
    toleranceSeconds,
    timeoutMs: timeoutMs ?? 30_000,
    readerTimeoutMs: timeoutMs ?? 20_000,
  };
}

function livemodeOf(access: StripeAccess): boolean {
  if ("client" in access) {
    if (typeof access.livemode !== "boolean")
      throw new TillkitError(
        "invalid_option",
        "Say `livemode: true` or `false` beside `client`: it does not show its key.",
      );
    return access.livemode;
  }
  const livemode = modeOfKey(access.secretKey);
  if (access.livemode !== undefined && access.livemode !== livemode)
    throw new TillkitError(
      "invalid_option",
      `\`livemode\` is ${access.livemode}, but the secret key is a ${livemode ? "live" : "test"} key.`,
    );
  if (access.apiBase !== undefined && !isBase(access.apiBase))
    throw new TillkitError(
      "invalid_option",
      "Give `apiBase` as scheme, host and port only, like http://127.0.0.1:12111.",
    );
  if (access.apiBase !== undefined && livemode)
    throw new TillkitError("invalid_option", "A live key is sent to Stripe and nowhere else: leave `apiBase` out.");
  return livemode;
}

function isBase(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const plain = url?.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
  return plain && (url.protocol === "http:" || url.protocol === "https:");
}
