import type Stripe from "stripe";
import type { Connection } from "./connection.ts";
import { readFailure } from "./failure.ts";
import { unknownLocation } from "./reader-setup.ts";

type Configuration = Stripe.Terminal.Configuration;

/** What readers go by whose location has nothing of its own. Stripe provides it with the account. */
export async function accountDefault(stripe: Stripe, connection: Connection): Promise<Configuration | undefined> {
  const { data } = await stripe.terminal.configurations.list({ is_account_default: true, limit: 1 }, connection.read());
  return data[0];
}

/** The Configuration that a location has of its own. @throws TillkitError `location_not_found` */
export async function configurationAt(
  stripe: Stripe,
  connection: Connection,
  location: string,
): Promise<Configuration | undefined> {
  const found = await ifThere(() => stripe.terminal.locations.retrieve(location, {}, connection.read()));
  if (found === undefined || found.deleted) throw unknownLocation(location);
  const { configuration_overrides: own } = found;
  return own === undefined ? undefined : configurationWith(stripe, connection, own);
}

/** The other locations whose readers go by this Configuration, too. */
export async function othersWith(
  stripe: Stripe,
  connection: Connection,
  { id, location }: { readonly id: string; readonly location: string },
): Promise<readonly string[]> {
  const others: string[] = [];
  for await (const other of stripe.terminal.locations.list({ limit: 100 }, connection.read()))
    if (other.configuration_overrides === id && other.id !== location) others.push(other.id);
  return others;
}

/**
 * A Configuration for this location alone, not assigned to it yet.
 *
 * The one that an earlier call has made, and did not get to assign, is found by its name. Two calls at a time make the same one, because
 * they send the same key. Nothing that is made here is ever deleted again: a location that suggests nothing of its own keeps it, empty.
 */
export async function configurationFor(stripe: Stripe, connection: Connection, location: string): Promise<string> {
  const name = `Tips of ${location} (tillkit)`;
  for await (const one of stripe.terminal.configurations.list({ limit: 100 }, connection.read()))
    if (one.name === name && (await isUnused(stripe, connection, { id: one.id, location }))) return one.id;
  for (let key = `tillkit/configuration/${location}`; ;) {
    const { id } = await stripe.terminal.configurations.create({ name }, connection.write(key));
    // Stripe answers a key for a day, also with what somebody has deleted or given to another location since.
    const isThere = (await configurationWith(stripe, connection, id)) !== undefined;
    if (isThere && (await isUnused(stripe, connection, { id, location }))) return id;
    key = `tillkit/configuration/${location}/${id}`;
  }
}

async function isUnused(
  stripe: Stripe,
  connection: Connection,
  which: { readonly id: string; readonly location: string },
): Promise<boolean> {
  return (await othersWith(stripe, connection, which)).length === 0;
}

async function configurationWith(
  stripe: Stripe,
  connection: Connection,
  id: string,
): Promise<Configuration | undefined> {
  const found = await ifThere(() => stripe.terminal.configurations.retrieve(id, {}, connection.read()));
  return found?.deleted ? undefined : found;
}

async function ifThere<T>(retrieve: () => Promise<T>): Promise<T | undefined> {
  try {
    return await retrieve();
  } catch (error) {
    if (readFailure(error).status === 404) return undefined;
    throw error;
  }
}
