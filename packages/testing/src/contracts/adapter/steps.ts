import assert from "node:assert/strict";
import type { CollectRequest } from "@tillkit/core";
import type { Bench } from "./bench.ts";

/** The JSON object that an answer carries. */
export async function objectOf(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const value: unknown = await response.json();
  assert(typeof value === "object" && value !== null && !Array.isArray(value), "The answer is not a JSON object.");
  // An object with string keys, as just seen.
  return value as Readonly<Record<string, unknown>>;
}

/** Asserts that an answer is a problem document with this status and code, and hands it on. */
export async function problemOf(
  response: Response,
  status: number,
  code: string,
): Promise<Readonly<Record<string, unknown>>> {
  assert.equal(response.status, status);
  assert.match(response.headers.get("content-type") ?? "", /^application\/problem\+json/);
  const problem = await objectOf(response);
  assert.equal(problem["code"], code);
  assert.equal(problem["status"], status);
  for (const member of ["type", "title", "detail"]) assert.equal(typeof problem[member], "string", member);
  assert.equal(typeof problem["retryable"], "boolean");
  return problem;
}

/** Waits until something is true, turn by turn of the event loop. Gives up after 5 seconds. */
export async function until(what: string, isTrue: () => boolean): Promise<void> {
  const end = Date.now() + 5_000;
  while (!isTrue()) {
    assert(Date.now() < end, `Still waiting: ${what}.`);
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}

let bills = 0;

/** Starts a card payment on the only reader, and waits until the reader does too. */
export async function waitingForCard(
  { till }: Bench,
  capture: "automatic" | "manual" = "automatic",
  options: Pick<CollectRequest, "confirmation" | "register"> = {},
): Promise<{ readonly id: string; readonly version: number }> {
  const reference = `bill-${(bills += 1)}`;
  const sale = { reference, amount: 1250, currency: "usd", reader: "tmr_front", capture };
  const { id } = await till.collect({ ...sale, ...options });
  await till.idle();
  return { id, version: (await till.get(id)).version };
}

/** Taps a card, and lets the till hear of it. */
export async function tap({ till, stripe }: Bench, declineCode?: string): Promise<void> {
  const before = stripe.deliveries.length;
  assert(stripe.tap("tmr_front", declineCode), "The reader does not wait for a card.");
  for (const delivery of stripe.deliveries.slice(before)) await till.webhook(delivery);
  await till.idle();
}
