import type { z } from "zod";
import type { Exchange } from "./exchange.ts";
import { parseInput } from "./invalid-input.ts";
import { parseJson } from "./json-body.ts";
import type { Settings } from "./options.ts";

/** One request to one route, let in already. */
export interface Call {
  readonly settings: Omit<Settings<unknown>, "authorize">;
  /** What stands for `:id` in the route's path; empty where the path has none. */
  readonly id: string;
  readonly exchange: Exchange<unknown>;
}

/**
 * Reads and checks the JSON body of a request.
 *
 * @throws TillkitError `invalid_request`, `malformed_body`, `unsupported_media_type`, `body_too_large`, `raw_body_unavailable`
 */
export async function readBody<Schema extends z.ZodType>(
  { exchange, settings }: Call,
  schema: Schema,
): Promise<z.output<Schema>> {
  const bytes = await exchange.bytes(settings.jsonBodyLimit);
  return parseInput(schema, parseJson(bytes, exchange.header("content-type")));
}
