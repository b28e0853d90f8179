import type { ChangeListener } from "@tillkit/core";

/** One payment's new version. */
export type Change = Parameters<ChangeListener>[0];

/** Those who want to hear of changes. */
export interface Listeners {
  readonly size: number;
  add(listener: ChangeListener): () => void;
  tell(changes: readonly Change[]): void;
  clear(): void;
}

/** Makes an empty set of listeners. */
export function listenersOf(): Listeners {
  const listeners = new Set<ChangeListener>();

  function tellOne(change: Change): void {
    for (const listener of Array.from(listeners)) {
      try {
        listener(change);
      } catch {
        // The write stands, and the writer is not the one to hear of a watcher's mistake.
      }
    }
  }

  return {
    get size() {
      return listeners.size;
    },
    add: (listener) => {
      // A function of its own, so that the same listener can be there twice.
      const own: ChangeListener = (change) => listener(change);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    tell: (changes) => {
      for (const change of changes) tellOne(change);
    },
    clear: () => listeners.clear(),
  };
}
