import { controlHandler } from "./control/handler.ts";
import { assemble } from "./create-simulator.ts";
import { listen, stop } from "./http/server.ts";
import { pagesHandler } from "./pages/handler.ts";
import type { Simulator, SimulatorOptions } from "./simulator-interface.ts";

/** Starts a pretend Stripe that listens for HTTP. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, host = "127.0.0.1" } = options;
  let url = "";
  const { simulator: inProcess, worlds, api, redirect } = assemble(options, () => url);
  const bound = await listen(
    {
      api,
      control: controlHandler({ worlds, simulator: inProcess }),
      pages: pagesHandler({ worlds, simulator: inProcess, redirect }),
    },
    host,
    port,
  );
  url = `http://${host}:${bound.port}`;
  // A spread would read the getters once and for all, and a copy of their descriptors leaves them what they are.
  const simulator = Object.defineProperties({}, Object.getOwnPropertyDescriptors(inProcess)) as typeof inProcess;
  return Object.assign(simulator, {
    url,
    port: bound.port,
    async close() {
      await inProcess.close();
      await stop(bound.server);
    },
  });
}
