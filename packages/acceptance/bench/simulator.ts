import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { createSimulator } from "@tillkit/simulator";
import { call } from "./simulator-call.ts";
import { timeEmptyNode } from "./start.ts";

const bin = fileURLToPath(new URL("../../simulator/dist/bin.js", import.meta.url));
const script = fileURLToPath(new URL("./simulator-server.ts", import.meta.url));
const REQUESTS = 4_000;
const AT_ONCE = 16;

/** How many PaymentIntents a second the simulator makes, over HTTP and inside the process, and how soon it listens. */
export async function benchSimulator(): Promise<void> {
  const floor = await httpRateOf("floor");
  const overHttp = await httpRateOf("simulator");

  const inside = createSimulator();
  const inProcess = await rate(async () => {
    const answer = await inside.fetch(call.url, call);
    await answer.text();
  });
  await inside.close();

  console.log("\nThe simulator, in PaymentIntents made a second");
  const row = (perSecond: number) => ({ "per second": perSecond, ratio: (perSecond / floor).toFixed(2) });
  console.table({
    "a server that only answers": row(floor),
    "over HTTP": row(overHttp),
    "in the process": row(inProcess),
  });
  if (!existsSync(bin)) return console.log("How soon the command listens is measured on what `pnpm build` makes.");
  const starts = [await timeCommand(), await timeCommand(), await timeCommand()].toSorted((a, b) => a - b);
  const floorMs = Math.round(await timeEmptyNode());
  console.log(
    `The command listens after ${starts.map(Math.round).join(", ")} ms, and an empty node ends after ${floorMs}`,
  );
}

/** The server has a process of its own, so that what asks it does not count. */
async function httpRateOf(server: "simulator" | "floor"): Promise<number> {
  const child = fork(script, [server], { execArgv: ["--conditions=@tillkit/source", "--no-warnings"] });
  // It tells its port, and nothing else.
  const [port] = (await once(child, "message")) as [number];
  const perSecond = await httpRate(port);
  child.disconnect();
  await once(child, "exit");
  return perSecond;
}

async function httpRate(port: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const perSecond = await rate(() => post(agent, port));
  agent.destroy();
  return perSecond;
}

async function rate(make: () => Promise<unknown>): Promise<number> {
  await many(1_000, make);
  const began = performance.now();
  await many(REQUESTS, make);
  return Math.round(REQUESTS / ((performance.now() - began) / 1_000));
}

async function many(count: number, make: () => Promise<unknown>): Promise<void> {
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await make();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

function post(agent: Agent, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const { method, headers, body } = call;
    const sent = request({ agent, port, method, headers, path: "/v1/payment_intents" }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`The simulator answered ${answer.statusCode}.`));
      answer.resume().once("end", resolve);
    });
    sent.once("error", reject).end(body);
  });
}

/** From spawning the built command to the line that says where it listens. */
async function timeCommand(): Promise<number> {
  const began = performance.now();
  const command = spawn(process.execPath, [bin, "--port", "0"]);
  await once(command.stdout, "data");
  const passed = performance.now() - began;
  command.kill();
  await once(command, "exit");
  return passed;
}
