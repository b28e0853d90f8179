// Checks the shape of every package as it would be published: publint, and the types for ESM consumers.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

let failed = 0;
const run = (command, ...args) => {
  try {
    execFileSync(command, args, { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
    return true;
  } catch (error) {
    console.log(error.stdout, error.stderr);
    failed += 1;
    return false;
  }
};

for (const name of readdirSync("packages")) {
  const folder = join("packages", name);
  if (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).private) continue;
  const ok = [
    run("publint", folder, "--strict", "--pack", "npm"),
    run("attw", "--pack", folder, "--profile", "esm-only"),
  ];
  console.log(`${name}: ${ok.every(Boolean) ? "ok" : "FAILED"}`);
}
process.exitCode = failed === 0 ? 0 : 1;
