import { type Reader, TillkitError } from "@tillkit/core";
import type Stripe from "stripe";
import type { Connection } from "./connection.ts";
import { readFailure } from "./failure.ts";
import { intentIdOf } from "./objects/action.ts";
import { refusalToRead } from "./refusal.ts";

const statuses = ["online", "offline"] as const;
const actionStatuses = ["in_progress", "succeeded", "failed"] as const;

/** All readers of the account, page by page. @throws TillkitError `stripe_unavailable`, `invalid_key`, `missing_permission` */
export async function listReaders(connection: Connection): Promise<readonly Reader[]> {
  try {
    const stripe = await connection.client();
    const readers: Reader[] = [];
    for await (const reader of stripe.terminal.readers.list({ limit: 100 }, connection.read()))
      readers.push(readerOf(reader));
    return readers;
  } catch (error) {
    throw refusalToRead("Readers", error);
  }
}

/** @throws TillkitError `reader_not_found`, `stripe_unavailable`, `invalid_key`, `missing_permission` */
export async function getReader(connection: Connection, id: string): Promise<Reader> {
  let found: Stripe.Terminal.Reader | Stripe.Terminal.DeletedReader;
  try {
    const stripe = await connection.client();
    found = await stripe.terminal.readers.retrieve(id, {}, connection.read());
  } catch (error) {
    throw readFailure(error).status === 404 ? unknownReader(id) : refusalToRead("Readers", error);
  }
  if (found.deleted) throw unknownReader(id);
  return readerOf(found);
}

/** A Reader as the till knows it. */
export function readerOf({
  id,
  label,
  device_type,
  status,
  location,
  last_seen_at,
  action,
}: Stripe.Terminal.Reader): Reader {
  const locationId = typeof location === "string" ? location : location?.id;
  return {
    id,
    label,
    deviceType: device_type,
    status: statuses.find((known) => known === status) ?? "unknown",
    ...(locationId === undefined ? {} : { locationId }),
    // In milliseconds already, unlike every other time of Stripe's.
    ...(typeof last_seen_at === "number" ? { lastSeenAt: last_seen_at } : {}),
    ...(action === null ? {} : { action: actionOf(action) }),
  };
}

function actionOf(action: Stripe.Terminal.Reader.Action): NonNullable<Reader["action"]> {
  const paymentIntentId = intentIdOf(action);
  return {
    type: action.type,
    status: actionStatuses.find((known) => known === action.status) ?? "in_progress",
    ...(paymentIntentId === undefined ? {} : { paymentIntentId }),
  };
}

/** The error of a reader that is not there. */
export function unknownReader(id: string): TillkitError {
  return new TillkitError("reader_not_found", `Stripe knows no reader ${id} under this key. Is it of the other mode?`, {
    details: { reader: id },
  });
}
