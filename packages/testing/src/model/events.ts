import { type EventPage, type EventQuery, type GatewayEvent, TillkitError } from "@tillkit/core";
import type { World } from "./world.ts";

/** The event of a delivery that the model has signed. */
export function eventIn(bytes: Uint8Array): GatewayEvent {
  // Made by `tell` of its world.
  return JSON.parse(new TextDecoder().decode(bytes)) as GatewayEvent;
}

/** One page of all events, newest first. */
export function listEvents({ deliveries }: World, { since, after, limit }: EventQuery): EventPage {
  const all = deliveries.map(({ bytes, createdAt }) => ({ ...eventIn(bytes), createdAt })).toReversed();
  const position = after === undefined ? -1 : all.findIndex(({ id }) => id === after);
  if (after !== undefined && position < 0) throw new TillkitError("invalid_request", `There is no event ${after}.`);
  const rest = all.slice(position + 1).filter(({ createdAt }) => createdAt >= since);
  const events = rest.slice(0, limit);
  const last = events.at(-1);
  return { events, ...(rest.length > limit && last !== undefined ? { next: last.id } : {}) };
}
