import { resolve } from "node:path";
import { currencyOf, TillkitError } from "@tillkit/core";

/** How this POS is run. */
export interface Settings {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** The folder of the SQLite files. */
  readonly folder: string;
  /** Where guests' phones reach this server. Default: `http://localhost:<port>`. */
  readonly url: string | undefined;
  readonly currency: string;
  readonly stripe: StripeSettings;
}

/** Which Stripe is asked: a pretend one in this process, or the one that a key opens. */
export type StripeSettings =
  | { readonly type: "simulated" }
  | {
      readonly type: "keyed";
      readonly secretKey: string;
      readonly webhookSecret: string;
      readonly apiBase: string | undefined;
    };

/**
 * Reads the settings from the environment and refuses what cannot work, before anything is opened.
 *
 * @throws TillkitError `publishable_key_given`, `secret_key_missing`, `webhook_secret_invalid`, `unknown_currency`, `invalid_option`
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const currency = env["POS_CURRENCY"] ?? "usd";
  if (currencyOf(currency).decimals !== 2)
    throw new TillkitError(
      "invalid_option",
      `This menu is priced with two decimals; ${currency} has none or three. Change the prices in server/menu.ts first.`,
    );
  return {
    port: portOf(env["PORT"] ?? "4242"),
    host: env["HOST"] ?? "127.0.0.1",
    folder: resolve(env["POS_DATA"] ?? resolve(import.meta.dirname, "../.data")),
    url: env["POS_URL"]?.replace(/\/$/, ""),
    currency,
    stripe: stripeOf(env),
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (text.trim() !== "" && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new TillkitError("invalid_option", `PORT is "${text}". Give a whole number from 0 to 65535, like 4242.`);
}

function stripeOf(env: Readonly<Record<string, string | undefined>>): StripeSettings {
  const secretKey = env["STRIPE_SECRET_KEY"]?.trim() ?? "";
  const webhookSecret = env["STRIPE_WEBHOOK_SECRET"]?.trim() ?? "";
  const apiBase = env["STRIPE_API_BASE"]?.trim();
  if (secretKey === "" && webhookSecret === "" && !apiBase) return { type: "simulated" };

  if (secretKey === "")
    throw new TillkitError(
      "secret_key_missing",
      "STRIPE_WEBHOOK_SECRET or STRIPE_API_BASE is set, but STRIPE_SECRET_KEY is not. " +
        "Set all that belong together, or none of them to run on the simulator.",
    );
  if (secretKey.startsWith("pk_"))
    throw new TillkitError(
      "publishable_key_given",
      "STRIPE_SECRET_KEY holds a publishable key (pk_…), which cannot take payments. " +
        "Use the secret key (sk_…) or a restricted one (rk_…) from Stripe's Dashboard, Developers, API keys.",
    );
  if (webhookSecret === "")
    throw new TillkitError(
      "webhook_secret_invalid",
      "STRIPE_SECRET_KEY is set, but STRIPE_WEBHOOK_SECRET is not. Without it no event of Stripe can be trusted. " +
        "Take the whsec_… of your endpoint, or run `stripe listen --forward-to localhost:4242/api/tillkit/webhooks/stripe`.",
    );
  return { type: "keyed", secretKey, webhookSecret, apiBase: apiBase || undefined };
}
