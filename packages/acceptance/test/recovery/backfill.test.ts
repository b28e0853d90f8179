import { type EventQuery, type Gateway, type Till, TillkitError } from "@tillkit/core";
import { beforeEach, describe, expect, it } from "vitest";
import { type ModelShop, openModelShop } from "../../src/shop/model-shop.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let shop: ModelShop;
let asked: EventQuery[];
beforeEach(() => {
  shop = openModelShop();
  asked = [];
});

/** A gateway that writes down which lists it was asked for, and gives pages of so many events. */
const listing =
  (limit = 100) =>
  (gateway: Gateway): Gateway => ({
    ...gateway,
    listEvents: (query) => {
      asked.push(query);
      return gateway.listEvents({ ...query, limit: Math.min(limit, query.limit) });
    },
  });

/** A gateway that cannot list, as long as it is told so. */
function failing(error: () => Error | undefined): (gateway: Gateway) => Gateway {
  return (gateway) => ({
    ...gateway,
    listEvents: async (query) => {
      asked.push(query);
      const trouble = error();
      if (trouble !== undefined) throw trouble;
      return gateway.listEvents(query);
    },
  });
}

/** Refunds made in the Dashboard: events that nobody would ask for. */
async function refunds(till: Till, count: number): Promise<string> {
  const { id } = await shop.sellUnheard(till);
  await till.check(id);
  const paid = await shop.get(id);
  if (paid.status !== "succeeded") throw new Error(`The coffee is ${paid.status}.`);
  for (let made = 0; made < count; made += 1) shop.stripe.refundElsewhere(paid.paid.paymentIntentId ?? "", 10);
  return id;
}

describe("the back-fill", () => {
  it("takes in what was never delivered, and makes the order", async () => {
    const till = shop.till();
    const { id } = await shop.sellUnheard(till);
    expect(await till.backfill()).toMatchObject({ complete: true, applied: 1 });
    await till.idle();
    expect(await shop.get(id)).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
    expect(shop.orders).toHaveLength(1);
    expect((await till.timeline(id)).map(({ source }) => source)).toContain("backfill");
  });

  it("finds nothing new in what a webhook or an earlier back-fill has told", async () => {
    const till = shop.till();
    const { id } = await shop.sellUnheard(till);
    for (const delivery of shop.stripe.deliveries) await till.webhook(delivery);
    await till.idle();
    const { version } = await till.get(id);
    for (let again = 0; again < 2; again += 1)
      expect(await till.backfill()).toMatchObject({ complete: true, applied: 0, kept: 0 });
    expect((await till.get(id)).version).toBe(version);
  });

  it("goes on from page to page, each once, and remembers the youngest", async () => {
    const till = shop.till({ wrapGateway: listing(3) });
    await refunds(till, 10);
    const total = shop.stripe.deliveries.length;
    let events = 0;
    for (let call = 0; call < 100; call += 1) {
      const report = await till.backfill({ pages: 1 });
      events += report?.events ?? 0;
      if (report?.complete === true) break;
      expect((await till.health()).backfill).toMatchObject({ running: true });
    }
    expect(events).toBe(total);
    expect(asked).toHaveLength(Math.ceil(total / 3));
    expect(new Set(asked.map(({ since }) => since)).size).toBe(1);
    expect((await till.health()).backfill).toEqual({
      running: false,
      through: shop.stripe.deliveries.at(-1)?.createdAt,
      finishedAt: shop.clock.now(),
    });
  });

  it("begins its first run 30 days back, and the next ten minutes before the youngest that it has seen", async () => {
    const till = shop.till({ wrapGateway: listing() });
    await shop.sellUnheard(till);
    const youngest = shop.clock.now();
    await till.backfill();
    await shop.clock.advance(DAY);
    await till.backfill();
    await shop.clock.advance(40 * DAY);
    await till.backfill();
    expect(asked.map(({ since }) => since)).toEqual([
      youngest - 30 * DAY,
      youngest - 10 * MINUTE,
      shop.clock.now() - 30 * DAY,
    ]);
  });

  it("loses no event that is made while it is between two pages", async () => {
    const till = shop.till({ wrapGateway: listing(2) });
    const id = await refunds(till, 3);
    await till.backfill({ pages: 1 });
    await shop.clock.advance(DAY);
    const { id: late } = await shop.sellUnheard(till, "bill-2");
    await till.backfill();
    expect(await shop.get(late)).not.toMatchObject({ status: "succeeded" });
    await till.backfill();
    await till.idle();
    expect(await shop.get(late)).toMatchObject({ status: "succeeded" });
    expect((await shop.get(id)).refunds).toHaveLength(3);
  });

  it("goes on in another process where one has died between two pages", async () => {
    const dying = shop.till({ wrapGateway: listing(2) });
    const id = await refunds(dying, 5);
    await dying.backfill({ pages: 2 });
    const other = shop.till({ wrapGateway: listing(2) });
    await other.backfill();
    const afters = asked.map(({ after }) => after);
    expect(new Set(afters).size).toBe(afters.length);
    expect((await shop.get(id)).refunds).toHaveLength(5);
  });

  it("is made by one of two processes that begin together, and the other is told so", async () => {
    const [one, other] = [shop.till({ wrapGateway: listing() }), shop.till({ wrapGateway: listing() })];
    await shop.sellUnheard(one);
    const reports = await Promise.all([one.backfill(), other.backfill()]);
    expect(reports.filter((report) => report === undefined)).toHaveLength(1);
    expect(asked).toHaveLength(1);
  });

  it("is taken over when a process died in the middle of a page, after its lease and not before", async () => {
    const stuck = shop.till({
      wrapGateway: (gateway) => ({ ...gateway, listEvents: () => new Promise(() => undefined) }),
    });
    const other = shop.till({ wrapGateway: listing() });
    await shop.sellUnheard(other);
    void stuck.backfill();
    await shop.clock.advance(59_000);
    expect(await other.backfill()).toBeUndefined();
    expect((await other.health()).backfill).toMatchObject({ running: true });
    await shop.clock.advance(1_000);
    expect(await other.backfill()).toMatchObject({ complete: true, applied: 1 });
  });

  it("writes nothing down in a process that was slower than its lease, once another has taken over", async () => {
    let answer: (() => void) | undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const slow = shop.till({
      wrapGateway: (gateway) => ({
        ...gateway,
        listEvents: async (query) => {
          await answered;
          return gateway.listEvents({ ...query, limit: 1 });
        },
      }),
    });
    const other = shop.till({ wrapGateway: listing() });
    await refunds(other, 3);
    const late = slow.backfill({ pages: 5 });
    await shop.clock.advance(61_000);
    expect(await other.backfill()).toMatchObject({ complete: true });
    const { backfill } = await other.health();
    answer?.();
    expect(await late).toMatchObject({ complete: false });
    expect((await other.health()).backfill).toEqual(backfill);
  });
});

/** A store that takes so long for each write of a payment. */
const taking =
  (ms: number) =>
  (store: ModelShop["store"]): ModelShop["store"] => ({
    ...store,
    commit: async (commit) => {
      await shop.clock.advance(ms);
      return store.commit(commit);
    },
  });

describe("a page that takes longer than the lease", () => {
  it("prolongs it, so that no other process begins the same page", async () => {
    const quick = shop.till({ wrapGateway: listing() });
    const id = await refunds(quick, 5);
    const slow = shop.till({ wrapGateway: listing(), wrapStore: taking(40_000) });
    let running = true;
    const report = slow.backfill().finally(() => (running = false));
    const others: unknown[] = [];
    while (running) {
      others.push(await quick.backfill());
      await new Promise(setImmediate);
    }
    expect(await report).toMatchObject({ complete: true });
    expect(others.length).toBeGreaterThan(3);
    expect(new Set(others)).toEqual(new Set([undefined]));
    expect(asked).toHaveLength(1);
    expect((await shop.get(id)).refunds).toHaveLength(5);
  });

  it("is left to whoever has taken it over meanwhile", async () => {
    const quick = shop.till({ wrapGateway: listing() });
    const id = await refunds(quick, 5);
    let other: Promise<unknown> | undefined;
    let taken = 0;
    const slow = shop.till({
      wrapGateway: listing(),
      wrapStore: (store) => ({
        ...store,
        commit: async (commit) => {
          taken += 1;
          await shop.clock.advance(61_000);
          await (other ??= quick.backfill());
          return store.commit(commit);
        },
      }),
    });
    expect(await slow.backfill()).toMatchObject({ complete: false });
    expect(await other).toMatchObject({ complete: true });
    expect(taken).toBe(1);
    expect((await shop.get(id)).refunds).toHaveLength(5);
  });
});

/** Writes this in the place of what the back-fill has written down. */
async function spoil(value: string): Promise<void> {
  const mark = await shop.store.readMark("default", "backfill");
  const write = { tenant: "default", name: "backfill", expectedVersion: mark?.version ?? 0, value };
  expect(await shop.store.writeMark({ ...write, dueAt: shop.clock.now() })).toBe(true);
}

describe("a mark of the back-fill that cannot be read", () => {
  it.each(["", "{", "null", "7", '{"through":"yesterday"}', '{"run":{"since":1}}'])(
    "begins anew, tells so, and keeps no sweep from its other work: %j",
    async (value) => {
      const till = shop.till({ wrapGateway: listing() });
      const { id } = await shop.sellUnheard(till);
      await spoil(value);
      expect((await till.health()).backfill).toMatchObject({ trouble: expect.stringContaining("corrupt") });
      await till.sweep();
      await till.idle();
      expect(await shop.get(id)).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
      expect(asked.map(({ since }) => since)).toEqual([shop.clock.now() - 30 * DAY]);
      expect(shop.troubles.map(({ code, details }) => [code, details["mark"]])).toEqual([
        ["store_unusable", "backfill"],
      ]);
      expect((await till.health()).backfill).not.toHaveProperty("trouble");
    },
  );

  it("begins anew by hand as well", async () => {
    const till = shop.till({ wrapGateway: listing() });
    await shop.sellUnheard(till);
    await spoil("{");
    expect(await till.backfill()).toMatchObject({ complete: true, applied: 1 });
  });
});

describe("the back-fill that runs by itself", () => {
  it("comes with the first sweep of a process, then every five minutes", async () => {
    const till = shop.till({ wrapGateway: listing() });
    await till.sweep();
    expect(asked).toHaveLength(1);
    for (let second = 0; second < 10 * 60; second += 10) {
      await shop.clock.advance(10_000);
      await till.sweep();
    }
    expect(asked).toHaveLength(3);
  });

  it("is not repeated by each of many processes that start together", async () => {
    const tills = Array.from({ length: 5 }, () => shop.till({ wrapGateway: listing() }));
    for (const till of tills) await till.sweep();
    expect(asked).toHaveLength(1);
  });

  it("comes with the first sweep of a process that was started anew, long before it would be due", async () => {
    await shop.till({ wrapGateway: listing() }).sweep();
    await shop.clock.advance(2 * MINUTE);
    await shop.till({ wrapGateway: listing() }).sweep();
    expect(asked).toHaveLength(2);
  });

  it("is begun by a later sweep where the store failed at the first", async () => {
    let broken = true;
    const till = shop.till({
      wrapGateway: listing(),
      wrapStore: (store) => ({
        ...store,
        readMark: async (tenant, name) => {
          if (broken) throw new Error("The disk is full.");
          return store.readMark(tenant, name);
        },
      }),
    });
    await expect(till.sweep()).rejects.toThrow("The disk is full.");
    broken = false;
    await till.sweep();
    expect(asked).toHaveLength(1);
  });

  it("never comes where it is only to be run by hand, not even after it failed or was cut short", async () => {
    const dues: (number | null)[] = [];
    let fails = true;
    const till = shop.till({
      backfillEveryMs: Infinity,
      wrapGateway: (gateway) =>
        listing(1)(
          failing(() => (fails ? new TillkitError("stripe_unavailable", "Down.", { retryable: true }) : undefined))(
            gateway,
          ),
        ),
      wrapStore: (store) => ({
        ...store,
        writeMark: (mark) => {
          if (mark.name === "backfill") dues.push(mark.dueAt);
          return store.writeMark(mark);
        },
      }),
    });
    await shop.sellUnheard(till);
    await expect(till.backfill()).rejects.toMatchObject({ code: "stripe_unavailable" });
    fails = false;
    await till.backfill({ pages: 1 });
    await till.backfill();
    const { length } = asked;
    await shop.clock.advance(DAY);
    await till.sweep();
    expect(asked).toHaveLength(length);
    // `Infinity` is no time that a database could keep.
    expect(new Set(dues)).toEqual(new Set([null]));
  });

  it("lists five pages at most in one sweep, and says that there is more", async () => {
    const till = shop.till({ wrapGateway: listing(1) });
    await refunds(till, 10);
    expect(await till.sweep()).toMatchObject({ more: true });
    expect(asked).toHaveLength(5);
    await till.sweep();
    expect(asked).toHaveLength(10);
  });

  it("stops after the page that it is at when the process stops, and hands the rest to another at once", async () => {
    let stop: Promise<void> | undefined;
    const till: Till = shop.till({
      wrapGateway: (gateway) => {
        const listed = listing(2)(gateway);
        return {
          ...listed,
          listEvents: (query) => {
            if (asked.length === 1) stop = till.stop();
            return listed.listEvents(query);
          },
        };
      },
    });
    const id = await refunds(till, 6);
    expect(await till.backfill()).toMatchObject({ complete: false, events: 4 });
    await stop;
    const other = shop.till({ wrapGateway: listing(100) });
    expect(await other.backfill()).toMatchObject({ complete: true });
    expect((await shop.get(id)).refunds).toHaveLength(6);
  });
});

describe("a back-fill that Stripe refuses", () => {
  const down = new TillkitError("stripe_unavailable", "Stripe could not be reached.", { retryable: true });

  it("is told as trouble, keeps no sweep from its other work, and is tried again a minute later", async () => {
    let fails = true;
    const till = shop.till({ wrapGateway: failing(() => (fails ? down : undefined)) });
    const { id } = await shop.sellUnheard(till);
    await shop.clock.advance(11_000);
    await till.sweep();
    await till.idle();
    expect(await shop.get(id)).toMatchObject({ status: "succeeded" });
    expect(shop.troubles).toEqual([down]);
    expect((await till.health()).backfill).toEqual({ running: false, trouble: "Stripe could not be reached." });

    fails = false;
    await shop.clock.advance(59_000);
    await till.sweep();
    expect(asked).toHaveLength(1);
    await shop.clock.advance(1_000);
    await till.sweep();
    expect(asked).toHaveLength(2);
    expect((await till.health()).backfill).not.toHaveProperty("trouble");
  });

  it("goes on where it stopped when the trouble has passed", async () => {
    let fails = false;
    const till = shop.till({
      wrapGateway: (gateway) => failing(() => (fails ? down : undefined))(listing(2)(gateway)),
    });
    await refunds(till, 5);
    await till.backfill({ pages: 1 });
    fails = true;
    await expect(till.backfill()).rejects.toBe(down);
    const after = asked.at(-1)?.after;
    expect(after).toBeDefined();
    fails = false;
    asked = [];
    await till.backfill();
    expect(asked[0]?.after).toBe(after);
  });

  it("begins its run anew when the page is not to be had any more", async () => {
    const till = shop.till({
      wrapGateway: (gateway) => ({
        ...gateway,
        listEvents: async (query) => {
          asked.push(query);
          if (asked.length === 2) throw new TillkitError("invalid_request", "No such event.");
          return gateway.listEvents({ ...query, limit: 2 });
        },
      }),
    });
    const id = await refunds(till, 5);
    await expect(till.backfill()).rejects.toMatchObject({ code: "invalid_request" });
    expect(await till.backfill()).toMatchObject({ complete: true });
    expect(asked[2]).not.toHaveProperty("after");
    expect((await shop.get(id)).refunds).toHaveLength(5);
  });

  it("slows all background work where Stripe asks for fewer calls", async () => {
    const slower = new TillkitError("stripe_unavailable", "Too many.", { retryable: true, details: { status: 429 } });
    const till = shop.till({ wrapGateway: failing(() => slower) });
    expect(await till.backfill()).toEqual({ events: 0, applied: 0, kept: 0, complete: false });
    const { waitMs, backfill } = await till.health();
    expect(waitMs).toBeGreaterThan(0);
    expect(backfill).toEqual({ running: true, trouble: "Too many." });
    expect(await till.backfill()).toEqual({ events: 0, applied: 0, kept: 0, complete: false });
    expect(asked).toHaveLength(1);
    expect(shop.troubles).toEqual([]);
  });

  it("goes on where it stopped after the pause that Stripe asks for, and no process asks before", async () => {
    let limited = false;
    const details = { status: 429, retryAfterMs: 20_000 };
    const slower = new TillkitError("stripe_unavailable", "Too many.", { retryable: true, details });
    let writes = 0;
    const wrapGateway = (gateway: Gateway): Gateway =>
      failing(() => (limited ? slower : undefined))(listing(2)(gateway));
    const wrapStore = (store: ModelShop["store"]): ModelShop["store"] => ({
      ...store,
      writeMark: (mark) => {
        writes += 1;
        return store.writeMark(mark);
      },
    });
    const one = shop.till({ wrapGateway, wrapStore });
    const id = await refunds(one, 5);
    await one.backfill({ pages: 1 });
    limited = true;
    await one.backfill();
    const [{ length }, written, after] = [asked, writes, asked.at(-1)?.after];
    const other = shop.till({ wrapGateway, wrapStore });
    for (let second = 0; second < 19; second += 1) {
      await shop.clock.advance(1_000);
      for (const till of [one, other]) await till.sweep();
    }
    expect([asked.length, writes]).toEqual([length, written]);
    limited = false;
    await shop.clock.advance(1_000);
    await other.sweep();
    expect(after).toBeDefined();
    expect(asked[length]?.after).toBe(after);
    await other.backfill();
    expect((await shop.get(id)).refunds).toHaveLength(5);
    expect(shop.troubles).toEqual([]);
  });

  it("is not forgotten by a sweep during which the pause ends", async () => {
    const details = { status: 429, retryAfterMs: 20_000 };
    const slower = new TillkitError("stripe_unavailable", "Too many.", { retryable: true, details });
    const till = shop.till({
      wrapGateway: failing(() => (asked.length === 1 ? slower : undefined)),
      wrapStore: (store) => ({
        ...store,
        dueMarks: async (query) => {
          const due = await store.dueMarks(query);
          await shop.clock.advance(20_000);
          return due;
        },
      }),
    });
    await till.sweep();
    expect(await till.sweep()).toMatchObject({ more: true, waitMs: 0 });
    expect(await till.sweep()).toMatchObject({ more: false });
    expect(asked).toHaveLength(2);
  });
});
