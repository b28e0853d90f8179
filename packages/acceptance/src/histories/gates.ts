import type { Gateway, Store } from "@tillkit/core";
import type { Chance } from "./random.ts";

/**
 * Holds every call to a port before its work and after it, until the history lets it go on: so any two calls can meet in any order,
 * and a process can die between any two of them.
 */
export interface Gates {
  /** How many calls stand still. */
  readonly waiting: number;
  /** Waits to be let through, as a call of this process. */
  pass(process: Process): Promise<void>;
  /** Lets one call through, chosen by chance. */
  open(chance: Chance): void;
  /** Forgets the calls of a process that died: they never go on. */
  abandon(process: Process): void;
}

/** One server process. */
export interface Process {
  readonly name: string;
  alive: boolean;
}

export function createGates(): Gates {
  let standing: { readonly process: Process; readonly go: () => void }[] = [];
  return {
    get waiting() {
      return standing.length;
    },
    pass: (process) =>
      new Promise((go) => {
        if (process.alive) standing.push({ process, go });
      }),
    open: (chance) => {
      const index = chance.below(standing.length);
      const [chosen] = standing.splice(index, 1);
      chosen?.go();
    },
    abandon: (process) => {
      standing = standing.filter((call) => call.process !== process);
    },
  };
}

/** The same port, with a gate before and after each call. */
export function gated<Port extends object>(
  port: Port,
  names: readonly (keyof Port)[],
  gates: Gates,
  process: Process,
): Port {
  const copy: Port = { ...port };
  for (const name of names) {
    const call = port[name];
    if (typeof call !== "function") throw new TypeError(`${String(name)} is not a method.`);
    const held = async (...args: readonly unknown[]): Promise<unknown> => {
      await gates.pass(process);
      try {
        return await Reflect.apply(call, port, args);
      } finally {
        await gates.pass(process);
      }
    };
    Object.assign(copy, { [name]: held });
  }
  return copy;
}

export const storeCalls = [
  "load",
  "find",
  "commit",
  "commitWithin",
  "claim",
  "release",
  "readMark",
  "writeMark",
  "dueMarks",
] as const satisfies readonly (keyof Store)[];

export const gatewayCalls = ["perform", "getReader", "listEvents"] as const satisfies readonly (keyof Gateway)[];
