import {
  createTill,
  type Gateway,
  memoryStore,
  type Order,
  type Payment,
  type Store,
  type Till,
  type TillkitError,
  type TillOptions,
} from "@tillkit/core";
import {
  createModelStripe,
  type ModelDelivery,
  type ModelStripe,
  type VirtualClock,
  virtualClock,
} from "@tillkit/testing";
import { coffee } from "./shop.ts";

/** A shop whose Stripe is the model, on one store in memory, in time that stands still: for what a test wants to look at step by step. */
export interface ModelShop {
  readonly clock: VirtualClock;
  readonly stripe: ModelStripe;
  readonly store: Store<undefined, "sync">;
  readonly orders: readonly Order[];
  /** What went wrong in the background, in any process. */
  readonly troubles: readonly TillkitError[];
  /** Another server process. */
  till(options?: ModelTillOptions): Till;
  /** A coffee that is paid at Stripe, and of which no server has heard. */
  sellUnheard(till: Till, reference?: string): Promise<Payment>;
  get(id: string): Promise<Payment>;
  /** The last event of this type. */
  event(type: string): ModelDelivery;
}

/** How a process differs from the usual one. */
export interface ModelTillOptions extends Pick<
  TillOptions<undefined, "sync">,
  "callsPerSecond" | "backfillEveryMs" | "leaseMs" | "tenant" | "sweepEveryMs"
> {
  readonly wrapStore?: (store: Store<undefined, "sync">) => Store<undefined, "sync">;
  readonly wrapGateway?: (gateway: Gateway) => Gateway;
  /** Default: makes the order. */
  readonly fulfil?: (order: Order) => void;
}

/** Opens a shop in which nothing has happened yet. `name` is in all ids that it makes. */
export function openModelShop(name = "a"): ModelShop {
  const clock = virtualClock();
  const stripe = createModelStripe({ now: clock.now, readers: ["tmr_front", "tmr_bar"] });
  const store = memoryStore();
  const orders: Order[] = [];
  const troubles: TillkitError[] = [];
  let serial = 0;

  const load = async (id: string): Promise<Payment> => {
    const stored = await store.load("default", id);
    if (stored === undefined) throw new RangeError(`There is no payment ${id}.`);
    return stored.payment;
  };

  return {
    clock,
    stripe,
    store,
    orders,
    troubles,
    till: ({ wrapStore = same, wrapGateway = same, fulfil, ...options } = {}) => {
      const till = createTill({
        gateway: wrapGateway(stripe.gateway),
        store: wrapStore(store),
        fulfil: (order) => {
          fulfil?.(order);
          orders.push(order);
        },
        clock,
        newId: () => `${name}${(serial += 1)}`,
        random: () => 0.5,
        ...options,
      });
      till.events.on("trouble", (error) => troubles.push(error));
      return till;
    },
    sellUnheard: async (till, reference = "bill-1") => {
      const { id } = await till.collect({ ...coffee, reference });
      await till.idle();
      stripe.tap("tmr_front");
      return load(id);
    },
    get: load,
    event: (type) => {
      const found = stripe.deliveries.findLast(({ bytes }) => new TextDecoder().decode(bytes).includes(`"${type}"`));
      if (found === undefined) throw new RangeError(`There is no event of ${type}.`);
      return found;
    },
  };
}

const same = <T>(value: T): T => value;
