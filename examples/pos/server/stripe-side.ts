import { randomBytes, randomInt } from "node:crypto";
import type { Gateway } from "@tillkit/core";
import { startSimulator } from "@tillkit/simulator";
import { stripeGateway } from "@tillkit/stripe";
import type { Mode } from "../common/api.ts";
import { SHOP } from "./menu.ts";
import type { StripeSettings } from "./settings.ts";

/** The Stripe that this POS talks to. */
export interface StripeSide {
  readonly gateway: Gateway;
  readonly mode: Mode;
  /** Where a simulator's control routes are; nothing when Stripe is not one. */
  readonly simulatorUrl: string | undefined;
  /** Whether this Stripe forgets everything when the process ends. */
  readonly forgetful: boolean;
  /** Tells Stripe where events go, where that is ours to tell. */
  deliverTo(webhookUrl: string): void;
  close(): Promise<void>;
}

/**
 * Opens the Stripe of the settings.
 *
 * @throws TillkitError `secret_key_missing`, `publishable_key_given`, `invalid_key`, `webhook_secret_invalid`
 */
export function openStripe(settings: StripeSettings): Promise<StripeSide> {
  return settings.type === "simulated" ? simulated() : keyed(settings);
}

/** A pretend Stripe in this process, reached over HTTP by the official client like the real one. */
async function simulated(): Promise<StripeSide> {
  const webhookSecret = `whsec_${randomBytes(24).toString("hex")}`;
  const simulator = await startSimulator({
    // Another world at each start, as with a new account.
    seed: randomInt(2 ** 31),
    readers: [
      { label: "Front counter", id: "tmr_front" },
      { label: "Bar", id: "tmr_bar" },
    ],
    timing: { authorizeMs: 900 },
    settings: { account: { businessName: SHOP } },
  });
  return {
    gateway: stripeGateway({ secretKey: "sk_test_simulated", webhookSecrets: webhookSecret, apiBase: simulator.url }),
    mode: "SIMULATED",
    simulatorUrl: simulator.url,
    forgetful: true,
    deliverTo: (url) => simulator.webhooks.add({ url, secret: webhookSecret }),
    close: () => simulator.close(),
  };
}

/** Stripe itself, or whatever answers like it at `apiBase`. */
async function keyed({
  secretKey,
  webhookSecret,
  apiBase,
}: Extract<StripeSettings, { readonly type: "keyed" }>): Promise<StripeSide> {
  const gateway = stripeGateway({
    secretKey,
    webhookSecrets: webhookSecret,
    ...(apiBase === undefined ? {} : { apiBase }),
  });
  const simulatorUrl = apiBase !== undefined && (await isSimulator(apiBase)) ? apiBase.replace(/\/$/, "") : undefined;
  return {
    gateway,
    mode: gateway.livemode ? "LIVE" : simulatorUrl === undefined ? "TEST" : "SIMULATED",
    simulatorUrl,
    forgetful: false,
    deliverTo: () => {},
    close: async () => {},
  };
}

async function isSimulator(apiBase: string): Promise<boolean> {
  const answer = await fetch(new URL("/_simulator/readers", apiBase)).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok === true;
}
