import { once } from "node:events";
import { type IdempotencyStore, memoryIdempotency } from "@tillkit/core";

/** An idempotency store whose answers can be held back, or lost with the process that had them. */
export interface Answering {
  readonly store: IdempotencyStore;
  /** How many requests have been begun. */
  readonly begun: number;
  /** How many finished requests wait for their answers to be kept. */
  readonly held: number;
  /** Holds back answers that are to be kept, until what this answers is called. */
  hold(): () => void;
  /** Lets the process die, as far as anybody sees, before the next answer is kept: the lease stays behind. */
  die(): void;
}

/** Makes an idempotency store that answers as it is told. */
export function answering(): Answering {
  const real = memoryIdempotency();
  const seen = { begun: 0, held: 0, dies: false };
  let gate: Promise<void> | undefined;

  return {
    store: {
      ...real,
      begin: async (request) => {
        seen.begun += 1;
        return real.begin(request);
      },
      complete: async (done) => {
        if (seen.dies) {
          seen.dies = false;
          throw new Error("The process has died.");
        }
        seen.held += 1;
        await gate;
        seen.held -= 1;
        return real.complete(done);
      },
    },
    get begun() {
      return seen.begun;
    },
    get held() {
      return seen.held;
    },
    hold: () => {
      const opening = new AbortController();
      gate = once(opening.signal, "abort").then(() => undefined);
      return () => opening.abort();
    },
    die: () => {
      seen.dies = true;
    },
  };
}
