import type { Answer } from "./exchange.ts";

/** Answers with a value as JSON. */
export function json(status: number, value: object, headers: Answer["headers"] = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}

/** Headers that every answer carries: nothing about a payment may be kept by a cache, or read as another type. */
export const everywhere: Answer["headers"] = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** A time in milliseconds since the epoch, as ISO 8601 in UTC. */
export const iso = (at: number): string => new Date(at).toISOString();
