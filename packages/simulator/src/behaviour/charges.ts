import type Stripe from "stripe";

import { updateCharge } from "../objects/charge.ts";
import type { Charge } from "../objects/types.ts";
import { invalidRequest, missing } from "../protocol/errors.ts";
import { refuseUnsimulated } from "../protocol/simulated-params.ts";
import type { World } from "../world.ts";
import { mergeMetadata } from "./metadata.ts";

/** POST /v1/charges/{id}: only what describes it. */
export function update(world: World, id: string, params: Stripe.ChargeUpdateParams): Charge {
  refuseUnsimulated(params, new Set(["description", "expand", "metadata", "receipt_email"]));
  const { description, receipt_email: email } = params;
  const changed = updateCharge(world, id, {
    metadata: mergeMetadata(find(world, id).metadata, params.metadata),
    ...(description !== undefined && { description: description || null }),
    ...(email !== undefined && { receipt_email: email || null }),
  });
  world.emit("charge.updated", changed);
  return changed;
}

/** POST /v1/charges/{id}/capture: always refused, for every charge here belongs to a PaymentIntent. */
export function capture(world: World, id: string): never {
  const { payment_intent: intent } = find(world, id);
  throw invalidRequest(
    `This charge cannot be captured by itself, because the PaymentIntent ${String(intent)} made it. Capture that instead.`,
    { code: "charge_invalid_parameter" },
  );
}

/** GET /v1/charges/{id}. Throws `resource_missing`. */
export function find(world: World, id: string): Charge {
  const charge = world.charges.get(id);
  if (!charge) throw missing("charge", id);
  return charge;
}
