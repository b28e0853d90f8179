import type { Payment, Store, Till } from "@tillkit/core";
import { describe, expect, it } from "vitest";
import { holding } from "../../src/shop/holding.ts";
import { type ModelShop, openModelShop } from "../../src/shop/model-shop.ts";
import { table } from "../../src/shop/shop.ts";

const SECOND = 1_000;

/** More calls than any of these makes. */
const MOST_CALLS = 60;

type MemoryStore = Store<undefined, "sync">;

/** What brings the news that money has come. */
type Messenger = "webhook" | "return page" | "sweep" | "back-fill";

interface Meeting {
  readonly flow: "counter" | "table";
  /** Brings it on one server, and stands still at one of its calls. */
  readonly first: Messenger;
  readonly call: number;
  readonly at: "before" | "after";
  /** Brings it on another server meanwhile. */
  readonly second: Messenger;
  /** Whether the first stood still for so long that its leases have run out. */
  readonly late: boolean;
}

interface Ending {
  /** Whether the first has a call with this number. */
  readonly reached: boolean;
  readonly payment: Payment;
  readonly orders: number;
  /** How often listeners were told that it is paid. */
  readonly told: number;
  readonly troubles: readonly string[];
  readonly parked: number;
  readonly reusedKeys: readonly string[];
}

async function bring(shop: ModelShop, till: Till, messenger: Messenger, payment: Payment): Promise<void> {
  switch (messenger) {
    case "webhook":
      for (const delivery of shop.stripe.deliveries) await till.webhook(delivery);
      break;
    case "return page":
      await till.confirmReturn("checkoutSessionId" in payment ? (payment.checkoutSessionId ?? "") : "");
      break;
    case "sweep":
      await till.sweep();
      break;
    case "back-fill":
      await till.backfill();
      await till.sweep();
  }
  await till.idle();
}

/** A payment that is paid at Stripe; nobody here has heard of it, and sweeps are due to ask. */
async function paid(shop: ModelShop, till: Till, flow: Meeting["flow"]): Promise<Payment> {
  if (flow === "counter") {
    const payment = await shop.sellUnheard(till);
    await shop.clock.advance(11 * SECOND);
    return payment;
  }
  const payment = await till.checkout(table);
  if (payment.status === "open") shop.stripe.pay(payment.checkoutSessionId);
  await shop.clock.advance(121 * SECOND);
  return payment;
}

async function meet(
  { flow, first, call, at, second, late }: Meeting,
  wrapStore: (store: MemoryStore) => MemoryStore = (store) => store,
): Promise<Ending> {
  const shop = openModelShop();
  // Only what the test calls for runs back-fills, so that each has its calls in one order.
  const options = { backfillEveryMs: Infinity, wrapStore };
  const payment = await paid(shop, shop.till(options), flow);
  const barrier = holding({ call, at });
  const slow = shop.till({
    ...options,
    wrapStore: (store) => barrier.port(wrapStore(store)),
    wrapGateway: (gateway) => barrier.port(gateway),
  });
  const quick = shop.till(options);
  let told = 0;
  for (const till of [slow, quick]) till.events.on("succeeded", () => (told += 1));

  const slowly = bring(shop, slow, first, payment);
  await shop.clock.advance(late ? 61 * SECOND : 0);
  const { reached } = barrier;
  const quickly = bring(shop, quick, second, payment);
  await shop.clock.advance(0);
  barrier.release();
  // Long enough for a return page that waits for the other server.
  await shop.clock.advance(9 * SECOND);
  await Promise.all([slowly, quickly]);

  for (let round = 0; round < 4; round += 1) {
    await shop.clock.advance(61 * SECOND);
    for (const till of [quick, slow]) {
      await till.sweep();
      await till.idle();
    }
  }
  return {
    reached,
    payment: await shop.get(payment.id),
    orders: shop.orders.length,
    told,
    troubles: shop.troubles.map(({ message }) => message),
    parked: (await quick.parked()).length,
    reusedKeys: shop.stripe.reusedKeys,
  };
}

const byFlow: Readonly<Record<Meeting["flow"], readonly Messenger[]>> = {
  counter: ["webhook", "sweep", "back-fill"],
  table: ["webhook", "return page", "sweep", "back-fill"],
};

const flows = ["counter", "table"] as const;

const pairs = flows.flatMap((flow) =>
  byFlow[flow].flatMap((first) => byFlow[flow].map((second) => ({ flow, first, second }))),
);

/** A store that lets an order be made for a payment that has changed meanwhile. */
const unguarded = (store: MemoryStore): MemoryStore => ({
  ...store,
  commitWithin: async ({ tenant, id }, make) => {
    const version = (await store.load(tenant, id))?.version ?? 0;
    return store.commitWithin({ tenant, id, expectedVersion: version }, make);
  },
});

describe("two servers that hear of the same money", () => {
  it.each(pairs)(
    "$flow: a $first that stands still at any of its calls while a $second comes elsewhere: one truth, one order",
    { timeout: 60_000 },
    async (pair) => {
      let held = 0;
      for (const at of ["before", "after"] as const)
        for (const late of [false, true])
          for (let call = 1; call <= MOST_CALLS; call += 1) {
            const { reached, payment, ...ending } = await meet({ ...pair, call, at, late });
            expect({ call, at, late, status: payment.status, review: payment.review, ...ending }).toEqual({
              call,
              at,
              late,
              status: "succeeded",
              review: [],
              orders: 1,
              told: 1,
              troubles: [],
              parked: 0,
              reusedKeys: [],
            });
            expect(payment).toMatchObject({ fulfilment: { status: "done" } });
            if (!reached) break;
            held += 1;
          }
      expect(held).toBeGreaterThan(12);
      expect(held).toBeLessThan(4 * MOST_CALLS);
    },
  );

  it("would be seen to make two orders, were the order not guarded by the payment's version", async () => {
    const orders: number[] = [];
    for (let call = 1; call < 20; call += 1)
      orders.push(
        (await meet({ flow: "table", first: "webhook", second: "sweep", at: "before", late: true, call }, unguarded))
          .orders,
      );
    expect(Math.max(...orders)).toBe(2);
  });
});
