import type { FaultKind, FaultRule } from "../faults.ts";
import type { ReaderHands } from "../hands/reader-hands.ts";
import type { RateLimits } from "../protocol/rate-limits.ts";
import type { Corruption } from "../webhooks/delivery.ts";
import type { Webhooks } from "../webhooks/webhooks-interface.ts";

type Body = Readonly<Record<string, unknown>>;

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

/** A fault rule from JSON. Throws with what is wrong. */
export function readFault(body: Body): FaultRule {
  const [nth, times, probability] = [number(body, "nth"), number(body, "times"), number(body, "probability")];
  return {
    on: text(body, "on") ?? "* *",
    kind: readKind(body["kind"]),
    ...(nth !== undefined && { nth }),
    ...(times !== undefined && { times }),
    ...(probability !== undefined && { probability }),
  };
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

function readKind(kind: unknown): FaultKind {
  if (typeof kind === "string")
    return oneOf(["lose_request", "lose_answer", "truncate_body", "rate_limit", "lock_timeout"], kind);
  if (typeof kind === "object" && kind !== null) {
    const body = Object.fromEntries(Object.entries(kind));
    const delayMs = number(body, "delayMs");
    if (delayMs !== undefined) return { delayMs };
    const status = number(body, "status");
    if (status !== undefined) return { status, stored: body["stored"] === true, worked: body["worked"] === true };
    if (typeof body["error"] === "object" && body["error"] !== null) return { error: readError(body["error"]) };
  }
  throw new Error(
    "kind must be lose_request, lose_answer, truncate_body, rate_limit, lock_timeout, {delayMs}, {status} or {error}",
  );
}

function readError(error: object): Extract<FaultKind, { readonly error: unknown }>["error"] {
  const body = Object.fromEntries(Object.entries(error));
  const [code, declineCode] = [text(body, "code"), text(body, "decline_code")];
  return {
    status: number(body, "status") ?? 400,
    type: oneOf(
      ["api_error", "card_error", "idempotency_error", "invalid_request_error"],
      text(body, "type") ?? "api_error",
    ),
    message: text(body, "message") ?? "Injected by the simulator.",
    ...(code !== undefined && { code }),
    ...(declineCode !== undefined && { decline_code: declineCode }),
  };
}

function text(body: Body, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw new Error(`${name} must be a string`);
  return value;
}

function number(body: Body, name: string): number | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number" || !Number.isFinite(value)) throw new Error(`${name} must be a number`);
  return value;
}

function oneOf<const T extends string>(words: readonly T[], word: string): T {
  const found = words.find((known) => known === word);
  if (found === undefined) throw new Error(`'${word}' must be one of ${words.join(", ")}`);
  return found;
}
