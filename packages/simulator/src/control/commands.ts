import type { Times } from "../http/request-log.ts";
import type { RateLimits } from "../protocol/rate-limits.ts";
import type { Body } from "./json.ts";
import { number } from "./json.ts";

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

/** How many requests there should have been. Throws for what is no such thing. */
export function readTimes(body: Body): Times {
  const [times, atLeast, atMost] = [number(body, "times"), number(body, "at_least"), number(body, "at_most")];
  if (times === undefined && atLeast === undefined && atMost === undefined)
    throw new Error("Say how often: times, at_least or at_most");
  return times ?? { ...(atLeast !== undefined && { atLeast }), ...(atMost !== undefined && { atMost }) };
}
