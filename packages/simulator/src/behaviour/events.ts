import type Stripe from "stripe";

import { matches } from "../objects/event.ts";
import type { StripeEvent } from "../objects/types.ts";
import { invalidParameter, missing } from "../protocol/errors.ts";
import { page } from "../protocol/lists.ts";
import type { Page } from "../protocol/lists.ts";
import type { World } from "../world.ts";
import { seconds } from "../world.ts";

/** GET /v1/events: what Stripe still keeps, newest first. */
export function eventsPage(world: World, params: Stripe.EventListParams): Page<StripeEvent> {
  const { type, types, delivery_success: delivered } = params;
  if (type !== undefined && types !== undefined) {
    throw invalidParameter("You may only specify one of these parameters: type, types.", "types");
  }
  const wanted = types ?? (type === undefined ? undefined : [type]);
  const kept = [...world.events.values()].filter(
    (event) =>
      isKept(world, event) &&
      (wanted === undefined || wanted.some((pattern) => matches(pattern, event.type))) &&
      (delivered === undefined || delivered === (event.pending_webhooks === 0)),
  );
  return page("/v1/events", kept, params, ["type", "types", "delivery_success"]);
}

/** GET /v1/events/{id}. Throws `resource_missing`, also for an event older than 30 days. */
export function findEvent(world: World, id: string): StripeEvent {
  const event = world.events.get(id);
  if (!event || !isKept(world, event)) throw missing("event", id);
  return event;
}

function isKept(world: World, { created }: StripeEvent): boolean {
  return created > seconds(world) - 30 * 86_400;
}
