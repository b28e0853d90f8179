import { createHmac } from "node:crypto";

/**
 * The `Stripe-Signature` header: per secret an HMAC-SHA256 over the timestamp in seconds, a dot and the body
 * (page Webhooks). While a secret is rolled there are two, and either is good. Events of test mode also carry a made-up
 * signature of another scheme, `v0`, for whoever reads the header to pass over.
 */
export function signatureHeader(
  secrets: readonly string[],
  body: string,
  { timestamp, livemode }: { readonly timestamp: number; readonly livemode: boolean },
): string {
  const sign = (secret: string) => createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  const signatures = secrets.map((secret) => `v1=${sign(secret)}`);
  return [`t=${timestamp}`, ...signatures, ...(livemode ? [] : [`v0=${sign("v0")}`])].join();
}
