#!/usr/bin/env node
import { parseArgs } from "node:util";

import { apiVersion } from "./schema/schema.ts";
import { startSimulator } from "./simulator.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "12111" },
    host: { type: "string", default: "127.0.0.1" },
    webhook: { type: "string" },
    secret: { type: "string", default: "whsec_simulator" },
    seed: { type: "string", default: "1" },
    "public-url": { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
});

if (values.help) {
  process.stdout.write(
    "tillkit-simulator [--port 12111] [--host 127.0.0.1] [--webhook URL] [--secret whsec_…] [--seed N] [--public-url URL]\n",
  );
} else {
  const { webhook, secret, port, host, seed } = values;
  const publicUrl = values["public-url"];
  const simulator = await startSimulator({
    host,
    port: Number(port),
    seed: Number(seed),
    timing: { authorizeMs: 900 },
    ...(publicUrl !== undefined && { publicUrl }),
    ...(webhook !== undefined && { webhooks: [{ url: webhook, secret }] }),
  });
  process.stdout.write(`Simulated Stripe ${apiVersion} at ${simulator.url}, controls at ${simulator.url}/_simulator\n`);
  if (webhook !== undefined) process.stdout.write(`Events go to ${webhook}, signed with ${secret}\n`);
}
