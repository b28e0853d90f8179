import { json } from "../answers.ts";
import type { Call } from "../call.ts";
import type { Answer } from "../exchange.ts";

/** `POST /webhooks/stripe`: the exact bytes and the signature, straight to the till. 2xx only after what it said is stored. */
export async function receiveWebhook({ exchange, settings }: Call): Promise<Answer> {
  const { till, webhookBodyLimit } = settings;
  const bytes = await exchange.bytes(webhookBodyLimit);
  const { outcome, reason } = await till.webhook({ bytes, signature: exchange.header("stripe-signature") });
  return json(200, { outcome, ...(reason === undefined ? {} : { reason }) });
}
