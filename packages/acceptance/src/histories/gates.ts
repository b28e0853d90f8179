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
  pass(process: Process, call: string): Promise<void>;
  /** Lets one call through, chosen by chance; a slow one seldom. */
  open(chance: Chance): void;
  /** From now on no call is slow, not even those that stand still. */
  hurry(): void;
  /** Forgets the calls of a process that died: they never go on. */
  abandon(process: Process): void;
}

/** One server process. */
export interface Process {
  readonly name: string;
  alive: boolean;
}

/**
 * `isSlow` decides of each call as it comes whether it is slow: such a call waits while minutes go by and others overtake it, as a
 * request does that hangs in a network.
 */
export function createGates(isSlow: (call: string) => boolean): Gates {
  let standing: { readonly process: Process; readonly slow: boolean; readonly go: () => void }[] = [];
  let hurried = false;
  return {
    get waiting() {
      return standing.length;
    },
    pass: (process, call) =>
      new Promise((go) => {
        if (process.alive) standing.push({ process, slow: isSlow(call), go });
      }),
    open: (chance) => {
      const from = hurried || chance.percent(SLOW_PERCENT) ? standing : standing.filter(({ slow }) => !slow);
      const chosen = from[chance.below(from.length)];
      if (chosen === undefined) return;
      standing = standing.filter((call) => call !== chosen);
      chosen.go();
    },
    hurry: () => {
      hurried = true;
    },
    abandon: (process) => {
      standing = standing.filter((call) => call.process !== process);
    },
  };
}

/** How often a slow call has the same chance as the others. */
const SLOW_PERCENT = 4;

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
      await gates.pass(process, String(name));
      try {
        return await Reflect.apply(call, port, args);
      } finally {
        await gates.pass(process, String(name));
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
