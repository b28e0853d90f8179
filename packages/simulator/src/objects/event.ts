import type Stripe from "stripe";

import { invalidParameter, missing } from "../http/errors.ts";
import { page } from "../http/lists.ts";
import type { Page } from "../http/lists.ts";
import { apiVersion } from "../schema/schema.ts";
import type { World } from "../world.ts";
import { seconds } from "../world.ts";
import type { EventObject, StripeEvent } from "./types.ts";

/** An event about an object as it is now. Objects are never changed in place, so the event keeps this very one. */
export function newEvent(world: World, type: string, object: EventObject, endpoints: number): StripeEvent {
  return {
    id: world.random.id("evt_3"),
    object: "event",
    api_version: apiVersion,
    created: seconds(world),
    data: { object },
    livemode: false,
    pending_webhooks: endpoints,
    request: world.cause ?? { id: null, idempotency_key: null },
    type,
  };
}

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

/** Whether an endpoint's or a list's pattern (`*`, `charge.*`, `charge.failed`) covers a type. */
export function matches(pattern: string, type: string): boolean {
  return pattern === "*" || pattern === type || (pattern.endsWith(".*") && type.startsWith(pattern.slice(0, -1)));
}

function isKept(world: World, { created }: StripeEvent): boolean {
  return created > seconds(world) - 30 * 86_400;
}
