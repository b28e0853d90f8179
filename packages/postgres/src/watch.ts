import type { ChangeListener, Clock } from "@tillkit/core";
import type { Changes } from "./changes.ts";
import { listenersOf, type Change } from "./listeners.ts";

/** Tells listeners what is written: here at once, by other processes when they say so, and in any case at the next look. */
export interface Watch {
  subscribe(listener: ChangeListener): () => void;
  /** Something is said to have changed; undefined: nobody knows what. */
  hear(changes: readonly Change[] | undefined): void;
  stop(): Promise<void>;
}

/**
 * Makes the watch of a database. Looks every `pollMs`, so that also what a process wrote and could not say any more is heard of.
 *
 * The mark from which it looks is kept fresh while nobody listens, too: whoever begins to listen misses nothing from then on.
 */
export async function watchOf(
  changes: Changes,
  { clock, pollMs }: { readonly clock: Clock; readonly pollMs: number },
): Promise<Watch> {
  const listeners = listenersOf();
  let looking: Promise<void> | undefined;
  let again = false;
  let callOff: (() => void) | undefined;
  let stopped = false;

  function look(): void {
    if (stopped) return;
    if (looking !== undefined) {
      again = true;
      return;
    }
    callOff?.();
    looking = lookOnce().finally(() => {
      looking = undefined;
      if (stopped) return;
      if (again) {
        again = false;
        look();
      } else callOff = clock.after(pollMs, look);
    });
  }

  async function lookOnce(): Promise<void> {
    const wanted = listeners.size > 0;
    try {
      const seen = await changes.look(wanted);
      // Somebody began to listen meanwhile: the mark must not move past what they have to hear.
      if (!wanted && listeners.size > 0) return;
      changes.accept(seen);
      listeners.tell(seen.changes);
    } catch {
      // The database could not be reached: what is new is still new at the next look.
    }
  }

  changes.accept(await changes.look(false));
  callOff = clock.after(pollMs, look);

  return {
    subscribe: (listener) => listeners.add(listener),
    hear: (told) => {
      if (told === undefined) look();
      else listeners.tell(told);
    },
    stop: async () => {
      stopped = true;
      listeners.clear();
      callOff?.();
      await looking;
    },
  };
}
