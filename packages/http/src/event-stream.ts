import type { Clock, Versioned } from "@tillkit/core";
import { toResource } from "./resource.ts";

/** How an event stream is written. */
export interface EventStreamOptions {
  /** The version that the client has already; only later ones are sent. */
  readonly after: number;
  readonly heartbeatMs: number;
  readonly clock: Clock;
}

/** How soon an EventSource comes back after a break. The browsers' own few seconds are long in front of a card reader. */
const opening = "retry: 1000\n\n";

/**
 * Writes the changes of a payment as server-sent events, with a comment whenever nothing was sent for `heartbeatMs`.
 *
 * The watch begins with the first `next()` and is aborted by `return()`.
 */
export function eventStream(
  watch: (signal: AbortSignal) => AsyncIterable<Versioned>,
  { after, heartbeatMs, clock }: EventStreamOptions,
): AsyncIterable<string> {
  return {
    [Symbol.asyncIterator]() {
      const leaving = new AbortController();
      let sent = after;
      let opened = false;
      let changes: AsyncIterator<Versioned> | undefined;
      let coming: Promise<IteratorResult<Versioned>> | undefined;

      return {
        async next() {
          if (leaving.signal.aborted) return { done: true, value: undefined };
          if (!opened) {
            opened = true;
            // Sent at once, so that the client and every proxy between see the stream open.
            return { done: false, value: opening };
          }
          changes ??= watch(leaving.signal)[Symbol.asyncIterator]();
          for (;;) {
            coming ??= changes.next();
            const change = await orSilence(coming, heartbeatMs, clock);
            if (change === undefined) return { done: false, value: ": still here\n\n" };
            coming = undefined;
            if (change.done === true) return { done: true, value: undefined };
            if (change.value.version <= sent) continue;
            sent = change.value.version;
            return { done: false, value: eventOf(change.value) };
          }
        },
        async return() {
          // A watch that waits for a change is ended by the signal; one that waits for us, by its own return.
          leaving.abort();
          if (coming === undefined) await changes?.return?.();
          return { done: true, value: undefined };
        },
      };
    },
  };
}

function eventOf(change: Versioned): string {
  return `id: ${change.version}\nevent: payment\ndata: ${JSON.stringify(toResource(change))}\n\n`;
}

/** What comes first: the value, or the end of our patience (`undefined`). */
function orSilence<T>(coming: Promise<T>, ms: number, clock: Clock): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const stop = clock.after(ms, () => resolve(undefined));
    coming.finally(stop).then(resolve, reject);
  });
}
