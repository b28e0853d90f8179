import type { SimulatorClock } from "../clock.ts";
import type { Corruption } from "./delivery.ts";
import { signatureHeader } from "./signature.ts";

/** A body on its way to an endpoint. */
export interface Sending {
  readonly url: string;
  readonly body: string;
  readonly livemode: boolean;
  /** What signs it. */
  readonly secrets: readonly string[];
  readonly timeoutMs: number;
  readonly corruption?: Corruption | undefined;
}

/** Posts an event as Stripe does and gives the endpoint's status, or `undefined` when it did not answer in time. */
export async function sendEvent(
  clock: SimulatorClock,
  { url, body, livemode, secrets, timeoutMs, corruption }: Sending,
): Promise<number | undefined> {
  const signing = corruption === "wrong_secret" ? secrets.map((secret) => `${secret}_other`) : secrets;
  const timestamp = Math.floor(clock.now() / 1000) - (corruption === "old_timestamp" ? 3600 : 0);
  const signature = corruption === "malformed" ? "v1" : signatureHeader(signing, body, { timestamp, livemode });
  const abort = new AbortController();
  const cancel = clock.after(timeoutMs, () => abort.abort());
  try {
    const response = await fetch(url, {
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
