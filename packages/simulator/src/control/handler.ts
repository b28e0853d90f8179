import type { ServerResponse } from "node:http";

import { cards } from "../behaviour/cards.ts";
import { streamChanges } from "./changes.ts";
import { readAdvance, readRateLimits, readTimes, readWebhookCommand, runReaderCommand } from "./commands.ts";
import { isVirtual } from "../clock.ts";
import { readFault } from "./fault-rules.ts";
import { text } from "./json.ts";
import { apiVersion } from "../schema/schema.ts";
import type { Handler } from "../http/server.ts";
import { findReader } from "../behaviour/reader-reach.ts";
import { coverage } from "../http/coverage.ts";
import { Refusal } from "../protocol/errors.ts";
import type { InProcessSimulator } from "../simulator-interface.ts";
import type { World } from "../world.ts";

/** What the controls reach into. */
export interface ControlParts {
  readonly world: World;
  readonly simulator: InProcessSimulator;
}

/**
 * Serves `/_simulator/…`, the JSON controls of a demo's dock, to any origin.
 *
 * Answers 400 with `{error: {message}}` when a command makes no sense now, such as a tap nobody asked for.
 */
export function controlHandler(parts: ControlParts): Handler {
  return async ({ method, path, query, body }, response) => {
    if (method === "OPTIONS") return reply(response, 204, undefined);
    const [, , subject = "", id = "", command = ""] = path.split("/").map(decodeURIComponent);
    if (method === "GET" && subject === "changes") return streamChanges(parts.simulator, response);
    try {
      const answer = await run(parts, `${method} ${subject}`, [id, command], parse(body), new URLSearchParams(query));
      if (answer === undefined) reply(response, 404, { error: { message: `There is no control ${method} ${path}` } });
      else reply(response, 200, answer);
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 400;
      reply(response, status, { error: { message: error instanceof Error ? error.message : String(error) } });
    }
  };
}

async function run(
  { world, simulator }: ControlParts,
  request: string,
  [id, command]: readonly [string, string],
  body: Readonly<Record<string, unknown>>,
  query: URLSearchParams,
): Promise<unknown> {
  switch (request) {
    case "GET ":
      return { simulator: "tillkit", apiVersion, now: world.clock.now() };
    case "POST clock":
      return { now: await advance(world, body) };
    case "GET coverage":
      return coverage();
    case "GET state":
      return simulator.snapshot();
    case "GET readers":
      return [...world.readers.keys()].map((reader) => shownReader(world, reader));
    case "POST readers":
      await runReaderCommand(simulator.reader(id), command, body);
      return shownReader(world, simulator.reader(id).id);
    case "GET cards":
      return cards.map(({ name, label, number, only, outcome }) => ({
        name,
        label,
        number,
        only: only ?? null,
        outcome: outcome.kind,
      }));
    case "GET faults":
      return simulator.faults.rules;
    case "POST faults":
      simulator.faults.add(readFault(body));
      return simulator.faults.rules;
    case "DELETE faults":
      simulator.faults.clear();
      return simulator.faults.rules;
    case "GET rate_limits":
      return simulator.rateLimits.limits ?? null;
    case "POST rate_limits":
      simulator.rateLimits.set(readRateLimits(body));
      return simulator.rateLimits.limits;
    case "DELETE rate_limits":
      simulator.rateLimits.set(false);
      return null;
    case "GET requests":
      return latest(simulator.requestsTo(query.get("on") ?? "* *"), query);
    case "POST requests":
      if (id !== "assert") return undefined;
      return simulator.assertRequests(text(body, "on") ?? "* *", readTimes(body));
    case "DELETE requests":
      simulator.forgetRequests();
      return [];
    case "GET events":
      return latest(simulator.events, query);
    case "GET webhooks":
      return latest(simulator.webhooks.deliveries, query);
    case "POST webhooks":
      return readWebhookCommand(id, body)(simulator.webhooks) ?? latest(simulator.webhooks.deliveries, query);
    default:
      return undefined;
  }
}

/** Moves a virtual clock, and with it everything that falls due. */
async function advance(world: World, body: Readonly<Record<string, unknown>>): Promise<number> {
  const { clock } = world;
  if (!isVirtual(clock))
    throw new Error("The simulator runs on the wall clock. Start it with a virtual one to move it.");
  await clock.advance(readAdvance(body));
  world.changed("clock");
  return clock.now();
}

function shownReader(world: World, id: string) {
  const { reader, screen, connection } = findReader(world, id);
  return { id, label: reader.label, status: reader.status, connection, screen, action: reader.action };
}

/** Newest first, a hundred unless `?limit=` says otherwise. */
function latest<T>(items: readonly T[], query: URLSearchParams): T[] {
  const limit = Math.max(1, Number(query.get("limit") ?? 100) || 100);
  return items.slice(-limit).toReversed();
}

function parse(body: string): Readonly<Record<string, unknown>> {
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
