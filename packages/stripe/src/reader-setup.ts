import { type Reader, type ReaderLocation, type Registration, TillkitError } from "@tillkit/core";
import type { Connection } from "./connection.ts";
import { readFailure } from "./failure.ts";
import { explain } from "./outcome.ts";
import { readerOf, unknownReader } from "./readers.ts";
import { refusalToRead, refusalToWrite } from "./refusal.ts";

/**
 * Adds a reader to the account. The key is new each time: Stripe would answer an old one with a reader that may be deleted by now.
 *
 * @throws TillkitError `registration_refused`, `location_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission`
 */
export async function registerReader(
  connection: Connection,
  { registrationCode, locationId, label }: Registration,
): Promise<Reader> {
  try {
    const stripe = await connection.client();
    const added = await stripe.terminal.readers.create(
      { registration_code: registrationCode, location: locationId, label },
      connection.write(crypto.randomUUID()),
    );
    return readerOf(added);
  } catch (error) {
    const failure = readFailure(error);
    if (failure.param === "location") throw unknownLocation(locationId);
    if (failure.status === 400 || failure.status === 404)
      throw new TillkitError(
        "registration_refused",
        `Stripe did not register the reader: ${explain(failure)} Have the reader show a new code, and send that.`,
        { details: failure.code === undefined ? {} : { stripeCode: failure.code } },
      );
    throw refusalToWrite("The reader could not be registered", error);
  }
}

/** @throws TillkitError `reader_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission` */
export async function renameReader(connection: Connection, id: string, label: string): Promise<Reader> {
  try {
    const stripe = await connection.client();
    const named = await stripe.terminal.readers.update(id, { label }, connection.write(crypto.randomUUID()));
    if (named.deleted) throw unknownReader(id);
    return readerOf(named);
  } catch (error) {
    throw readFailure(error).status === 404 ? unknownReader(id) : refusalToWrite("The reader keeps its name", error);
  }
}

/** All locations of the account, page by page. @throws TillkitError `stripe_unavailable`, `invalid_key`, `missing_permission` */
export async function listLocations(connection: Connection): Promise<readonly ReaderLocation[]> {
  try {
    const stripe = await connection.client();
    const locations: ReaderLocation[] = [];
    for await (const { id, display_name: name, address } of stripe.terminal.locations.list(
      { limit: 100 },
      connection.read(),
    ))
      locations.push({ id, name, country: address.country ?? "" });
    return locations;
  } catch (error) {
    throw refusalToRead("Locations", error);
  }
}

/**
 * A token for one connection of one of Stripe's own SDKs. It is new each time: kept anywhere, it would have been redeemed before.
 *
 * @throws TillkitError `location_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission`
 */
export async function createConnectionToken(connection: Connection, locationId: string): Promise<string> {
  try {
    const stripe = await connection.client();
    const { secret } = await stripe.terminal.connectionTokens.create(
      { location: locationId },
      connection.write(crypto.randomUUID()),
    );
    return secret;
  } catch (error) {
    const { status } = readFailure(error);
    if (status === 400 || status === 404) throw unknownLocation(locationId);
    throw refusalToWrite("No connection token was made", error);
  }
}

/** The error of a location that is not there. */
export function unknownLocation(id: string): TillkitError {
  return new TillkitError(
    "location_not_found",
    `Stripe knows no location ${id} under this key. Is it of the other mode?`,
    {
      details: { location: id },
    },
  );
}
