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

/** Writes the state down a tenth of a second after changes, and once more when the process is told to end. */
export function keepState(simulator: Pick<InProcessSimulator, "onChange" | "snapshot">, file: string): void {
  let waiting: NodeJS.Timeout | undefined;
  const write = () => {
    waiting = undefined;
    // Renamed into place, so that whoever reads the file finds the old state or the new one, whole.
    writeFileSync(`${file}.new`, JSON.stringify(simulator.snapshot()));
    renameSync(`${file}.new`, file);
  };
  simulator.onChange(() => {
    waiting ??= setTimeout(write, 100);
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      write();
      process.exit(0);
    });
  }
}
