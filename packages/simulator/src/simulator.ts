import type { GuestOutcome } from "./behaviour/checkout.ts";
import { realClock } from "./clock.ts";
import type { SimulatorClock } from "./clock.ts";
import { controlHandler } from "./control/handler.ts";
import { faults } from "./faults.ts";
import { guestHands } from "./hands/guest-hands.ts";
import { readerHands } from "./hands/reader-hands.ts";
import { api } from "./http/api.ts";
import { idempotencyKeys } from "./http/idempotency.ts";
import { requestLog } from "./http/request-log.ts";
import { router } from "./http/router.ts";
import { routes } from "./http/routes.ts";
import { listen, stop } from "./http/server.ts";
import { createReader } from "./objects/reader.ts";
import { pagesHandler } from "./pages/handler.ts";
import { settings } from "./settings.ts";
import type { Simulator, SimulatorOptions } from "./simulator-interface.ts";
import { createWorld } from "./create-world.ts";

/** Starts a pretend Stripe that listens for HTTP. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, host = "127.0.0.1", seed = 1, clock = realClock(), keys = {}, publicUrl } = options;
  const listeners = new Set<(kind: string) => void>();
  const changed = (kind: string) => {
    for (const listener of listeners) listener(kind);
  };
  const onChange = (listener: (kind: string) => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
  const violations: string[] = [];
  const violation = (what: string) => violations.push(what);
  const chosen = settings({ ...options.settings, ...(options.timing && { timing: options.timing }) });
  const { world, webhooks } = createWorld({ clock, seed, settings: chosen, changed, violation });
  for (const reader of options.readers ?? [{ label: "Front counter", id: "tmr_front" }]) createReader(world, reader);
  for (const endpoint of options.webhooks ?? []) webhooks.add(endpoint);

  const rules = faults(world.random, () => changed("faults"));
  const log = requestLog(clock, () => changed("requests"));
  let url = "";
  const pagesUrl = () => publicUrl?.replace(/\/$/, "") ?? url;

  /** Checkout redirects once the endpoint took the completed event, or after ten seconds. */
  const redirect = ({ completed }: GuestOutcome & { kind: "complete" }) =>
    Promise.race([webhooks.answered(completed.id), after(clock, chosen.timing.redirectWaitMs)]);
  const answer = api({
    world,
    clock,
    keys,
    route: router(routes),
    faults: rules,
    idempotency: idempotencyKeys(clock),
    pagesUrl,
    violation,
  });
  const simulator: Simulator = {
    get url() {
      return url;
    },
    get port() {
      return bound.port;
    },
    clock,
    reader: (idOrLabel) => readerHands(world, idOrLabel, onChange),
    guest: (sessionUrl) => guestHands(world, sessionUrl, redirect),
    webhooks,
    faults: rules,
    get requests() {
      return log.requests;
    },
    get paymentIntents() {
      return [...world.paymentIntents.values()];
    },
    get charges() {
      return [...world.charges.values()];
    },
    get sessions() {
      return [...world.sessions.values()].map(({ session }) => session);
    },
    get refunds() {
      return [...world.refunds.values()];
    },
    get events() {
      return [...world.events.values()];
    },
    violations,
    onChange,
    async close() {
      webhooks.close();
      await stop(bound.server);
    },
  };
  const bound = await listen(
    {
      api: answer,
      answered: (request, answered) => log.record(request, answered),
      control: controlHandler({ world, simulator }),
      pages: pagesHandler({ world, redirect }),
    },
    host,
    port,
  );
  url = `http://${host}:${bound.port}`;
  return simulator;
}

function after(clock: SimulatorClock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
