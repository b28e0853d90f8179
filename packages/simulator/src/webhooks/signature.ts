import { createHmac } from "node:crypto";

/** The `Stripe-Signature` header: HMAC-SHA256 over the timestamp in seconds, a dot and the body (page Webhooks). */
export function signatureHeader(secret: string, body: string, timestamp: number): string {
  const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return `t=${timestamp},v1=${signature}`;
}
