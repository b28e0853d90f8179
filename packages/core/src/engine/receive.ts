import type { GatewayEvent } from "../ports/gateway.ts";
import { announceWebhook } from "./announce.ts";
import type { Context } from "./context.ts";
import type { IntakeLog } from "./intake-log.ts";
import { takeOrKeep } from "./kept-events.ts";
import type { WebhookResult } from "./reports.ts";
import type { Workers } from "./work.ts";

/**
 * Takes a delivery in: verified, then stored before this resolves. What was refused, and why, is counted.
 *
 * Events that are foreign, repeated or of an unknown type are no errors: they are answered 2xx and change nothing.
 */
export async function receive(
  { context, workers, log }: { readonly context: Context; readonly workers: Workers; readonly log: IntakeLog },
  delivery: { readonly bytes: Uint8Array; readonly signature: string | undefined },
): Promise<WebhookResult> {
  let event: GatewayEvent;
  let result: WebhookResult;
  try {
    event = context.gateway.receive({ ...delivery, at: context.clock.now() });
    result = await takeOrKeep(context, workers, event, "webhook");
  } catch (error) {
    log.refused(error);
    throw error;
  }
  log.heard(result, event.skewSeconds);
  announceWebhook(context, result);
  return result;
}
