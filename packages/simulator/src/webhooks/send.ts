import type { SimulatorClock } from "../clock.ts";
import type { StripeEvent } from "../objects/types.ts";
import type { Corruption, WebhookEndpoint } from "./delivery.ts";
import { signatureHeader } from "./signature.ts";

/** Posts an event as Stripe does and gives the endpoint's status, or `undefined` when it did not answer in time. */
export async function sendEvent(
  clock: SimulatorClock,
  endpoint: WebhookEndpoint,
  event: StripeEvent,
  timeoutMs: number,
  corruption?: Corruption,
): Promise<number | undefined> {
  const { apiVersion = event.api_version, previousSecret } = endpoint;
  const body = JSON.stringify({ ...event, api_version: apiVersion }, null, 2);
  const secret = corruption === "wrong_secret" ? `${endpoint.secret}_other` : endpoint.secret;
  const timestamp = Math.floor(clock.now() / 1000) - (corruption === "old_timestamp" ? 3600 : 0);
  const secrets = previousSecret === undefined ? [secret] : [secret, previousSecret];
  const signature = corruption === "malformed" ? "v1" : signatureHeader(secrets, body, timestamp);
  const abort = new AbortController();
  const cancel = clock.after(timeoutMs, () => abort.abort());
  try {
    const response = await fetch(endpoint.url, {
      method: "POST",
      // A redirect is a failed delivery, so it is not followed.
      redirect: "manual",
      signal: abort.signal,
      headers: {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "stripe-signature": signature,
      },
      body: corruption === "modified_body" ? `${body}\n` : body,
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  } finally {
    cancel();
  }
}
