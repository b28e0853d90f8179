import type { Gateway, GatewayCall, SweepReport, Till } from "@tillkit/core";
import { beforeEach, describe, expect, it } from "vitest";
import { type ModelShop, openModelShop } from "../../src/shop/model-shop.ts";
import { coffee } from "../../src/shop/shop.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let shop: ModelShop;
let calls: GatewayCall[];
let limited: { readonly retryAfterMs?: number } | undefined;
beforeEach(() => {
  shop = openModelShop();
  calls = [];
  limited = undefined;
});

/** Stripe, which counts, and asks for fewer calls while it is told so. */
const watched = (gateway: Gateway): Gateway => ({
  ...gateway,
  perform: async (call) => {
    calls.push(call);
    return limited === undefined
      ? gateway.perform(call)
      : { type: "later", message: "Too many requests.", rateLimited: true, ...limited };
  },
});

/** Pages that guests have open: each is read by a sweep after two minutes. */
async function openPages(till: Till, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const { id } = await till.checkout({
      reference: `table-${made}`,
      currency: "usd",
      lines: [{ name: "Soup", unitAmount: 650, quantity: 1 }],
      successUrl: "https://shop.example/back",
    });
    ids.push(id);
  }
  calls = [];
  return ids;
}

const paced = (callsPerSecond?: number): Till =>
  shop.till({
    backfillEveryMs: Infinity,
    wrapGateway: watched,
    ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
  });

describe("background work", () => {
  it("makes no more calls than its budget, does the rest later, and says when", async () => {
    await openPages(paced(), 25);
    const till = paced(10);
    await shop.clock.advance(121 * SECOND);
    const first = await till.sweep();
    expect(calls).toHaveLength(10);
    expect(first).toMatchObject({ more: true, waitMs: 100 });
    await shop.clock.advance(SECOND);
    await till.sweep();
    expect(calls).toHaveLength(20);
    await shop.clock.advance(SECOND);
    expect(await till.sweep()).toMatchObject({ more: false });
    expect(calls).toHaveLength(25);
  });

  it("makes all orders that wait, in one sweep: an order costs no call", async () => {
    const broken = shop.till({
      backfillEveryMs: Infinity,
      fulfil: () => {
        throw new RangeError("the kitchen is closed");
      },
    });
    broken.events.on("trouble", () => {});
    for (let sale = 0; sale < 23; sale += 1) {
      const { id } = await shop.sellUnheard(broken, `bill-${sale}`);
      await broken.check(id);
      await broken.idle();
    }
    expect(shop.orders).toEqual([]);
    await shop.clock.advance(MINUTE);
    expect(await paced(5).sweep()).toMatchObject({ worked: 23, more: false });
    expect(shop.orders).toHaveLength(23);
  });

  it("gets what cashiers leave, and never holds them up", async () => {
    await openPages(paced(), 25);
    const till = paced(4);
    await shop.clock.advance(121 * SECOND);
    const ids = (await till.list({ limit: 6 })).map(({ payment }) => payment.id);
    for (const id of ids) await till.check(id);
    expect(calls).toHaveLength(6);
    expect(await till.sweep()).toMatchObject({ worked: 0, more: true });
    expect(calls).toHaveLength(6);
    // Not deeper than a second: a rush at the counter must not stop recovery for long.
    await shop.clock.advance(2 * SECOND);
    expect((await till.sweep()).worked).toBeGreaterThan(0);
  });

  it("stands still when Stripe asks for fewer calls, while a cashier's call goes on", async () => {
    await openPages(paced(), 25);
    const till = paced();
    await shop.clock.advance(121 * SECOND);
    limited = {};
    const { waitMs } = await till.sweep();
    expect(waitMs).toBeGreaterThanOrEqual(500);
    expect(waitMs).toBeLessThanOrEqual(SECOND);
    // What was under way together is refused together; nothing more is begun.
    expect(calls.length).toBeLessThanOrEqual(8);
    expect((await till.health()).waitMs).toBe(waitMs);

    calls = [];
    await till.sweep();
    expect(calls).toEqual([]);
    limited = undefined;
    const { id } = await till.collect(coffee);
    await till.idle();
    expect(await shop.get(id)).toMatchObject({ status: "collecting", stage: "waiting_for_card" });
    await shop.clock.advance(waitMs);
    expect((await till.sweep()).worked).toBeGreaterThan(0);
  });

  it("stands still longer each time in a row, up to a minute, and as long as Stripe says", async () => {
    await openPages(paced(), 1);
    const till = paced();
    await shop.clock.advance(121 * SECOND);
    limited = {};
    const waits: number[] = [];
    for (let time = 0; time < 9; time += 1) {
      let report: SweepReport = await till.sweep();
      while (report.waitMs === 0) {
        await shop.clock.advance(SECOND);
        report = await till.sweep();
      }
      waits.push(report.waitMs);
      await shop.clock.advance(report.waitMs);
    }
    expect(waits.slice(0, 6)).toEqual([750, 1_500, 3_000, 6_000, 12_000, 24_000]);
    expect(Math.max(...waits)).toBeLessThanOrEqual(MINUTE);
    limited = { retryAfterMs: 5 * MINUTE };
    await shop.clock.advance(2 * MINUTE);
    expect((await till.sweep()).waitMs).toBe(5 * MINUTE);
  });

  it("stands still no longer than it should when the clock steps back", async () => {
    await openPages(paced(), 1);
    const till = paced();
    await shop.clock.advance(121 * SECOND);
    limited = {};
    expect((await till.sweep()).waitMs).toBeGreaterThan(0);
    await shop.clock.advance(-60 * MINUTE);
    expect((await till.health()).waitMs).toBe(0);
  });
});

describe("catching up", () => {
  it("tells after each round how far it has come, waits as long as it must, and ends when nothing is due", async () => {
    await openPages(paced(), 25);
    const till = paced(10);
    await shop.clock.advance(121 * SECOND);
    const reports: SweepReport[] = [];
    const run = (async () => {
      for await (const report of till.catchUp()) reports.push(report);
    })();
    for (let second = 0; second < 5; second += 1) await shop.clock.advance(SECOND);
    await run;
    expect(calls).toHaveLength(25);
    expect(reports.length).toBeGreaterThan(2);
    expect(reports.at(-1)).toMatchObject({ more: false, waitMs: 0 });
    expect(shop.clock.waiting).toBe(0);
  });

  it("ends at once when it is called off while it waits", async () => {
    await openPages(paced(), 25);
    const till = paced(10);
    await shop.clock.advance(121 * SECOND);
    const patience = new AbortController();
    const reports: SweepReport[] = [];
    const run = (async () => {
      for await (const report of till.catchUp({ signal: patience.signal })) reports.push(report);
    })();
    await shop.clock.advance(0);
    patience.abort();
    await run;
    expect(reports).toHaveLength(1);
    expect(shop.clock.waiting).toBe(0);
  });

  it("ends at once when it was called off before it begins to wait", async () => {
    await openPages(paced(), 25);
    const till = paced(10);
    await shop.clock.advance(121 * SECOND);
    const patience = new AbortController();
    for await (const { waitMs } of till.catchUp({ signal: patience.signal })) {
      expect(waitMs).toBeGreaterThan(0);
      patience.abort();
    }
    expect(shop.clock.waiting).toBe(0);
  });
});

describe("a till that is stopped", () => {
  it("gives back what it has not begun, so that another process goes on at once", async () => {
    const ids = await openPages(paced(), 8);
    let stop: Promise<void> | undefined;
    const till: Till = shop.till({
      backfillEveryMs: Infinity,
      wrapGateway: (gateway) => ({
        ...watched(gateway),
        perform: (call) => {
          stop ??= till.stop();
          return watched(gateway).perform(call);
        },
      }),
    });
    await shop.clock.advance(121 * SECOND);
    await till.sweep();
    await stop;
    expect(calls.length).toBeLessThan(ids.length);
    const other = paced();
    await other.sweep();
    expect(calls).toHaveLength(ids.length);
    expect(new Set(calls.map(({ payment }) => payment.id)).size).toBe(ids.length);
  });

  it("sweeps every so often once it is started, one timer at a time, and not after it is stopped", async () => {
    const till = shop.till({ backfillEveryMs: Infinity, sweepEveryMs: SECOND });
    till.start();
    till.start();
    expect(shop.clock.waiting).toBe(1);
    const { id } = await shop.sellUnheard(till);
    await shop.clock.advance(12 * SECOND);
    expect(await shop.get(id)).toMatchObject({ status: "succeeded" });
    expect(shop.orders).toHaveLength(1);
    await till.stop();
    expect(shop.clock.waiting).toBe(0);
    till.start();
    expect(shop.clock.waiting).toBe(1);
    await till.stop();
  });

  it("is not kept busy for ever by marks that nobody can read, nor do they keep it from its work", async () => {
    for (let mark = 0; mark < 20; mark += 1)
      await shop.store.writeMark({
        tenant: "default",
        name: `event:evt_${mark}`,
        expectedVersion: 0,
        value: "{",
        dueAt: 0,
      });
    const till = shop.till({ backfillEveryMs: Infinity });
    const { id } = await shop.sellUnheard(till);
    till.start();
    await shop.clock.advance(12 * SECOND);
    expect(await shop.get(id)).toMatchObject({ status: "succeeded" });
    expect(shop.troubles).toHaveLength(20);
    await till.stop();
  });
});
