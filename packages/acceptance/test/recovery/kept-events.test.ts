import type { Parked, Store, Till, WebhookResult } from "@tillkit/core";
import { crashing } from "@tillkit/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { type ModelShop, openModelShop } from "../../src/shop/model-shop.ts";
import { table } from "../../src/shop/shop.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

type MemoryStore = Store<undefined, "sync">;

let shop: ModelShop;
let hidden: boolean;
beforeEach(() => {
  shop = openModelShop();
  hidden = true;
});

/** A store that does not have its payments yet, as one that is being restored from a backup. */
const restoring = (store: MemoryStore): MemoryStore => ({
  ...store,
  load: async (tenant, id) => (hidden ? undefined : store.load(tenant, id)),
  find: async (tenant, name) => (hidden ? undefined : store.find(tenant, name)),
});

/** A store that cannot write payments. Marks can be written, unless `marks` says no. */
const readOnly =
  ({ marks = true } = {}) =>
  (store: MemoryStore): MemoryStore => ({
    ...store,
    commit: async (commit) => {
      if (hidden) throw new Error("The table is locked.");
      return store.commit(commit);
    },
    writeMark: async (mark) => {
      if (hidden && !marks) throw new Error("The disk is full.");
      return store.writeMark(mark);
    },
  });

/** A coffee that is paid, whose event then comes to a till that cannot take it in. */
async function early(
  wrapStore: (store: MemoryStore) => MemoryStore = restoring,
): Promise<{ readonly id: string; readonly till: Till; readonly result: WebhookResult }> {
  const { id } = await shop.sellUnheard(shop.till());
  const till = shop.till({ wrapStore, backfillEveryMs: Infinity });
  return { id, till, result: await till.webhook(shop.event("payment_intent.succeeded")) };
}

async function sweepFor(till: Till, ms: number, everyMs = 10 * SECOND): Promise<void> {
  for (let passed = 0; passed < ms; passed += everyMs) {
    await shop.clock.advance(everyMs);
    await till.sweep();
    await till.idle();
  }
}

describe("an event that comes before its payment", () => {
  it("is kept, answered as received, and done once the payment is there", async () => {
    const { id, till, result } = await early();
    expect(result).toMatchObject({ outcome: "kept", reason: "unknown_payment", eventType: "payment_intent.succeeded" });
    hidden = false;
    await shop.clock.advance(SECOND);
    expect(await till.sweep()).toMatchObject({ events: 1 });
    await till.idle();
    expect(await shop.get(id)).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
    expect(shop.orders).toHaveLength(1);
    expect(await shop.store.listMarks({ tenant: "default", prefix: "event:", limit: 100 })).toEqual([]);
  });

  it("is kept once, however often it is delivered, and keeps its age", async () => {
    const { till } = await early();
    await shop.clock.advance(30 * MINUTE);
    for (let again = 0; again < 3; again += 1)
      expect(await till.webhook(shop.event("payment_intent.succeeded"))).toMatchObject({ outcome: "kept" });
    const marks = await shop.store.listMarks({ tenant: "default", prefix: "event:", limit: 100 });
    expect(marks).toHaveLength(1);
    expect(marks[0]?.version).toBe(1);
  });

  it("is done by the delivery that finds the payment, and not again by a sweep", async () => {
    const { id, till } = await early();
    hidden = false;
    expect(await till.webhook(shop.event("payment_intent.succeeded"))).toMatchObject({ outcome: "applied" });
    await till.idle();
    const { version } = await till.get(id);
    await shop.clock.advance(SECOND);
    expect(await till.sweep()).toMatchObject({ events: 1 });
    expect((await till.get(id)).version).toBe(version);
    expect(shop.orders).toHaveLength(1);
  });

  it("is done once by two processes that sweep together", async () => {
    const { till } = await early();
    const other = shop.till({ backfillEveryMs: Infinity });
    hidden = false;
    await shop.clock.advance(SECOND);
    await Promise.all([till.sweep(), other.sweep()]);
    await Promise.all([till.idle(), other.idle()]);
    expect(shop.orders).toHaveLength(1);
    expect(shop.troubles).toEqual([]);
  });

  it("is tried again with pauses that grow to ten minutes, not by every sweep", async () => {
    let tries = 0;
    const { till } = await early((store) => ({
      ...store,
      load: async () => {
        tries += 1;
        return undefined;
      },
    }));
    tries = 0;
    await sweepFor(till, 50 * MINUTE, SECOND);
    expect(tries).toBeGreaterThan(8);
    expect(tries).toBeLessThan(20);
  });

  it("waits for a person after an hour, and is told as parked once", async () => {
    const parked: Parked[] = [];
    const { id, till } = await early();
    till.events.on("parked", (item) => parked.push(item));
    await sweepFor(till, 3 * 60 * MINUTE, MINUTE);
    expect(parked).toEqual(await till.parked());
    expect(parked).toMatchObject([
      { kind: "event", type: "payment_intent.succeeded", paymentId: id, reason: `There is no payment ${id} here.` },
    ]);
    expect(parked[0]?.tries).toBeGreaterThan(8);
  });

  it("is thrown away 30 days after it was parked, when Stripe has forgotten it as well", async () => {
    const { till } = await early();
    await sweepFor(till, 80 * MINUTE, MINUTE);
    await shop.clock.advance(29 * DAY);
    await till.sweep();
    expect(await till.parked()).toHaveLength(1);
    await shop.clock.advance(2 * DAY);
    await till.sweep();
    expect(await till.parked()).toEqual([]);
    expect(await shop.store.listMarks({ tenant: "default", prefix: "event:", limit: 100 })).toEqual([]);
  });

  it("is not kept where there is only a hint in it: there is nothing to read for", async () => {
    const first = shop.till();
    await first.collect({ reference: "bill-1", amount: 1_250, currency: "usd", reader: "tmr_front" });
    await first.idle();
    shop.stripe.tap("tmr_front", "insufficient_funds");
    const till = shop.till({ wrapStore: restoring, backfillEveryMs: Infinity });
    for (const delivery of shop.stripe.deliveries)
      expect(await till.webhook(delivery)).toMatchObject({ outcome: "ignored" });
    expect(await shop.store.listMarks({ tenant: "default", prefix: "event:", limit: 100 })).toEqual([]);
  });
});

describe("an event that cannot be taken in", () => {
  it("is kept, with what went wrong, and done when it can be", async () => {
    const { id, till, result } = await early(readOnly());
    expect(result).toMatchObject({ outcome: "kept", reason: "failed" });
    await sweepFor(till, 80 * MINUTE, MINUTE);
    expect(await till.parked()).toMatchObject([{ kind: "event", paymentId: id, reason: "The table is locked." }]);
    hidden = false;
    const [parked] = await till.parked();
    await till.unpark(parked?.id ?? "", "retry");
    await till.idle();
    expect(await shop.get(id)).toMatchObject({ status: "succeeded" });
    expect(await till.parked()).toEqual([]);
  });

  it("is not given up after one more try, however long nobody was there to try", async () => {
    const { id, till } = await early(readOnly());
    await shop.clock.advance(3 * 60 * MINUTE);
    await till.sweep();
    expect(await till.parked()).toEqual([]);
    hidden = false;
    await sweepFor(till, MINUTE, SECOND);
    expect(await shop.get(id)).toMatchObject({ status: "succeeded" });
  });

  it("is refused with the first error where it cannot be written down either, so that Stripe sends it again", async () => {
    await expect(early(readOnly({ marks: false }))).rejects.toThrow("The table is locked.");
    hidden = false;
    const till = shop.till();
    expect(await till.webhook(shop.event("payment_intent.succeeded"))).toMatchObject({ outcome: "applied" });
  });
});

describe("a process that dies while it does a kept event", () => {
  it.each(["before", "after", "silence"] as const)(
    "dies at any of its calls to the store (%s), and the event is done once",
    async (point) => {
      let call = 1;
      for (; call < 50; call += 1) {
        shop = openModelShop();
        hidden = true;
        const { id } = await early();
        hidden = false;
        await shop.clock.advance(SECOND);
        const life = crashing(shop.store, { call, at: point });
        const dying = shop.till({ backfillEveryMs: Infinity, wrapStore: () => life.port });
        void dying.sweep().catch(() => undefined);
        await shop.clock.advance(61 * SECOND);
        const next = shop.till({ backfillEveryMs: Infinity });
        await sweepFor(next, 3 * MINUTE);
        expect({ call, ...(await shop.get(id)) }).toMatchObject({
          status: "succeeded",
          fulfilment: { status: "done" },
        });
        expect(shop.orders).toHaveLength(1);
        expect(await shop.store.listMarks({ tenant: "default", prefix: "event:", limit: 100 })).toEqual([]);
        if (!life.crashed) break;
      }
      expect(call).toBeGreaterThan(4);
      expect(call).toBeLessThan(50);
    },
  );
});

describe("a refund from the Dashboard, which names a PaymentIntent and nothing of ours", () => {
  const amount = 250;

  /** A table that is paid at Stripe, of which nobody has heard, and the refund of it, of which a till hears first. */
  async function refunded(): Promise<{ readonly id: string; readonly till: Till; readonly result: WebhookResult }> {
    const till = shop.till({ backfillEveryMs: Infinity });
    const payment = await till.checkout(table);
    if (payment.status !== "open") throw new Error(`The page is ${payment.status}.`);
    shop.stripe.pay(payment.checkoutSessionId);
    const [intent] = shop.stripe.intents.keys();
    shop.stripe.refundElsewhere(intent ?? "", amount);
    return { id: payment.id, till, result: await till.webhook(shop.event("refund.created")) };
  }

  it("waits for the payment that turns out to be paid, and is then known", async () => {
    const { id, till, result } = await refunded();
    expect(result).toMatchObject({ outcome: "kept", reason: "foreign" });
    await till.webhook(shop.event("payment_intent.succeeded"));
    await sweepFor(till, 2 * MINUTE);
    expect(await shop.get(id)).toMatchObject({
      status: "succeeded",
      refunds: [{ amount, status: "succeeded" }],
    });
  });

  it("waits for an hour, also when it could not be looked at for a while", async () => {
    const { id } = await refunded();
    const till = shop.till({
      backfillEveryMs: Infinity,
      wrapStore: (store) => ({
        ...store,
        find: async (tenant, name) => {
          if (hidden) throw new Error("The table is locked.");
          return store.find(tenant, name);
        },
      }),
    });
    await sweepFor(till, MINUTE);
    hidden = false;
    await sweepFor(till, 30 * MINUTE, MINUTE);
    await till.webhook(shop.event("payment_intent.succeeded"));
    await sweepFor(till, 40 * MINUTE, MINUTE);
    expect(await shop.get(id)).toMatchObject({ status: "succeeded", refunds: [{ amount, status: "succeeded" }] });
  });

  it("is known after a long time without any process, from what the back-fill brings first", async () => {
    const { id } = await refunded();
    await shop.clock.advance(3 * 60 * MINUTE);
    // The refund was delivered, so it is not listed again; the payment was not.
    const till = shop.till({
      wrapGateway: (gateway) => ({
        ...gateway,
        listEvents: async (query) => {
          const page = await gateway.listEvents(query);
          return { ...page, events: page.events.filter(({ type }) => !type.startsWith("refund.")) };
        },
      }),
    });
    await till.sweep();
    await till.idle();
    expect(await shop.get(id)).toMatchObject({ status: "succeeded", refunds: [{ amount, status: "succeeded" }] });
  });

  it("is somebody else's when no payment has turned up for an hour: it goes after four writes, and bothers nobody", async () => {
    await refunded();
    let writes = 0;
    const wrapStore = (store: MemoryStore): MemoryStore => ({
      ...store,
      writeMark: (mark) => {
        if (mark.name.startsWith("event:")) writes += 1;
        return store.writeMark(mark);
      },
    });
    const other = shop.till({ tenant: "other", backfillEveryMs: Infinity, wrapStore });
    expect(await other.webhook(shop.event("refund.created"))).toMatchObject({ outcome: "kept", reason: "foreign" });
    await sweepFor(other, 80 * MINUTE, MINUTE);
    expect(await other.parked()).toEqual([]);
    expect(await shop.store.listMarks({ tenant: "other", prefix: "event:", limit: 100 })).toEqual([]);
    expect(writes).toBe(4);
  });
});
