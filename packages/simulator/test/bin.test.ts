import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, onTestFinished, test } from "vitest";

import { hook } from "./hook.ts";

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

/** The line that a command that cannot start ends with. */
async function refusal(...options: readonly string[]): Promise<string> {
  const bin = fileURLToPath(new URL("../src/bin.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=@tillkit/source", bin, ...options]);
  const said: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  const [code] = (await once(child, "close")) as [number];
  expect(code).toBe(1);
  return Buffer.concat(said).toString("utf8");
}

/** A file that is gone with the test. */
async function fileWith(json: object): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "simulator-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "file.json");
  await writeFile(file, JSON.stringify(json));
  return file;
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
  const { url } = await run("--scenario", "flaky");
  const rules = async (of: string): Promise<unknown> => (await fetch(`${url}/_simulator/${of}`)).json();
  expect(await rules("faults")).toMatchObject([{ kind: "lose_answer" }, { kind: "lose_request" }, { on: "* *" }]);
  expect(await rules("webhook_faults")).toContainEqual(expect.objectContaining({ probability: 0.05, kind: "twin" }));
});

test("a scenario may be a file", async () => {
  const scenario = { requests: [{ on: "GET *", nth: 3, kind: "hang" }], webhooks: [{ kind: ["drop", "none"] }] };
  const { url } = await run("--scenario", await fileWith(scenario));
  const rules = async (of: string): Promise<unknown> => (await fetch(`${url}/_simulator/${of}`)).json();
  expect(await rules("faults")).toMatchObject(scenario.requests);
  expect(await rules("webhook_faults")).toMatchObject(scenario.webhooks);
});

test("every setting can come from a file, and events go to several places", async () => {
  const [one, other] = [await hook(), await hook()];
  const settings = await fileWith({
    timing: { lockTimeoutMs: 250 },
    account: { businessName: "Kiosk" },
    canceledAction: "failed",
    rateLimits: { test: 7 },
  });
  const { url } = await run("--settings", settings, "--webhook", one.url, "--webhook", other.url);
  expect(await (await fetch(`${url}/_simulator/settings`)).json()).toMatchObject({
    timing: { lockTimeoutMs: 250, authorizeMs: 900 },
    account: { businessName: "Kiosk", country: "US" },
    canceledAction: "failed",
  });
  expect(await (await fetch(`${url}/_simulator/rate_limits`)).json()).toMatchObject({ test: 7, live: 100 });
  const body = new URLSearchParams({ amount: "900", currency: "usd" });
  await fetch(`${url}/v1/payment_intents`, { method: "POST", headers, body });
  await expect.poll(() => [one.received.length, other.received.length]).toEqual([1, 1]);
});

test("a restricted key may do what its file says", async () => {
  const keys = await fileWith({ rk_test_till: ["rak_payment_intent_write"] });
  const { url } = await run("--keys", keys);
  const status = async (path: string) =>
    (await fetch(`${url}${path}`, { headers: { authorization: "Bearer rk_test_till" } })).status;
  expect([await status("/v1/payment_intents"), await status("/v1/refunds")]).toEqual([200, 403]);
});

test.each([
  [["--clock", "sundial"], "--clock is real or virtual, not 'sundial'\n"],
  [["--port", "many"], "--port is a whole number, not 'many'\n"],
  [["--tea"], "Unknown option '--tea'"],
])("a command that makes no sense says why in one line: %j", async (options, why) => {
  expect(await refusal(...options)).toContain(`tillkit-simulator: ${why}`);
});

test.each([
  ["settings", { timing: { teaMs: 1 } }, "There is no setting 'timing.teaMs'"],
  ["settings", { canceledAction: "gone" }, "'canceledAction' cannot be \"gone\""],
  ["settings", { adaptivePricing: { eur: "0.9" } }, "'adaptivePricing' cannot be"],
  ["settings", { adaptivePricing: { EUR: 0.9 } }, "'adaptivePricing' cannot be"],
  ["scenario", { requests: [{ kind: "explode" }] }, "'explode' must be one of"],
  ["keys", { rk_test_till: "all" }, "The permissions of rk_test_till"],
])("a file that makes no sense is refused: --%s %j", async (option, json, why) => {
  expect(await refusal(`--${option}`, await fileWith(json))).toContain(why);
});
