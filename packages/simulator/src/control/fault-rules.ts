import type { FaultKind, FaultRule } from "../faults.ts";
import type { Script, When } from "../rules.ts";
import { corruptions } from "../webhooks/delivery.ts";
import type { WebhookFaultKind, WebhookFaultRule, WebhookTrouble } from "../webhooks/webhook-faults.ts";
import type { Body } from "./json.ts";
import { flag, number, oneOf, text, texts } from "./json.ts";

/** A fault rule for requests from JSON. Throws with what is wrong. */
export function readFault(body: Body): FaultRule {
  return { on: text(body, "on") ?? "* *", kind: readScript(body, readKind), ...readWhen(body) };
}

/** A fault rule for events from JSON. Throws with what is wrong. */
export function readWebhookFault(body: Body): WebhookFaultRule {
  const events = texts(body, "events");
  return { kind: readScript(body, readWebhookKind), ...readWhen(body), ...(events && { events }) };
}

function readWhen(body: Body): When {
  const [nth, times, probability] = [number(body, "nth"), number(body, "times"), number(body, "probability")];
  return {
    ...(nth !== undefined && { nth }),
    ...(times !== undefined && { times }),
    ...(probability !== undefined && { probability }),
  };
}

function readScript<Kind>({ kind }: Body, readOne: (kind: unknown) => Kind): Script<Kind> {
  return Array.isArray(kind) ? kind.map(readOne) : readOne(kind);
}

const words = [
  "none",
  "lose_request",
  "lose_answer",
  "truncate_body",
  "hang",
  "rate_limit",
  "lock_timeout",
] as const satisfies readonly FaultKind[];

function readKind(kind: unknown): FaultKind {
  if (typeof kind === "string") return oneOf(words, kind);
  if (typeof kind === "object" && kind !== null) {
    const body = Object.fromEntries(Object.entries(kind));
    const [delayMs, answerAfterMs] = [number(body, "delayMs"), number(body, "answerAfterMs")];
    const [slowBodyMs, status] = [number(body, "slowBodyMs"), number(body, "status")];
    if (delayMs !== undefined) return { delayMs };
    if (answerAfterMs !== undefined) return { answerAfterMs };
    if (slowBodyMs !== undefined) return { slowBodyMs };
    const told = body["shouldRetry"] === undefined ? {} : { shouldRetry: flag(body, "shouldRetry") };
    if (status !== undefined) return { status, stored: flag(body, "stored"), worked: flag(body, "worked"), ...told };
    if (typeof body["error"] === "object" && body["error"] !== null)
      return { error: readError(body["error"]), ...told };
  }
  throw unknownKind(`${words.join(", ")}, {delayMs}, {answerAfterMs}, {slowBodyMs}, {status} or {error}`);
}

const webhookWords = ["none", "drop", "twin"] as const satisfies readonly WebhookFaultKind[];

function readWebhookKind(kind: unknown): WebhookFaultKind {
  if (typeof kind === "string") return oneOf(webhookWords, kind);
  if (typeof kind === "object" && kind !== null) {
    const body = Object.fromEntries(Object.entries(kind));
    const [repeat, delayMs, corrupt] = [number(body, "repeat"), number(body, "delayMs"), text(body, "corrupt")];
    const trouble: WebhookTrouble = {
      ...(repeat !== undefined && { repeat }),
      ...(delayMs !== undefined && { delayMs }),
      ...(corrupt !== undefined && { corrupt: oneOf(corruptions, corrupt) }),
    };
    if (Object.keys(trouble).length > 0) return trouble;
  }
  throw unknownKind(`${webhookWords.join(", ")}, or some of {repeat, delayMs, corrupt}`);
}

function unknownKind(known: string): Error {
  return new Error(`kind must be ${known}, or a list of these`);
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
