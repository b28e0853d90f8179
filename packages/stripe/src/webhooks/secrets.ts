import { TillkitError } from "@tillkit/core";

/** Shorter than any secret that Stripe makes, longer than anything one types by accident. */
const SHORTEST_WEBHOOK_SECRET = "whsec_".length + 8;

/**
 * Refuses a signing secret that anybody could guess, without repeating it. None at all has to be said as `[]`.
 *
 * @throws TillkitError `webhook_secret_invalid`
 */
export function checkWebhookSecrets(given: string | readonly string[] | undefined): readonly string[] {
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
