import type { Clock } from "../ports/clock.ts";

// The one place where the engine meets the machine's own time and chance. Everything else is handed them.
const { setTimeout: startTimer, clearTimeout: stopTimer, crypto: chance } = globalThis;

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
  const bytes = chance.getRandomValues(new Uint8Array(16));
  const bits = bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  return bits.toString(36).padStart(25, "0");
}

/** From 0 (included) to 1. */
export function systemRandom(): number {
  const [bits = 0] = chance.getRandomValues(new Uint32Array(1));
  return bits / 2 ** 32;
}

/** The SHA-256 of a text's UTF-8 bytes, in hexadecimal. */
export async function sha256(text: string): Promise<string> {
  const digest = await chance.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Buffer.from(digest).toString("hex");
}
