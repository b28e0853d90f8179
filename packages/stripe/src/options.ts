import { createSecretKey, type KeyObject } from "node:crypto";
import { TillkitError } from "@tillkit/core";
import type Stripe from "stripe";

/** How Stripe is reached: by a key, or by a client that the host has already made. */
export type StripeAccess =
  | {
      /** `sk_…` or `rk_…`, from the environment. A restricted key is enough and safer. */
      readonly secretKey: string;
      /** Whether real money moves. Read from the key; when given, it must agree with it. */
      readonly livemode?: boolean;
      /** Where Stripe is: `http://127.0.0.1:12111` for a simulator. Default: Stripe. */
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

/** Shorter than any secret that Stripe makes, longer than anything one types by accident. */
const SHORTEST_WEBHOOK_SECRET = "whsec_".length + 8;

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
  return livemode;
}

function modeOfKey(key: unknown): boolean {
  if (typeof key !== "string" || key.trim() === "")
    throw new TillkitError(
      "secret_key_missing",
      "No Stripe secret key was given. Set STRIPE_SECRET_KEY to sk_… or rk_….",
    );
  if (/[\s"'`]/.test(key))
    throw new TillkitError("invalid_key", "The Stripe key has white space or quotes in it. Copy the key alone.");
  if (key.startsWith("pk_"))
    throw new TillkitError(
      "publishable_key_given",
      "This is a publishable key (pk_…), which cannot take payments. Use the secret key (sk_…) or a restricted one (rk_…).",
    );
  const mode = /^(?:sk|rk)_(live|test)_[\x21-\x7e]+$/.exec(key)?.[1];
  if (mode === undefined)
    throw new TillkitError("invalid_key", "A Stripe secret key begins with sk_test_, sk_live_, rk_test_ or rk_live_.");
  return mode === "live";
}

function isBase(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const plain = url?.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
  return plain && (url.protocol === "http:" || url.protocol === "https:");
}

function checkWebhookSecrets(given: string | readonly string[] | undefined): readonly string[] {
  if (given === undefined)
    throw new TillkitError(
      "webhook_secret_invalid",
      "No webhook signing secret was given. Set STRIPE_WEBHOOK_SECRET to whsec_…, or say `[]` if no webhook is ever received.",
    );
  const secrets = typeof given === "string" ? [given] : [...given];
  for (const secret of secrets) {
    if (typeof secret !== "string" || secret.trim() === "")
      throw new TillkitError(
        "webhook_secret_invalid",
        "A webhook signing secret is blank: anybody could sign with it.",
      );
    if (/[\s"'`]/.test(secret))
      throw new TillkitError("webhook_secret_invalid", "A webhook signing secret has white space or quotes in it.");
    if (!secret.startsWith("whsec_") || secret.length < SHORTEST_WEBHOOK_SECRET)
      throw new TillkitError(
        "webhook_secret_invalid",
        "A webhook signing secret begins with whsec_. Copy it from the endpoint's page in the Stripe Dashboard.",
      );
  }
  return secrets;
}
