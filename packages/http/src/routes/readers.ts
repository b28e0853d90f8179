import type { ReaderInUse } from "@tillkit/core";
import { iso, json } from "../answers.ts";
import { type Call, readBody } from "../call.ts";
import type { Answer } from "../exchange.ts";
import { cartBody, clearBody, connectionBody, registerBody, renameBody } from "../schemas.ts";

/** A card reader as the routes answer it: a hint, never a reason to refuse a payment. */
export interface ReaderResource extends Omit<ReaderInUse, "lastSeenAt"> {
  /** ISO 8601, UTC. */
  readonly lastSeenAt?: string;
}

/** `GET /readers` */
export async function listReaders({ settings }: Call): Promise<Answer> {
  const readers = await settings.till.readers.list();
  return json(200, { readers: readers.map(toReaderResource) });
}

/** `GET /readers/:id` */
export async function getReader({ settings, id }: Call): Promise<Answer> {
  return json(200, toReaderResource(await settings.till.readers.get(id)));
}

/** `GET /locations` */
export async function listLocations({ settings }: Call): Promise<Answer> {
  return json(200, { locations: await settings.till.readers.locations() });
}

/** `POST /readers`: 201 with the new reader. */
export async function registerReader(call: Call): Promise<Answer> {
  const registration = await readBody(call, registerBody);
  const reader = await call.settings.till.readers.register(registration);
  return json(201, toReaderResource(reader), { location: `readers/${reader.id}` });
}

/** `POST /readers/:id/rename` */
export async function renameReader(call: Call): Promise<Answer> {
  const { label } = await readBody(call, renameBody);
  return json(200, toReaderResource(await call.settings.till.readers.rename(call.id, label)));
}

/** `POST /readers/:id/cart` */
export async function showCart(call: Call): Promise<Answer> {
  const { cart } = await readBody(call, cartBody);
  const { readers } = call.settings.till;
  return json(
    200,
    toReaderResource(await (cart === null ? readers.clearCart(call.id) : readers.showCart(call.id, cart))),
  );
}

/** `POST /readers/:id/clear` */
export async function clearReader(call: Call): Promise<Answer> {
  const { expectedPaymentIntentId } = await readBody(call, clearBody);
  const { readers } = call.settings.till;
  return json(200, toReaderResource(await readers.forceClear({ reader: call.id, expectedPaymentIntentId })));
}

/** `POST /connection_tokens`: 201 with a `secret` for one connection. */
export async function makeConnectionToken(call: Call): Promise<Answer> {
  const { location } = await readBody(call, connectionBody);
  return json(201, { secret: await call.settings.till.connectionToken(location) });
}

function toReaderResource({ lastSeenAt, ...reader }: ReaderInUse): ReaderResource {
  return { ...reader, ...(lastSeenAt === undefined ? {} : { lastSeenAt: iso(lastSeenAt) }) };
}
