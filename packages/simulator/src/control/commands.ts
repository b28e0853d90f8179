import type { ReaderHands } from "../hands/reader-hands.ts";
import type { Times } from "../http/request-log.ts";
import type { RateLimits } from "../protocol/rate-limits.ts";
import type { Corruption } from "../webhooks/delivery.ts";
import type { Webhooks } from "../webhooks/webhooks-interface.ts";
import type { Body } from "./json.ts";
import { number, oneOf, text } from "./json.ts";

/** Does what `POST /_simulator/readers/{id}/{command}` asks for. A tap is answered once the bank has answered. */
export async function runReaderCommand(hands: ReaderHands, command: string, body: Body): Promise<void> {
  const card = text(body, "card");
  const tip = number(body, "tip");
  const pin = body["pin"] === null ? null : text(body, "pin");
  const options = { ...(tip !== undefined && { tip }), ...(pin !== undefined && { pin }) };
  switch (command) {
    case "tap":
    case "insert":
    case "swipe":
      await hands[command](card, options);
      return;
    case "cancel":
      return hands.cancel();
    case "answer":
      return hands.answer();
    case "time_out":
      return hands.timeOut();
    case "offline":
      return hands.goOffline();
    case "online":
      return hands.goOnline();
    case "vanish":
      return hands.vanish({ authorized: body["authorized"] === true });
    case "fail_next":
      return hands.failNext(text(body, "code") ?? "card_declined", {
        delivered: body["delivered"] === true,
        authorized: body["authorized"] === true,
      });
    default:
      throw new Error(`A reader has no command '${command}'`);
  }
}

/** The webhook command a `POST /_simulator/webhooks/{command}` asks for. Throws for one there is not. */
export function readWebhookCommand(command: string, body: Body): (webhooks: Webhooks) => unknown {
  switch (command) {
    case "hold":
      return (webhooks) => webhooks.hold();
    case "release":
      return (webhooks) =>
        webhooks.release(oneOf(["as_sent", "reversed", "shuffled"], text(body, "order") ?? "as_sent"));
    case "drop_next":
      return (webhooks) => webhooks.dropNext(number(body, "count") ?? 1);
    case "repeat_next":
      return (webhooks) => webhooks.repeatNext(number(body, "times") ?? 2);
    case "delay_next":
      return (webhooks) => webhooks.delayNext(number(body, "ms") ?? 5_000);
    case "corrupt_next":
      return (webhooks) => webhooks.corruptNext(oneOf(corruptions, text(body, "how") ?? "wrong_secret"));
    case "resend":
      return (webhooks) => webhooks.resend(text(body, "event") ?? "", text(body, "endpoint"));
    case "roll_secret":
      return (webhooks) => {
        const keepMs = number(body, "keep_ms");
        const secret = webhooks.rollSecret(text(body, "endpoint") ?? "", keepMs === undefined ? {} : { keepMs });
        return { secret };
      };
    default:
      throw new Error(`There is no webhook command '${command}'`);
  }
}

/** How far to move the clock, in milliseconds. Throws for a time that has passed. */
export function readAdvance(body: Body): number {
  const ms = number(body, "ms") ?? 0;
  if (ms < 0) throw new Error("Time does not go back: ms must be 0 or more");
  return ms;
}

/** Rate limits from JSON; those that are not named are Stripe's. Throws with what is wrong. */
export function readRateLimits(body: Body): Partial<RateLimits> {
  return Object.fromEntries(Object.keys(body).map((name) => [name, number(body, name)]));
}

const corruptions: readonly Corruption[] = ["wrong_secret", "modified_body", "old_timestamp", "malformed"];

/** How many requests there should have been. Throws for what is no such thing. */
export function readTimes(body: Body): Times {
  const [times, atLeast, atMost] = [number(body, "times"), number(body, "at_least"), number(body, "at_most")];
  if (times === undefined && atLeast === undefined && atMost === undefined)
    throw new Error("Say how often: times, at_least or at_most");
  return times ?? { ...(atLeast !== undefined && { atLeast }), ...(atMost !== undefined && { atMost }) };
}
