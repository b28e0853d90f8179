import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { RunResult } from "./run.ts";

const run = promisify(execFile);
const script = fileURLToPath(new URL("./run.ts", import.meta.url));

/** Plays histories in a process of their own, so that several runs use several cores. */
export async function play(
  corePath: string,
  { first, count, enough = 1 }: { readonly first: number; readonly count: number; readonly enough?: number },
): Promise<RunResult> {
  const args = [
    "--conditions=@tillkit/source",
    "--no-warnings",
    script,
    corePath,
    String(first),
    String(count),
    String(enough),
  ];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 });
  // Printed by run.ts, which satisfies the type.
  return JSON.parse(stdout) as RunResult;
}
