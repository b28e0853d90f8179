import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { expect, onTestFinished, test } from "vitest";

test("the command starts a simulator and says where", async () => {
  const bin = fileURLToPath(new URL("../src/bin.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=@tillkit/source", bin, "--port", "0", "--seed", "7"]);
  onTestFinished(() => void child.kill());
  const said = await new Promise<string>((resolve) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString("utf8")));
  });
  const url = /http:\/\/[\d.]+:\d+/.exec(said)?.[0] ?? "";
  const answer = await fetch(`${url}/v1/terminal/readers`, { headers: { authorization: "Bearer sk_test_x" } });
  expect(await answer.json()).toMatchObject({ data: [{ id: "tmr_front", label: "Front counter" }] });
});
