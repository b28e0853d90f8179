import type Stripe from "stripe";

import { createReader, updateReader } from "../objects/reader.ts";
import type { Reader } from "../objects/types.ts";
import { invalidParameter, missing } from "../protocol/errors.ts";
import type { World } from "../world.ts";
import { mergeMetadata } from "./metadata.ts";
import { findReader } from "./reader-reach.ts";

/** POST /v1/terminal/readers: puts a simulated reader on the counter. */
export function register(world: World, params: Stripe.Terminal.ReaderCreateParams): Reader {
  const { registrationCodes: codes } = world.settings;
  const deviceType = codes[params.registration_code];
  if (deviceType === undefined) {
    const message = `The registration code is not correct. Simulated readers have ${Object.keys(codes).join(", ")}.`;
    throw invalidParameter(message, "registration_code");
  }
  const { location } = params;
  if (location === undefined)
    throw invalidParameter("A smart reader needs a location.", "location", "parameter_missing");
  if (!world.locations.has(location)) throw missing("location", location, "location");
  const label = params.label ?? deviceType;
  return createReader(world, { label, deviceType, location, metadata: mergeMetadata({}, params.metadata) }).reader;
}

/** POST /v1/terminal/readers/{id} */
export function updateRegistered(world: World, id: string, params: Stripe.Terminal.ReaderUpdateParams): Reader {
  const { reader } = findReader(world, id);
  return updateReader(world, id, {
    metadata: mergeMetadata(reader.metadata, params.metadata),
    ...(params.label !== undefined && { label: params.label || reader.serial_number }),
  }).reader;
}

/** DELETE /v1/terminal/readers/{id} */
export function unregister(world: World, id: string) {
  const { reader } = findReader(world, id);
  world.readers.delete(id);
  world.changed("readers");
  const { device_type, serial_number } = reader;
  const left = { id, object: "terminal.reader", deleted: true, device_type, serial_number } as const;
  world.deleted.set(id, left);
  return left;
}
