import type Stripe from "stripe";

import type { Location } from "../objects/types.ts";
import { invalidParameter, invalidRequest, missing } from "../protocol/errors.ts";
import { locationParams, refuseUnsimulated } from "../protocol/simulated-params.ts";
import type { World } from "../world.ts";
import { findConfiguration } from "./configurations.ts";
import { mergeMetadata } from "./metadata.ts";

/** POST /v1/terminal/locations */
export function createLocation(world: World, params: Stripe.Terminal.LocationCreateParams): Location {
  refuseUnsimulated(params, locationParams);
  checkConfiguration(world, params.configuration_overrides);
  const { display_name: name, address } = params;
  if (!name) throw invalidParameter("Missing required param: display_name.", "display_name", "parameter_missing");
  if (name.length > 1000) throw invalidParameter("display_name has at most 1000 characters.", "display_name");
  if (!address) throw invalidParameter("Missing required param: address.", "address", "parameter_missing");
  const location: Location = {
    id: world.random.id("tml_", 14),
    object: "terminal.location",
    address: { ...noAddress, ...address },
    display_name: name,
    livemode: world.livemode,
    metadata: mergeMetadata({}, params.metadata),
    ...(params.phone && { phone: params.phone }),
    ...(params.configuration_overrides && { configuration_overrides: params.configuration_overrides }),
  };
  world.locations.set(location.id, location);
  return location;
}

/** POST /v1/terminal/locations/{id}: anything but the country. */
export function updateLocation(world: World, id: string, params: Stripe.Terminal.LocationUpdateParams): Location {
  const location = findLocation(world, id);
  refuseUnsimulated(params, locationParams);
  const { address, configuration_overrides: overrides } = params;
  checkConfiguration(world, overrides || undefined);
  const { configuration_overrides: before, ...kept } = location;
  if (address?.country && address.country !== location.address.country)
    throw invalidRequest("The country of a location cannot change.", { param: "address[country]" });
  const now = overrides === "" ? undefined : (overrides ?? before);
  const changed: Location = {
    ...kept,
    metadata: mergeMetadata(location.metadata, params.metadata),
    address: { ...location.address, ...address },
    ...(params.display_name && { display_name: params.display_name }),
    ...(params.phone && { phone: params.phone }),
    ...(now !== undefined && { configuration_overrides: now }),
  };
  world.locations.set(id, changed);
  return changed;
}

/** DELETE /v1/terminal/locations/{id} */
export function removeLocation(world: World, id: string) {
  findLocation(world, id);
  if ([...world.readers.values()].some(({ reader }) => reader.location === id))
    throw invalidRequest("This location still has readers. Delete them first.");
  world.locations.delete(id);
  const left = { id, object: "terminal.location", deleted: true } as const;
  world.deleted.set(id, left);
  return left;
}

/** GET /v1/terminal/locations/{id}. Throws `resource_missing`. */
export function findLocation(world: World, id: string): Location {
  const location = world.locations.get(id);
  if (!location) throw missing("terminal.location", id, "location");
  return location;
}

/** POST /v1/terminal/connection_tokens: for the SDKs inside apps; a server-driven reader needs none. */
export function connectionToken(world: World, { location }: Stripe.Terminal.ConnectionTokenCreateParams) {
  if (location !== undefined) findLocation(world, location);
  const mode = world.livemode ? "live" : "test";
  const secret = world.random.id(`pst_${mode}_`, 40);
  return { object: "terminal.connection_token", secret, ...(location !== undefined && { location }) } as const;
}

function checkConfiguration(world: World, id: string | undefined): void {
  if (id === undefined) return;
  if (findConfiguration(world, id).is_account_default)
    throw invalidParameter("The account's default configuration cannot be assigned.", "configuration_overrides");
}

const noAddress = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
