#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { apiVersion } from "./schema/schema.ts";
import { virtualClock } from "./clock.ts";
import { readScenario, scenarios } from "./scenario.ts";
import { startSimulator } from "./simulator.ts";
import { keepState, readState } from "./state-file.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "12111" },
    host: { type: "string", default: "127.0.0.1" },
    webhook: { type: "string" },
    secret: { type: "string", default: "whsec_simulator" },
    seed: { type: "string", default: "1" },
    scenario: { type: "string" },
    state: { type: "string" },
    clock: { type: "string", default: "real" },
    "rate-limits": { type: "boolean", default: false },
    "public-url": { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
});

const help = `tillkit-simulator: a pretend Stripe with card readers

  --port 12111           where it listens; 0 takes any free port
  --host 127.0.0.1
  --webhook URL          where events are sent
  --secret whsec_…       what signs them
  --seed 1               the same seed and the same calls give the same ids
  --scenario NAME        ${Object.keys(scenarios).join(", ")}, or a JSON file with a list of fault rules
  --rate-limits          refuses requests beyond what Stripe lets through: 25 a second with test keys
  --state FILE           goes on from the file, if it is there, and keeps it up to date
  --clock real           or virtual: time then stands still until POST /_simulator/clock {"ms": 60000} moves it
  --public-url URL       where browsers reach the pages, when it is not the address above
`;

if (values.help) process.stdout.write(help);
else await serve();

async function serve(): Promise<void> {
  const { webhook, secret, port, host, seed, scenario, clock, state: stateFile } = values;
  const publicUrl = values["public-url"];
  const state = stateFile === undefined ? undefined : readState(stateFile);
  if (clock !== "real" && clock !== "virtual") throw new Error(`--clock is real or virtual, not '${clock}'`);
  const virtual = clock === "virtual";
  const simulator = await startSimulator({
    host,
    port: Number(port),
    seed: Number(seed),
    timing: { authorizeMs: virtual ? 0 : 900 },
    ...(virtual && { clock: virtualClock(state?.now) }),
    settings: { rateLimits: values["rate-limits"] },
    ...(publicUrl !== undefined && { publicUrl }),
    ...(webhook !== undefined && { webhooks: [{ url: webhook, secret }] }),
    ...(state !== undefined && { state }),
  });
  // A state holds the scenario it began with.
  if (scenario !== undefined && state === undefined) {
    const rules = readScenario(scenario, (file) => readFileSync(file, "utf8"));
    for (const rule of rules) simulator.faults.add(rule);
  }
  if (stateFile !== undefined) keepState(simulator, stateFile);
  process.stdout.write(`Simulated Stripe ${apiVersion} at ${simulator.url}, controls at ${simulator.url}/_simulator\n`);
  if (webhook !== undefined) process.stdout.write(`Events go to ${webhook}, signed with ${secret}\n`);
}
