import type { ChangeListener, Clock } from "@tillkit/core";
import type { DatabaseSync } from "node:sqlite";

type Change = Parameters<ChangeListener>[0];

/** Tells listeners what is written: here at once, by other processes at the next look. */
export interface Watch {
  subscribe(listener: ChangeListener): () => void;
  /** Whether anybody listens: else nobody needs to know a write's number. */
  isHeard(): boolean;
  /** A write of this process, with its number in the file. */
  tell(change: Change, number: number): void;
  stop(): void;
}

/** Makes the watch of a database. Looks every `pollMs`, and only while somebody listens. */
export function watchOf(
  database: DatabaseSync,
  { clock, pollMs }: { readonly clock: Clock; readonly pollMs: number },
): Watch {
  // Changes when another connection commits, and not by our own commits (sqlite.org, PRAGMA data_version).
  const dataVersion = database.prepare("PRAGMA data_version");
  const newest = database.prepare("SELECT coalesce(max(change), 0) AS change FROM tillkit_payments");
  const since = database.prepare(
    "SELECT tenant, id, version, change FROM tillkit_payments WHERE change > ? ORDER BY change",
  );
  const listeners = new Set<ChangeListener>();
  let seenVersion: unknown;
  let seenChange = 0;
  let callOff: (() => void) | undefined;

  function begin(): void {
    // In this order: what is committed between the two is seen, or told; never neither.
    seenVersion = dataVersion.get()?.["data_version"];
    seenChange = Number(newest.get()?.["change"]);
    schedule();
  }

  function schedule(): void {
    callOff = clock.after(pollMs, () => {
      look();
      if (listeners.size > 0) schedule();
    });
  }

  function look(): void {
    try {
      const version = dataVersion.get()?.["data_version"];
      if (version === seenVersion) return;
      for (const row of since.all(seenChange)) {
        seenChange = Number(row["change"]);
        notify({ tenant: String(row["tenant"]), id: String(row["id"]), version: Number(row["version"]) });
      }
      seenVersion = version;
    } catch {
      // The database was locked, or could not be read: what is new is still new at the next look.
    }
  }

  function notify(change: Change): void {
    for (const listener of Array.from(listeners)) {
      try {
        listener(change);
      } catch {
        // The write stands, and the writer is not the one to hear of a watcher's mistake.
      }
    }
  }

  function rest(): void {
    callOff?.();
    callOff = undefined;
  }

  return {
    subscribe: (listener) => {
      // A function of its own, so that the same listener can be there twice.
      const own: ChangeListener = (change) => listener(change);
      if (listeners.size === 0) begin();
      listeners.add(own);
      return () => {
        if (listeners.delete(own) && listeners.size === 0) rest();
      };
    },
    isHeard: () => listeners.size > 0,
    tell: (change, number) => {
      // Where others have written in between, the next look tells theirs, and ours once more.
      if (number === seenChange + 1) seenChange = number;
      notify(change);
    },
    stop: () => {
      listeners.clear();
      rest();
    },
  };
}
