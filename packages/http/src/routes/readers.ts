import type { ReaderInUse } from "@tillkit/core";
import { iso, json } from "../answers.ts";
import type { Call } from "../call.ts";
import type { Answer } from "../exchange.ts";

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

function toReaderResource({ lastSeenAt, ...reader }: ReaderInUse): ReaderResource {
  return { ...reader, ...(lastSeenAt === undefined ? {} : { lastSeenAt: iso(lastSeenAt) }) };
}
