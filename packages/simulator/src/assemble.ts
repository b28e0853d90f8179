import type { GuestOutcome } from "./behaviour/checkout.ts";
import { realClock } from "./clock.ts";
import type { SimulatorClock } from "./clock.ts";
import { faults } from "./faults.ts";
import { cardholderHands, intentId } from "./hands/cardholder-hands.ts";
import { guestHands } from "./hands/guest-hands.ts";
import { readerHands } from "./hands/reader-hands.ts";
import { api } from "./http/api.ts";
import type { ApiAnswer, ApiRequest } from "./http/api-request.ts";
import { simulatedFetch } from "./http/fetch.ts";
import { idempotencyKeys } from "./protocol/idempotency.ts";
import { objectLocks } from "./protocol/object-locks.ts";
import type { ObjectLocks } from "./protocol/object-locks.ts";
import { rateLimiter } from "./protocol/rate-limits.ts";
import { requestLog } from "./http/request-log.ts";
import { router } from "./http/router.ts";
import { routes } from "./http/routes.ts";
import { fileContents } from "./http/routes/business.ts";
import { createReader } from "./objects/reader.ts";
import { settings } from "./settings.ts";
import type { InProcessOptions, InProcessSimulator } from "./simulator-interface.ts";
import { missingOperations } from "./schema/schema.ts";
import { openState, restore, takeSnapshot } from "./state.ts";
import { createWorlds } from "./worlds.ts";
import type { World } from "./world.ts";
import type { Worlds } from "./worlds.ts";

/** A simulator and what its faces are made from. */
export interface Assembled {
  readonly simulator: Omit<InProcessSimulator, "reset">;
  readonly worlds: Worlds;
  /** Answers and records a request. */
  readonly api: (request: ApiRequest) => Promise<ApiAnswer>;
  /** Resolves when Checkout may send the guest back to the shop. */
  readonly redirect: (outcome: GuestOutcome & { kind: "complete" }) => Promise<void>;
}

/** What outlives a reset. */
export interface Lasting {
  readonly listeners: Set<(kind: string) => void>;
  readonly violations: string[];
}

/** Puts a simulator together. `ownUrl` is where its Checkout pages are, unless the options say otherwise. */
export function assemble(
  options: InProcessOptions,
  ownUrl: () => string,
  { listeners, violations }: Lasting = { listeners: new Set(), violations: [] },
): Assembled {
  const { seed = 1, clock = realClock(), keys = {}, publicUrl } = options;
  const state = options.state && openState(options.state);
  const changed = (kind: string) => {
    for (const listener of listeners) listener(kind);
  };
  const onChange = (listener: (kind: string) => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
  const violation = (what: string) => violations.push(what);
  const chosen = settings({ ...options.settings, ...(options.timing && { timing: options.timing }) });
  const worlds = createWorlds({
    clock,
    seed,
    random: state?.random,
    webhooks: state?.webhooks,
    settings: chosen,
    changed,
    violation,
  });
  const { main, webhooks } = worlds;
  if (state) restore(worlds, state);
  else
    for (const reader of options.readers ?? [{ label: "Front counter", id: "tmr_front" }]) createReader(main, reader);
  for (const endpoint of options.webhooks ?? []) webhooks.add(endpoint);

  const rules = faults(main.random, () => changed("faults"), state?.faults);
  const log = requestLog(clock, () => changed("requests"), state?.requests);
  const rateLimits = rateLimiter(clock, state?.rateLimits ?? chosen.rateLimits);
  const pagesUrl = () => publicUrl?.replace(/\/$/, "") ?? ownUrl();
  const answerTo = api({
    worlds,
    clock,
    keys,
    route: router([...routes, fileContents], missingOperations),
    faults: rules,
    idempotency: (world) => idempotencyKeys(clock, world.idempotencyKeys),
    locks: locksOfWorlds(clock, chosen.timing.lockTimeoutMs),
    rateLimits,
    pagesUrl,
    violation,
  });
  const recorded = async (request: ApiRequest) => {
    const answer = await answerTo(request);
    log.record(request, answer);
    return answer;
  };
  /** Checkout redirects once the endpoint took the completed event, or after ten seconds. */
  const redirect = ({ completed }: GuestOutcome & { kind: "complete" }) =>
    Promise.race([webhooks.answered(completed.id), after(clock, chosen.timing.redirectWaitMs)]);

  const simulator: Assembled["simulator"] = {
    fetch: simulatedFetch(recorded),
    clock,
    reader: (idOrLabel) => readerHands(main, idOrLabel, onChange),
    guest: (sessionUrl) => guestHands(worlds.withSession(sessionUrl), sessionUrl, redirect),
    cardholder: (intentOrUrl) => cardholderHands(worlds.withIntent(intentId(intentOrUrl)), intentOrUrl),
    webhooks,
    faults: rules,
    rateLimits,
    get requests() {
      return log.requests;
    },
    requestsTo: log.requestsTo,
    nextRequest: log.nextRequest,
    assertRequests: log.assertRequests,
    forgetRequests: log.forgetRequests,
    get paymentIntents() {
      return [...main.paymentIntents.values()];
    },
    get charges() {
      return [...main.charges.values()];
    },
    get sessions() {
      return [...main.sessions.values()].map(({ session }) => session);
    },
    get refunds() {
      return [...main.refunds.values()];
    },
    get disputes() {
      return [...main.disputes.values()];
    },
    get events() {
      return [...main.events.values()];
    },
    violations,
    onChange,
    account(account, { livemode = false } = {}) {
      const world = worlds.of(account, livemode);
      return {
        reader: (idOrLabel) => readerHands(world, idOrLabel, onChange),
        addReader: (reader) => createReader(world, reader).reader.id,
        paymentIntents: [...world.paymentIntents.values()],
        charges: [...world.charges.values()],
        events: [...world.events.values()],
      };
    },
    snapshot: () => takeSnapshot({ worlds, faults: rules, log, rateLimits }),
    async close() {
      webhooks.close();
    },
  };
  return { simulator, worlds, api: recorded, redirect };
}

function locksOfWorlds(clock: SimulatorClock, waitMs: number): (world: World) => ObjectLocks {
  const known = new WeakMap<World, ObjectLocks>();
  return (world) => {
    const locks = known.get(world) ?? objectLocks(clock, waitMs);
    known.set(world, locks);
    return locks;
  };
}

function after(clock: SimulatorClock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
