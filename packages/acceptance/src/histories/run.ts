import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Core } from "./history.ts";
import { playHistory, type Violation } from "./history.ts";

/** What a run of histories printed, as one line of JSON. */
export interface RunResult {
  readonly played: number;
  readonly ms: number;
  readonly violations: readonly Violation[];
}

// node run.ts <index.ts of the core> <first seed> <count> <stop after so many violations>
const [corePath = "", first = "0", count = "1000", enough = "1"] = process.argv.slice(2);
// What is named on the command line is a core, the real one or a copy with a mistake in it.
const core = (await import(pathToFileURL(resolve(corePath)).href)) as Core;

const started = performance.now();
const violations: Violation[] = [];
let played = 0;
while (played < Number(count) && violations.length < Number(enough)) {
  const violation = await playHistory(Number(first) + played, core);
  played += 1;
  if (violation !== undefined) violations.push(violation);
}
process.stdout.write(
  `${JSON.stringify({ played, ms: Math.round(performance.now() - started), violations } satisfies RunResult)}\n`,
);
