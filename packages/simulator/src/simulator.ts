import { controlHandler } from "./control/handler.ts";
import { listen, stop } from "./http/server.ts";
import { pagesHandler } from "./pages/handler.ts";
import { resettable } from "./resettable.ts";
import type { Simulator, SimulatorOptions } from "./simulator-interface.ts";

/** Starts a pretend Stripe that listens for HTTP. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, host = "127.0.0.1", ...others } = options;
  let url = "";
  const { simulator: inProcess, now } = resettable(others, () => url);
  const bound = await listen(
    {
      api: (request) => now().api(request),
      control: (...call) => controlHandler({ ...now(), simulator: inProcess })(...call),
      pages: (...call) => pagesHandler({ ...now(), simulator: inProcess })(...call),
    },
    host,
    port,
  );
  url = `http://${host}:${bound.port}`;
  // A spread would read the getters once and for all, and a copy of their descriptors leaves them what they are.
  const simulator = Object.defineProperties({}, Object.getOwnPropertyDescriptors(inProcess)) as typeof inProcess;
  return Object.defineProperties(simulator, {
    url: { value: url, enumerable: true },
    port: { value: bound.port, enumerable: true },
    close: {
      enumerable: true,
      async value() {
        await inProcess.close();
        await stop(bound.server);
      },
    },
  }) as Simulator;
}
