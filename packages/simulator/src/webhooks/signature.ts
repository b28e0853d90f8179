import { createHmac } from "node:crypto";

/**
 * The `Stripe-Signature` header: per secret an HMAC-SHA256 over the timestamp in seconds, a dot and the body
 * (page Webhooks). While a secret is rolled there are two, and either is good.
 */
export function signatureHeader(secrets: readonly string[], body: string, timestamp: number): string {
  const signatures = secrets.map((secret) => createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex"));
  return [`t=${timestamp}`, ...signatures.map((signature) => `v1=${signature}`)].join();
}
