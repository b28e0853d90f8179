import type { SimulatorClock } from "../clock.ts";
import { Refusal } from "./errors.ts";

/** Lets one writer at a time to an object, as Stripe does. */
export interface ObjectLocks {
  /**
   * Does the work while nobody else writes to these objects, in the order of asking.
   *
   * Throws 429 `lock_timeout` when somebody else was at one of them for longer than the wait.
   */
  hold<T>(objects: readonly string[], work: () => Promise<T>): Promise<T>;
}

interface Waiter {
  readonly enter: () => void;
}

/** Locks of one account. A waiter gives up `waitMs` after it asked, on the simulator's clock. */
export function objectLocks(clock: SimulatorClock, waitMs: number): ObjectLocks {
  const queues = new Map<string, Waiter[]>();

  async function acquire(object: string, until: number): Promise<void> {
    const queue = queues.get(object);
    if (!queue) {
      queues.set(object, []);
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        enter() {
          giveUp();
          resolve();
        },
      };
      const giveUp = clock.after(until - clock.now(), () => {
        queue.splice(queue.indexOf(waiter), 1);
        reject(lockTimeout());
      });
      queue.push(waiter);
    });
  }

  function release(object: string): void {
    const next = queues.get(object)?.shift();
    if (next) next.enter();
    else queues.delete(object);
  }

  return {
    async hold(objects, work) {
      const until = clock.now() + waitMs;
      const held: string[] = [];
      try {
        // In one order for everybody, so that no two wait for each other.
        for (const object of new Set(objects.toSorted())) {
          await acquire(object, until);
          held.push(object);
        }
        return await work();
      } finally {
        for (const object of held) release(object);
      }
    },
  };
}

/** A 429 because another writer is at the object. Not kept under the idempotency key. */
export function lockTimeout(): Refusal {
  const message =
    "This object cannot be accessed right now because another API request or Stripe process is accessing it. " +
    "If this goes on, retry the request later.";
  return new Refusal(429, { type: "invalid_request_error", code: "lock_timeout", message }, false);
}
