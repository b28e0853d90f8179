#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { apiVersion } from "./schema/schema.ts";
import { virtualClock } from "./clock.ts";
import { readKeys } from "./read-keys.ts";
import { readSettings } from "./read-settings.ts";
import { readScenario, scenarios } from "./scenario.ts";
import type { Scenario } from "./scenario.ts";
import { startSimulator } from "./simulator.ts";
import type { Simulator } from "./simulator-interface.ts";
import { keepState, readState } from "./state-file.ts";

const help = `tillkit-simulator: a pretend Stripe with card readers

  --port 12111           where it listens; 0 takes any free port
  --host 127.0.0.1
  --webhook URL          where events are sent; may be given several times
  --secret whsec_…       what signs them
  --seed 1               the same seed and the same calls give the same ids
  --scenario NAME        ${Object.keys(scenarios).join(", ")}, or a JSON file with fault rules: {"requests": […], "webhooks": […]}
  --rate-limits          refuses requests beyond what Stripe lets through: 25 a second with test keys
  --settings FILE        JSON: how long things take, what the account is like, and what Stripe leaves undocumented
  --keys FILE            JSON: restricted keys by their permissions, {"rk_test_till": ["payment_intent_write"]}
  --state FILE           goes on from the file, if it is there, and keeps it up to date
  --clock real           or virtual: time then stands still until POST /_simulator/clock {"ms": 60000} moves it
  --public-url URL       where browsers reach the pages, when it is not the address above
`;

/** What was asked for. Throws for an option there is not. */
function options() {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "12111" },
      host: { type: "string", default: "127.0.0.1" },
      webhook: { type: "string", multiple: true, default: [] },
      secret: { type: "string", default: "whsec_simulator" },
      seed: { type: "string", default: "1" },
      scenario: { type: "string", default: "calm" },
      "rate-limits": { type: "boolean", default: false },
      settings: { type: "string" },
      keys: { type: "string" },
      state: { type: "string" },
      clock: { type: "string", default: "real" },
      "public-url": { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  return values;
}

async function serve(values: ReturnType<typeof options>): Promise<void> {
  const { webhook, secret, host, clock, keys, state: stateFile, settings: settingsFile } = values;
  const [publicUrl, rateLimits] = [values["public-url"], values["rate-limits"]];
  if (clock !== "real" && clock !== "virtual") throw new Error(`--clock is real or virtual, not '${clock}'`);
  const virtual = clock === "virtual";
  const { timing, ...settings } = settingsFile === undefined ? {} : readSettings(JSON.parse(read(settingsFile)));
  const day = readScenario(values.scenario, read);
  const state = stateFile === undefined ? undefined : readState(stateFile);
  const simulator = await startSimulator({
    host,
    port: whole("port", values.port),
    seed: whole("seed", values.seed),
    timing: { authorizeMs: virtual ? 0 : 900, ...timing },
    settings: { ...settings, ...(rateLimits && { rateLimits }) },
    webhooks: webhook.map((url) => ({ url, secret })),
    ...(keys !== undefined && { keys: readKeys(JSON.parse(read(keys))) }),
    ...(virtual && { clock: virtualClock(state?.now) }),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(state !== undefined && { state }),
  });
  // A state holds the scenario it began with.
  if (!state) begin(simulator, day);
  if (stateFile !== undefined) keepState(simulator, stateFile);
  process.stdout.write(`Simulated Stripe ${apiVersion} at ${simulator.url}, controls at ${simulator.url}/_simulator\n`);
  for (const url of webhook) process.stdout.write(`Events go to ${url}, signed with ${secret}\n`);
}

function begin({ faults, webhooks }: Simulator, day: Scenario): void {
  for (const rule of day.requests) faults.add(rule);
  for (const rule of day.webhooks) webhooks.faults.add(rule);
}

function read(file: string): string {
  return readFileSync(file, "utf8");
}

function whole(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} is a whole number, not '${text}'`);
  return Number(text);
}

try {
  const values = options();
  if (values.help) process.stdout.write(help);
  else await serve(values);
} catch (error) {
  process.stderr.write(`tillkit-simulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
