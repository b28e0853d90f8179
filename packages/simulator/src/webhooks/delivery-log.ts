import type { Delivery } from "./delivery.ts";

/** What became of each attempt, and who waits to hear of it. */
export interface DeliveryLog {
  /** The latest attempts, oldest first. */
  readonly deliveries: readonly Delivery[];
  add(delivery: Omit<Delivery, "id">): number;
  mark(id: number, change: Partial<Omit<Delivery, "id">>): void;
  /** Resolves once this is so, looking again whenever anything changes. */
  until(done: () => boolean): Promise<void>;
  /** Has whoever waits look again. */
  lookAgain(): void;
}

const keptDeliveries = 100_000;

/** A log that begins with an earlier run's; it keeps the latest hundred thousand attempts. */
export function deliveryLog(changed: () => void, earlier: readonly Delivery[] = []): DeliveryLog {
  let deliveries = [...earlier];
  let next = (earlier.at(-1)?.id ?? -1) + 1;
  const listeners = new Set<() => void>();

  const lookAgain = (): void => {
    for (const listener of listeners) listener();
  };

  return {
    get deliveries() {
      return deliveries;
    },
    add(delivery) {
      if (deliveries.length >= 2 * keptDeliveries) deliveries = deliveries.slice(-keptDeliveries);
      const id = next++;
      deliveries.push({ id, ...delivery });
      return id;
    },
    mark(id, change) {
      // Ids count up by one, so the place follows from the first.
      const at = id - (deliveries[0]?.id ?? 0);
      const delivery = deliveries[at];
      if (delivery) deliveries[at] = { ...delivery, ...change };
      changed();
      lookAgain();
    },
    until(done) {
      if (done()) return Promise.resolve();
      return new Promise((resolve) => {
        const listener = () => {
          if (!done()) return;
          listeners.delete(listener);
          resolve();
        };
        listeners.add(listener);
      });
    },
    lookAgain,
  };
}
