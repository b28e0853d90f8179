import { readFileSync, renameSync, writeFileSync } from "node:fs";

import type { InProcessSimulator } from "./simulator-interface.ts";
import type { SimulatorState } from "./state.ts";

/** What the file holds, or nothing when there is no such file. Throws for a file that is not a state. */
export function readState(file: string): SimulatorState | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  // Checked by its mark when it is restored; what wrote it is this very program.
  return JSON.parse(text) as SimulatorState;
}

/** The shortest pause between a change and the file. */
const pauseMs = 100;

/** A large state is written more rarely, so that writing takes no more than a tenth of the time. */
const restFactor = 10;

/** Writes the state down soon after changes, and once more when the process is told to end. */
export function keepState(simulator: Pick<InProcessSimulator, "onChange" | "snapshot">, file: string): void {
  let waiting: NodeJS.Timeout | undefined;
  let nextPauseMs = pauseMs;
  const write = () => {
    const began = performance.now();
    waiting = undefined;
    // Renamed into place, so that whoever reads the file finds the old state or the new one, whole.
    writeFileSync(`${file}.new`, JSON.stringify(simulator.snapshot()));
    renameSync(`${file}.new`, file);
    nextPauseMs = Math.max(pauseMs, restFactor * (performance.now() - began));
  };
  simulator.onChange(() => {
    waiting ??= setTimeout(write, nextPauseMs);
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      write();
      process.exit(0);
    });
  }
}
