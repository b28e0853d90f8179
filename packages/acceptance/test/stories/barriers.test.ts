import type { Till } from "@tillkit/core";
import { describe, expect, it } from "vitest";
import { holding } from "../../src/shop/holding.ts";
import { coffee, openShop, type Shop, table } from "../../src/shop/shop.ts";

/** More calls to store and Stripe than any of these makes. */
const MOST_CALLS = 40;

/** What a command may take that waits for the server which stands still. */
const MEANWHILE_MS = 60;

const wine = { ...table, lines: [{ name: "Wine", unitAmount: 900, quantity: 1 }] };
const half = { ...table, order: "table-7", lines: [{ name: "Half", unitAmount: 1_000, quantity: 1 }] };

interface Begun {
  readonly id: string;
  readonly url: string;
  readonly sessionId: string;
}

/** Two things that happen at once: one on a server that stands still, the other elsewhere. */
interface Moment {
  readonly name: string;
  readonly begin: (shop: Shop) => Promise<Begun>;
  readonly slowly: (till: Till, begun: Begun) => Promise<unknown>;
  readonly meanwhile: (shop: Shop, begun: Begun) => Promise<unknown>;
}

const nothing: Begun = { id: "", url: "", sessionId: "" };

async function openPage(shop: Shop): Promise<Begun> {
  const payment = await shop.tills[0].checkout(table);
  if (payment.status !== "open") throw new Error(`The page is ${payment.status}.`);
  return { id: payment.id, url: payment.url, sessionId: payment.checkoutSessionId };
}

/** A page that is paid, of which no event has come. */
async function unheard(shop: Shop): Promise<Begun> {
  const begun = await openPage(shop);
  shop.simulator.webhooks.hold();
  await shop.simulator.guest(begun.url).payAndCloseTab("visa");
  return begun;
}

async function collecting(shop: Shop): Promise<Begun> {
  const { id } = await shop.tills[0].collect(coffee);
  await shop.simulator.reader("tmr_front").waiting();
  return { ...nothing, id };
}

async function tapped(shop: Shop): Promise<Begun> {
  const begun = await collecting(shop);
  shop.simulator.webhooks.hold();
  await shop.simulator.reader("tmr_front").tap("visa");
  return begun;
}

const pay = (shop: Shop, { url }: Begun): Promise<unknown> => shop.simulator.guest(url).payAndCloseTab("visa");
const hear = async (shop: Shop): Promise<void> => shop.simulator.webhooks.release("shuffled");

const moments: readonly Moment[] = [
  {
    name: "the guest comes back, and Stripe's events come to the other server",
    begin: unheard,
    slowly: (till, { sessionId }) => till.confirmReturn(sessionId),
    meanwhile: hear,
  },
  {
    name: "two phones order the same basket",
    begin: async () => nothing,
    slowly: (till) => till.checkout(table),
    meanwhile: (shop) => shop.tills[0].checkout(table),
  },
  {
    name: "the bill changes, and the guest pays the old page",
    begin: openPage,
    slowly: (till) => till.checkout(wine),
    meanwhile: pay,
  },
  {
    name: "the bill is closed after cash, and the guest pays its page",
    begin: openPage,
    slowly: (till) => till.close(table.reference, { by: "Ada" }),
    meanwhile: pay,
  },
  {
    name: "the counter calls a page off, and the guest pays it",
    begin: openPage,
    slowly: (till, { id }) => till.cancel(id),
    meanwhile: pay,
  },
  {
    name: "two phones pay shares that are more than the bill together",
    begin: async (shop) => {
      await shop.tills[0].orders.set("table-7", { amount: 1_600, currency: "usd" });
      return nothing;
    },
    slowly: (till) => till.checkout({ ...half, reference: "table-7-a" }),
    meanwhile: (shop) => shop.tills[0].checkout({ ...half, reference: "table-7-b" }),
  },
  {
    name: "the cashier asks about a tap, and Stripe's events come to the other server",
    begin: tapped,
    slowly: (till, { id }) => till.check(id),
    meanwhile: hear,
  },
  {
    name: "the cashier cancels, and the guest taps",
    begin: collecting,
    slowly: (till, { id }) => till.cancel(id),
    meanwhile: (shop) => shop.simulator.reader("tmr_front").tap("visa"),
  },
  {
    name: "two registers ring up the same bill",
    begin: async () => nothing,
    slowly: (till) => till.collect(coffee),
    meanwhile: (shop) => shop.tills[0].collect({ ...coffee, reader: "tmr_bar" }),
  },
];

/** Plays a moment with one server standing still at its `call`-th call. Answers whether it has so many. */
async function play(moment: Moment, call: number, at: "before" | "after"): Promise<boolean> {
  const shop = await openShop();
  try {
    const begun = await moment.begin(shop);
    const barrier = holding({ call, at });
    const slow = shop.till({ store: (store) => barrier.port(store), gateway: (gateway) => barrier.port(gateway) });
    let ended = false;
    const slowly = Promise.allSettled([moment.slowly(slow, begun).then(() => slow.idle())]).then(() => (ended = true));
    while (!ended && !barrier.reached) await elapsed(1);
    const { reached } = barrier;
    const quickly = Promise.allSettled([moment.meanwhile(shop, begun)]);
    // Whoever must wait for the server that stands still goes on when it does.
    await Promise.race([quickly, elapsed(MEANWHILE_MS)]);
    barrier.release();
    await Promise.all([slowly, quickly]);
    shop.simulator.webhooks.release();
    for (let round = 0; round < 3; round += 1) {
      await slow.idle();
      await shop.later(61_000);
    }
    await slow.stop();
    await judge(shop);
    return reached;
  } finally {
    await shop.close();
  }
}

function elapsed(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}

/** Stripe, the store and the host's table tell one story. */
async function judge(shop: Shop): Promise<void> {
  const stored = await shop.store.list({ tenant: "default", limit: 20 });
  const payments = stored.map(({ payment }) => payment);
  const charged = shop.simulator.paymentIntents.filter(({ status }) => status === "succeeded").map(({ id }) => id);
  const paid = payments.flatMap((payment) =>
    payment.status === "succeeded" ? [payment.paid.paymentIntentId ?? "nothing"] : [],
  );
  expect(paid.toSorted()).toEqual(charged.toSorted());
  // Money for a bill that was called off, or closed, is shown to a person and no order is made of it.
  const done = payments.filter(({ status, review }) => status === "succeeded" && review.length === 0);
  const orders = shop.orders().map(({ paymentId }) => paymentId);
  expect(orders.toSorted()).toEqual(done.map(({ id }) => id).toSorted());
  expect(shop.calls).toHaveLength(orders.length);

  const payable = [
    ...shop.simulator.sessions.filter(({ status }) => status === "open"),
    ...shop.simulator.paymentIntents.filter(
      ({ status, payment_method_types: [type] }) => type === "card_present" && status.startsWith("requires_"),
    ),
  ];
  expect(charged.length + payable.length).toBeLessThanOrEqual(1);
  for (const { pending, parked } of stored) expect([...pending, ...parked]).toEqual([]);
  expect(await shop.tills[0].parked()).toEqual([]);
  expect(shop.simulator.violations).toEqual([]);
}

describe("one server stands still at any of its calls, and meanwhile elsewhere", () => {
  it.each(moments)("$name: one truth, and one order at most", { timeout: 120_000 }, async (moment) => {
    for (const at of ["before", "after"] as const) {
      let calls = 0;
      while (calls < MOST_CALLS && (await play(moment, calls + 1, at))) calls += 1;
      expect(calls).toBeGreaterThan(1);
      expect(calls).toBeLessThan(MOST_CALLS);
    }
  });
});
