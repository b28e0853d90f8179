import type { GatewayEvent, Store, Till } from "@tillkit/core";
import { TillkitError } from "@tillkit/core";
import { beforeEach, describe, expect, it } from "vitest";
import { type ModelShop, type ModelTillOptions, openModelShop } from "../../src/shop/model-shop.ts";

const SECOND = 1_000;

let shop: ModelShop;
let writes: number;
beforeEach(() => {
  shop = openModelShop();
  writes = 0;
});

/** A store that counts how often the record of webhooks is written. */
const counting = (store: Store<undefined, "sync">): Store<undefined, "sync"> => ({
  ...store,
  writeMark: (mark) => {
    if (mark.name === "webhooks") writes += 1;
    return store.writeMark(mark);
  },
});

const till = (options: ModelTillOptions = {}): Till =>
  shop.till({ wrapStore: counting, backfillEveryMs: Infinity, ...options });

const forged = { bytes: new TextEncoder().encode("{}"), signature: "somebody" };

/** A delivery of which nothing is known but what the gateway makes of it. */
const hearing = (event: Partial<GatewayEvent>): ModelTillOptions => ({
  wrapGateway: (gateway) => ({
    ...gateway,
    receive: () => ({ id: "evt_1", type: "customer.created", names: [], news: [], ...event }),
  }),
});

async function refuse(receiver: Till): Promise<void> {
  await expect(receiver.webhook(forged)).rejects.toMatchObject({ code: "webhook_signature_invalid" });
}

describe("the record of how webhooks go", () => {
  it("is empty at first", async () => {
    const { webhooks, backfill, waitMs } = await till().health();
    expect(webhooks).toEqual({ since: shop.clock.now(), counts: {} });
    expect(backfill).toEqual({ running: false });
    expect(waitMs).toBe(0);
  });

  it("tells the last good delivery, the last refused one and which check it failed, and counts each", async () => {
    const one = till();
    const { id } = await shop.sellUnheard(one);
    const goodAt = shop.clock.now();
    for (const delivery of shop.stripe.deliveries) await one.webhook(delivery);
    await one.webhook(shop.event("payment_intent.succeeded"));
    await shop.clock.advance(5 * SECOND);
    await refuse(one);
    await one.idle();
    expect(await shop.get(id)).toMatchObject({ status: "succeeded" });
    const { webhooks } = await one.health();
    expect(webhooks).toMatchObject({
      since: goodAt,
      lastGood: { at: goodAt, eventType: "payment_intent.succeeded" },
      lastFailure: { at: goodAt + 5 * SECOND, code: "webhook_signature_invalid", reason: "mismatch" },
      counts: { applied: 1, "refused:mismatch": 1 },
    });
    expect(webhooks.counts["unchanged"]).toBeGreaterThan(0);
  });

  it("is one for all processes, with the later of two times and the sum of their counts", async () => {
    const [one, other] = [till(), till()];
    await refuse(one);
    await shop.clock.advance(SECOND);
    await refuse(other);
    await shop.clock.advance(10 * SECOND);
    await refuse(one);
    await Promise.all([one.idle(), other.idle()]);
    for (const each of [one, other, till()])
      expect((await each.health()).webhooks).toMatchObject({
        lastFailure: { at: shop.clock.now() },
        counts: { "refused:mismatch": 3 },
      });
  });

  it("tells by how much the clocks differ, of good and of refused deliveries", async () => {
    const one = till(hearing({ ignored: "unknown_type", skewSeconds: 3 }));
    await one.webhook(forged);
    expect((await one.health()).webhooks).toMatchObject({ skewSeconds: 3, counts: { "ignored:unknown_type": 1 } });
    const other = till({
      wrapGateway: (gateway) => ({
        ...gateway,
        receive: () => {
          throw new TillkitError("webhook_signature_invalid", "Too old.", {
            details: { reason: "too_old", skewSeconds: 4_000 },
          });
        },
      }),
    });
    await expect(other.webhook(forged)).rejects.toThrow("Too old.");
    await other.idle();
    await one.idle();
    for (const each of [one, other])
      expect((await each.health()).webhooks).toMatchObject({
        skewSeconds: 4_000,
        lastFailure: { reason: "too_old" },
        counts: { "ignored:unknown_type": 1, "refused:too_old": 1 },
      });
  });

  it("counts what goes wrong and is none of tillkit's errors", async () => {
    const one = till({
      wrapGateway: (gateway) => ({
        ...gateway,
        receive: () => {
          throw new RangeError("Broken.");
        },
      }),
    });
    await expect(one.webhook(forged)).rejects.toThrow("Broken.");
    expect((await one.health()).webhooks).toMatchObject({
      lastFailure: { code: "unknown" },
      counts: { "refused:unknown": 1 },
    });
  });

  it.each(["foreign", "unknown_type", "other_environment"] as const)(
    "counts what is ignored as %s",
    async (ignored) => {
      const one = till(hearing({ ignored }));
      expect(await one.webhook(forged)).toMatchObject({ outcome: "ignored", reason: ignored });
      expect((await one.health()).webhooks.counts).toEqual({ [`ignored:${ignored}`]: 1 });
    },
  );
});

describe("a flood of forged deliveries", () => {
  it("is one write every ten seconds, and is counted to the last one", async () => {
    const one = till();
    for (let second = 0; second < 30; second += 1) {
      for (let flood = 0; flood < 50; flood += 1) await refuse(one);
      await shop.clock.advance(SECOND);
    }
    expect(writes).toBeLessThanOrEqual(4);
    expect((await one.health()).webhooks.counts).toEqual({ "refused:mismatch": 1_500 });
    await shop.clock.advance(10 * SECOND);
    expect((await till().health()).webhooks.counts).toEqual({ "refused:mismatch": 1_500 });
  });
});

describe("what is not written yet", () => {
  it("is seen by other processes ten seconds later, although nothing comes after it", async () => {
    const one = till();
    const other = till();
    await refuse(one);
    await shop.clock.advance(SECOND);
    await refuse(one);
    expect((await other.health()).webhooks.counts).toEqual({ "refused:mismatch": 1 });
    await shop.clock.advance(9 * SECOND);
    expect((await other.health()).webhooks.counts).toEqual({ "refused:mismatch": 2 });
    expect(shop.clock.waiting).toBe(0);
  });

  it("is written when the process stops", async () => {
    const one = till();
    await refuse(one);
    await refuse(one);
    await one.stop();
    expect((await till().health()).webhooks.counts).toEqual({ "refused:mismatch": 2 });
    expect(shop.clock.waiting).toBe(0);
  });

  it("is kept for the next write when the store fails, and no delivery fails for it", async () => {
    let broken = true;
    const one = till({
      wrapStore: (store) => ({
        ...store,
        writeMark: async (mark) => {
          if (broken) throw new Error("The disk is full.");
          return store.writeMark(mark);
        },
      }),
    });
    await refuse(one);
    await one.idle();
    broken = false;
    await shop.clock.advance(10 * SECOND);
    await refuse(one);
    await one.idle();
    expect((await till().health()).webhooks.counts).toEqual({ "refused:mismatch": 2 });
    expect(shop.troubles).toEqual([]);
  });
});
