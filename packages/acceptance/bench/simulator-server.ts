import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createSimulator, startSimulator } from "@tillkit/simulator";
import { call } from "./simulator-call.ts";

// node simulator-server.ts simulator|floor: one of them, in a process of its own, which tells its port.
const port = process.argv[2] === "floor" ? await floor() : (await startSimulator()).port;
process.send?.(port);
process.on("disconnect", () => process.exit());

/** What is left of Node's own speed: a server that reads the request, does nothing and sends the same answer. */
async function floor(): Promise<number> {
  const simulator = createSimulator();
  const answer = await (await simulator.fetch(call.url, call)).text();
  await simulator.close();
  const server = createServer((incoming, response) => {
    incoming.resume().once("end", () => response.end(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A listening TCP server has an address with a port.
  return (server.address() as AddressInfo).port;
}
