import { cards } from "../behaviour/cards.ts";
import { findReader } from "../behaviour/reader-reach.ts";
import { isVirtual } from "../clock.ts";
import { coverage } from "../http/coverage.ts";
import { apiVersion } from "../schema/schema.ts";
import type { InProcessSimulator } from "../simulator-interface.ts";
import type { SimulatorState } from "../state.ts";
import type { World } from "../world.ts";
import type { Worlds } from "../worlds.ts";
import { readAdvance, readRateLimits, readTimes } from "./commands.ts";
import { readFault, readWebhookFault } from "./fault-rules.ts";
import { runCardholderCommand, runGuestCommand, runReaderCommand } from "./hand-commands.ts";
import { text } from "./json.ts";
import type { Body } from "./json.ts";
import { runWebhookCommand } from "./webhook-commands.ts";

/** What the controls reach into. */
export interface ControlParts {
  readonly worlds: Worlds;
  readonly simulator: InProcessSimulator;
}

interface ControlCall extends ControlParts {
  /** What follows the subject in the path, such as a reader's id, and what follows that; `""` when nothing does. */
  readonly id: string;
  readonly command: string;
  readonly body: Body;
  readonly query: URLSearchParams;
}

/**
 * What can be asked for below `/_simulator/`, by verb and subject. The answer is sent as JSON; `undefined` means that
 * there is no such thing.
 */
export const controls: Readonly<Record<string, (call: ControlCall) => unknown>> = {
  "GET ": ({ simulator }) => ({ simulator: "tillkit", apiVersion, now: simulator.clock.now() }),
  "POST clock": advance,
  "GET coverage": () => coverage(),
  "GET settings": ({ worlds }) => worlds.main.settings,
  "GET state": ({ simulator }) => simulator.snapshot(),
  "POST state"({ simulator, body }) {
    // Looked at where it is taken in.
    simulator.reset(body as unknown as SimulatorState);
    return { now: simulator.clock.now() };
  },
  "DELETE state"({ simulator }) {
    simulator.reset();
    return { now: simulator.clock.now() };
  },
  "GET violations": ({ simulator }) => simulator.violations,

  "GET cards": () =>
    cards.map(({ name, label, number, only, outcome }) => ({
      name,
      label,
      number,
      only: only ?? null,
      outcome: outcome.kind,
    })),
  "GET readers"(call) {
    const world = worldOf(call);
    return [...world.readers.keys()].map((reader) => shownReader(world, reader));
  },
  async "POST readers"(call) {
    const { account, livemode } = worldOf(call);
    const hands = call.simulator.account(account, { livemode }).reader(call.id);
    await runReaderCommand(hands, call.command, call.body);
    return shownReader(worldOf(call), hands.id);
  },
  "POST guests": ({ simulator, id, command, body }) => runGuestCommand(simulator.guest(id), command, body),
  "POST cardholders": ({ simulator, id, command }) => runCardholderCommand(simulator.cardholder(id), command),

  "GET faults": ({ simulator }) => simulator.faults.rules,
  "POST faults"({ simulator, body }) {
    simulator.faults.add(readFault(body));
    return simulator.faults.rules;
  },
  "DELETE faults"({ simulator }) {
    simulator.faults.clear();
    return simulator.faults.rules;
  },
  "GET webhook_faults": ({ simulator }) => simulator.webhooks.faults.rules,
  "POST webhook_faults"({ simulator, body }) {
    simulator.webhooks.faults.add(readWebhookFault(body));
    return simulator.webhooks.faults.rules;
  },
  "DELETE webhook_faults"({ simulator }) {
    simulator.webhooks.faults.clear();
    return simulator.webhooks.faults.rules;
  },
  "GET rate_limits": ({ simulator }) => simulator.rateLimits.limits ?? null,
  "POST rate_limits"({ simulator, body }) {
    simulator.rateLimits.set(readRateLimits(body));
    return simulator.rateLimits.limits;
  },
  "DELETE rate_limits"({ simulator }) {
    simulator.rateLimits.set(false);
    return null;
  },

  "GET requests": ({ simulator, query }) => latest(simulator.requestsTo(query.get("on") ?? "* *"), query),
  "POST requests": ({ simulator, id, body }) =>
    id === "assert" ? simulator.assertRequests(text(body, "on") ?? "* *", readTimes(body)) : undefined,
  "DELETE requests"({ simulator }) {
    simulator.forgetRequests();
    return [];
  },
  "GET events": ({ simulator, query }) => latest(simulator.events, query),
  "GET webhooks": ({ simulator, query }) => latest(simulator.webhooks.deliveries, query),
  "POST webhooks": ({ simulator, id, body, query }) =>
    runWebhookCommand(simulator.webhooks, id, body) ?? latest(simulator.webhooks.deliveries, query),
};

/** Moves a virtual clock, and with it everything that falls due. */
async function advance({ worlds: { main }, body }: ControlCall): Promise<{ readonly now: number }> {
  if (!isVirtual(main.clock))
    throw new Error("The simulator runs on the wall clock. Start it with a virtual one to move it.");
  await main.clock.advance(readAdvance(body));
  main.changed("clock");
  return { now: main.clock.now() };
}

/** The account that `?account=acct_…` and `?livemode=true` name: the platform's test side, unless told otherwise. */
function worldOf({ worlds, query }: ControlCall): World {
  return worlds.of(query.get("account"), query.get("livemode") === "true");
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
