import { corruptions } from "../webhooks/delivery.ts";
import type { WebhookEndpoint } from "../webhooks/delivery.ts";
import type { Webhooks } from "../webhooks/webhooks-interface.ts";
import type { Body } from "./json.ts";
import { flag, number, oneOf, text, texts } from "./json.ts";

/**
 * Does what `POST /_simulator/webhooks/{command}` asks for. Gives what it made, or `undefined` when it made nothing.
 * Throws for a command there is not.
 */
export function runWebhookCommand(webhooks: Webhooks, command: string, body: Body): object | undefined {
  switch (command) {
    case "add":
      return add(webhooks, body);
    case "hold":
      webhooks.hold();
      return undefined;
    case "release":
      webhooks.release(oneOf(["as_sent", "reversed", "shuffled"], text(body, "order") ?? "as_sent"));
      return undefined;
    case "drop_next":
      webhooks.dropNext(number(body, "count"));
      return undefined;
    case "repeat_next":
      webhooks.repeatNext(number(body, "times"));
      return undefined;
    case "twin_next":
      webhooks.twinNext();
      return undefined;
    case "delay_next":
      webhooks.delayNext(number(body, "ms") ?? 5_000);
      return undefined;
    case "corrupt_next":
      webhooks.corruptNext(oneOf(corruptions, text(body, "how") ?? "wrong_secret"));
      return undefined;
    case "resend":
      webhooks.resend(text(body, "event") ?? "", text(body, "endpoint"));
      return undefined;
    case "roll_secret": {
      const keepMs = number(body, "keep_ms");
      return { secret: webhooks.rollSecret(text(body, "endpoint") ?? "", keepMs === undefined ? {} : { keepMs }) };
    }
    default:
      throw new Error(`There is no webhook command '${command}'`);
  }
}

function add(webhooks: Webhooks, body: Body): object {
  const url = text(body, "url") ?? "";
  if (!URL.canParse(url)) throw new Error("url must be the address that events are sent to");
  const [id, events, account] = [text(body, "id"), texts(body, "events"), text(body, "account")];
  const endpoint: WebhookEndpoint = {
    url,
    secret: text(body, "secret") ?? "whsec_simulator",
    payload: oneOf(["snapshot", "thin"], text(body, "payload") ?? "snapshot"),
    connect: flag(body, "connect"),
    livemode: flag(body, "livemode"),
    ...(id !== undefined && { id }),
    ...(events && { events }),
    ...(account !== undefined && { account }),
  };
  webhooks.add(endpoint);
  return endpoint;
}
