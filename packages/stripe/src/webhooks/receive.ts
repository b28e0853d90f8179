import { type GatewayEvent, TillkitError, type WebhookDelivery } from "@tillkit/core";
import { verifySignature } from "./signature.ts";
import { translate } from "./translate.ts";
import type { Settings } from "../options.ts";
import type { SeenEvent } from "./seen-event.ts";

/**
 * Verifies a delivery over its bytes, parses it once, and says what it means.
 *
 * @throws TillkitError `webhook_signature_invalid`, `webhook_wrong_mode`, `malformed_body`
 */
export function receive(delivery: WebhookDelivery, settings: Settings): GatewayEvent {
  const { webhookKeys, toleranceSeconds } = settings;
  const skewSeconds = verifySignature(delivery, { keys: webhookKeys, toleranceSeconds });
  return { ...meaningOf(parse(delivery.bytes), settings), skewSeconds };
}

/** What an event of our own mode means. @throws TillkitError `webhook_wrong_mode` */
export function meaningOf(event: SeenEvent, { livemode, environment, stripeAccount }: Settings): GatewayEvent {
  if (event.livemode !== undefined && event.livemode !== livemode)
    throw new TillkitError(
      "webhook_wrong_mode",
      `This is a ${modeOf(event.livemode)} event, but the key is a ${modeOf(livemode)} key. Check which endpoint the secret is of.`,
      { details: { livemode: event.livemode } },
    );
  return translate(event, { environment, stripeAccount });
}

function parse(bytes: Uint8Array): SeenEvent {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
  } catch (cause) {
    throw new TillkitError("malformed_body", "The delivery is signed, but its body is not JSON.", { cause });
  }
  if (!isEvent(parsed))
    throw new TillkitError("malformed_body", "The delivery is signed, but its body is not a Stripe event.");
  return parsed;
}

function isEvent(value: unknown): value is SeenEvent {
  return (
    typeof value === "object" &&
    value !== null &&
    "id" in value &&
    typeof value.id === "string" &&
    "type" in value &&
    typeof value.type === "string" &&
    (!("account" in value) || value.account === null || typeof value.account === "string") &&
    (!("livemode" in value) || typeof value.livemode === "boolean")
  );
}

const modeOf = (livemode: boolean): string => (livemode ? "live" : "test");
