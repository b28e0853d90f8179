import type { FaultKind, FaultRule } from "../faults.ts";
import type { Body } from "./json.ts";
import { number, oneOf, text } from "./json.ts";

/** A fault rule from JSON. Throws with what is wrong. */
export function readFault(body: Body): FaultRule {
  const [nth, times, probability] = [number(body, "nth"), number(body, "times"), number(body, "probability")];
  const { kind } = body;
  return {
    on: text(body, "on") ?? "* *",
    kind: Array.isArray(kind) ? kind.map(readKind) : readKind(kind),
    ...(nth !== undefined && { nth }),
    ...(times !== undefined && { times }),
    ...(probability !== undefined && { probability }),
  };
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
    if (status !== undefined) return { status, stored: body["stored"] === true, worked: body["worked"] === true };
    if (typeof body["error"] === "object" && body["error"] !== null) return { error: readError(body["error"]) };
  }
  const known = `${words.join(", ")}, {delayMs}, {answerAfterMs}, {slowBodyMs}, {status} or {error}`;
  throw new Error(`kind must be ${known}, or a list of these`);
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
