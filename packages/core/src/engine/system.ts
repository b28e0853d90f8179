import { randomBytes } from "node:crypto";
import type { Clock } from "../ports/clock.ts";

// The one place where the engine meets the machine's own time and chance. Everything else is handed them.
const { setTimeout: startTimer, clearTimeout: stopTimer } = globalThis;

/** The machine's own time. Its timers do not keep a process alive. */
export const systemClock: Clock = {
  now: () => globalThis.Date.now(),
  after: (ms, run) => {
    const timer = startTimer(run, ms);
    timer.unref();
    return () => stopTimer(timer);
  },
};

/** 128 random bits, base 36. */
export function systemId(): string {
  return BigInt(`0x${randomBytes(16).toString("hex")}`)
    .toString(36)
    .padStart(25, "0");
}

/** From 0 (included) to 1. */
export function systemRandom(): number {
  return randomBytes(4).readUInt32BE() / 2 ** 32;
}
