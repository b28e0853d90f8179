import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, onTestFinished, test } from "vitest";

const headers = { authorization: "Bearer sk_test_x" };

/** The command, running, and where it listens. */
async function run(...options: readonly string[]) {
  const bin = fileURLToPath(new URL("../src/bin.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=@tillkit/source", bin, "--port", "0", ...options]);
  onTestFinished(() => void child.kill("SIGKILL"));
  const said = await new Promise<string>((resolve) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString("utf8")));
  });
  return { child, url: /http:\/\/[\d.]+:\d+/.exec(said)?.[0] ?? "" };
}

test("the command starts a simulator and says where", async () => {
  const { url } = await run("--seed", "7");
  const answer = await fetch(`${url}/v1/terminal/readers`, { headers });
  expect(await answer.json()).toMatchObject({ data: [{ id: "tmr_front", label: "Front counter" }] });
});

test("with a state file, a demo survives a restart", async () => {
  const folder = await mkdtemp(join(tmpdir(), "simulator-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "state.json");
  const first = await run("--state", file);
  const body = "amount=900&currency=usd";
  const form = { ...headers, "content-type": "application/x-www-form-urlencoded" };
  const made: unknown = await (
    await fetch(`${first.url}/v1/payment_intents`, { method: "POST", headers: form, body })
  ).json();
  first.child.kill("SIGTERM");
  await once(first.child, "exit");

  const second = await run("--state", file);
  const list: unknown = await (await fetch(`${second.url}/v1/payment_intents`, { headers })).json();
  expect(list).toMatchObject({ data: [made] });
});

test("a scenario begins with its faults", async () => {
  const { url } = await run("--scenario", "crowded");
  const rules: unknown = await (await fetch(`${url}/_simulator/faults`)).json();
  expect(rules).toMatchObject([{ kind: "rate_limit" }, { kind: "lock_timeout" }]);
});
