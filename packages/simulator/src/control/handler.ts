import type { ServerResponse } from "node:http";

import { streamChanges } from "./changes.ts";
import { controls } from "./controls.ts";
import type { ControlParts } from "./controls.ts";
import type { Body } from "./json.ts";
import type { Handler } from "../http/server.ts";
import { Refusal } from "../protocol/errors.ts";

/**
 * Serves `/_simulator/…`, the hands of the simulator as JSON, to any origin and any language.
 *
 * Answers 400 with `{error: {message}}` when a command makes no sense now, such as a tap nobody asked for.
 */
export function controlHandler(parts: ControlParts): Handler {
  return async ({ method, path, query, body }, response) => {
    if (method === "OPTIONS") return reply(response, 204, undefined);
    const [, , subject = "", id = "", command = ""] = path.split("/").map(decodeURIComponent);
    if (method === "GET" && subject === "changes") return streamChanges(parts.simulator, response);
    try {
      const control = controls[`${method} ${subject}`];
      const call = { ...parts, id, command, body: parse(body), query: new URLSearchParams(query) };
      const answer = control && (await control(call));
      if (answer === undefined) reply(response, 404, { error: { message: `There is no control ${method} ${path}` } });
      else reply(response, 200, answer);
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 400;
      reply(response, status, { error: { message: error instanceof Error ? error.message : String(error) } });
    }
  };
}

function parse(body: string): Body {
  if (body.trim() === "") return {};
  const read: unknown = JSON.parse(body);
  if (typeof read !== "object" || read === null || Array.isArray(read))
    throw new Error("The body must be a JSON object");
  return Object.fromEntries(Object.entries(read));
}

function reply(response: ServerResponse, status: number, answer: unknown): void {
  response.writeHead(status, {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, POST, DELETE, OPTIONS",
    "access-control-allow-headers": "content-type",
    "cache-control": "no-store",
    ...(answer !== undefined && { "content-type": "application/json" }),
  });
  response.end(answer === undefined ? undefined : JSON.stringify(answer));
}
