import type Stripe from "stripe";

import type { Configuration } from "../objects/types.ts";
import { invalidRequest, missing } from "../protocol/errors.ts";
import type { World } from "../world.ts";
import { checkFile } from "./files.ts";
import { checkTipping } from "./tip-suggestions.ts";

/** POST /v1/terminal/configurations: readers ask for tips by it; the rest is kept and given back. */
export function createConfiguration(world: World, params: Stripe.Terminal.ConfigurationCreateParams): Configuration {
  checkSplashScreens(world, params);
  checkTipping(params.tipping);
  const configuration: Configuration = {
    id: world.random.id("tmc_", 14),
    object: "terminal.configuration",
    is_account_default: false,
    livemode: world.livemode,
    name: params.name ?? null,
    ...partsOf(params),
  };
  world.configurations.set(configuration.id, configuration);
  return configuration;
}

/** POST /v1/terminal/configurations/{id}: a part given as empty text is taken away. */
export function updateConfiguration(
  world: World,
  id: string,
  params: Stripe.Terminal.ConfigurationUpdateParams,
): Configuration {
  checkSplashScreens(world, params);
  checkTipping(params.tipping);
  const before = findConfiguration(world, id);
  const merged = world.settings.tippingUpdate === "merged" && params.tipping;
  const tipping = merged && { tipping: { ...before.tipping, ...params.tipping } };
  const current = Object.entries({ ...before, ...partsOf(params), ...tipping });
  const emptied = Object.entries(params).flatMap(([part, value]) => (value === "" ? [part] : []));
  // Only optional parts can be emptied, so all that a configuration must have is still there.
  const changed = Object.fromEntries(current.filter(([part]) => !emptied.includes(part))) as Configuration;
  const named = { ...changed, name: params.name ?? changed.name };
  world.configurations.set(id, named);
  return named;
}

/** DELETE /v1/terminal/configurations/{id} */
export function removeConfiguration(world: World, id: string) {
  if (findConfiguration(world, id).is_account_default)
    throw invalidRequest("The default configuration of an account cannot be deleted.");
  world.configurations.delete(id);
  return { id, object: "terminal.configuration", deleted: true } as const;
}

/** GET /v1/terminal/configurations/{id}. Throws `resource_missing`. */
export function findConfiguration(world: World, id: string): Configuration {
  const configuration = world.configurations.get(id);
  if (!configuration) throw missing("terminal.configuration", id, "configuration");
  return configuration;
}

/** Throws `resource_missing` for a picture there is not. */
function checkSplashScreens(world: World, params: object): void {
  for (const [part, value] of Object.entries(params)) {
    const picture: unknown =
      typeof value === "object" && value !== null ? Reflect.get(value, "splashscreen") : undefined;
    if (typeof picture === "string") checkFile(world, picture, `${part}[splashscreen]`);
  }
}

/** The parts that say something. */
function partsOf(params: object): Partial<Configuration> {
  return Object.fromEntries(
    Object.entries(params).filter(([part, value]) => value !== "" && part !== "expand" && part !== "name"),
  );
}
