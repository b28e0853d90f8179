import { type Parked, TillkitError } from "@tillkit/core";
import { iso, json } from "../answers.ts";
import { type Call, readBody } from "../call.ts";
import { publicText } from "../confidential.ts";
import type { Answer } from "../exchange.ts";
import { parseInput } from "../invalid-input.ts";
import { emptyBody, parkedQuery, toRecord } from "../schemas.ts";

/** Something that waits for a person, as the routes answer it. */
export interface ParkedResource extends Omit<Parked, "parkedAt"> {
  /** ISO 8601, UTC. */
  readonly parkedAt: string;
}

/** `GET /parked`. `next` is what to send as `after` for the following page, where there may be one. */
export async function listParked({ settings, exchange }: Call): Promise<Answer> {
  const query = parseInput(parkedQuery, toRecord(exchange.query));
  const parked = await settings.till.parked(query);
  const last = parked.length < query.limit ? undefined : parked.at(-1);
  return json(200, { parked: parked.map(toResource), ...(last === undefined ? {} : { next: last.id }) });
}

/** `POST /parked/:id/retry` */
export async function retryParked(call: Call): Promise<Answer> {
  return decide(call, "retry");
}

/** `POST /parked/:id/discard` */
export async function discardParked(call: Call): Promise<Answer> {
  return decide(call, "discard");
}

async function decide(call: Call, decision: "retry" | "discard"): Promise<Answer> {
  await readBody(call, emptyBody);
  const id = decoded(call.id);
  await call.settings.till.unpark(id, decision);
  return json(200, { id, decision });
}

function toResource({ parkedAt, reason, ...parked }: Parked): ParkedResource {
  return { ...parked, reason: publicText(reason), parkedAt: iso(parkedAt) };
}

/** These ids have characters that some clients write as `%3A`. */
function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    throw new TillkitError("parked_not_found", "The id in the path is not well-formed.");
  }
}
