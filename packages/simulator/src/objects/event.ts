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
    livemode: world.livemode,
    pending_webhooks: endpoints,
    request: world.cause ?? { id: null, idempotency_key: null },
    type,
    ...(world.account !== null && { account: world.account }),
  };
}

/** Whether an endpoint's or a list's pattern (`*`, `charge.*`, `charge.failed`) covers a type. */
export function matches(pattern: string, type: string): boolean {
  return pattern === "*" || pattern === type || (pattern.endsWith(".*") && type.startsWith(pattern.slice(0, -1)));
}
