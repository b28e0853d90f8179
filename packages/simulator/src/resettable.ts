import { assemble } from "./assemble.ts";
import type { Assembled, Lasting } from "./assemble.ts";
import { realClock } from "./clock.ts";
import type { InProcessOptions, InProcessSimulator } from "./simulator-interface.ts";

/** A simulator that can begin anew, and what it is made from at the moment. */
export interface Resettable {
  readonly simulator: InProcessSimulator;
  readonly now: () => Assembled;
}

/** Puts a simulator together that is put together once more at every reset, behind the same face. */
export function resettable(options: InProcessOptions, ownUrl: () => string): Resettable {
  const { state, clock = realClock(), ...again } = options;
  const lasting: Lasting = { listeners: new Set(), violations: [] };
  let now = assemble({ ...again, clock, ...(state && { state }) }, ownUrl, lasting);

  /** Whoever holds the face reaches what is there at the time. */
  const face = Object.defineProperties(
    {},
    Object.fromEntries(
      Object.keys(now.simulator).map((name) => [
        name,
        { enumerable: true, configurable: true, get: (): unknown => Reflect.get(now.simulator, name) },
      ]),
    ),
    // It has every member of the simulator, because it was made from them.
  ) as Assembled["simulator"];

  const simulator = Object.defineProperties(face, {
    // Clients are given this one function, and keep it.
    fetch: { value: (...request: Parameters<InProcessSimulator["fetch"]>) => now.simulator.fetch(...request) },
    reset: {
      value: (from?: InProcessOptions["state"]) => {
        const before = now;
        now = assemble({ ...again, clock, ...(from && { state: from }) }, ownUrl, lasting);
        void before.simulator.close();
        for (const listener of lasting.listeners) listener("reset");
      },
    },
  }) as InProcessSimulator;
  return { simulator, now: () => now };
}
