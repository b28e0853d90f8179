import { type Parked, type Store, type Till, TillkitError } from "@tillkit/core";
import { beforeEach, describe, expect, it } from "vitest";
import { type ModelShop, openModelShop } from "../../src/shop/model-shop.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let shop: ModelShop;
let kitchenIsOpen: boolean;
let till: Till;
beforeEach(() => {
  shop = openModelShop();
  kitchenIsOpen = false;
  till = shop.till({
    backfillEveryMs: Infinity,
    fulfil: () => {
      if (!kitchenIsOpen) throw new Error("The kitchen does not answer.");
    },
  });
});

async function sweepFor(ms: number, everyMs = MINUTE): Promise<void> {
  for (let passed = 0; passed < ms; passed += everyMs) {
    await shop.clock.advance(everyMs);
    await till.sweep();
    await till.idle();
  }
}

/** Payments whose orders could not be made, oldest first. */
async function parkedOrders(count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const { id } = await shop.sellUnheard(till, `bill-${made}`);
    await till.check(id);
    ids.push(id);
    await shop.clock.advance(1);
  }
  await sweepFor(20 * MINUTE);
  return ids;
}

/** Events that tell of payments that are not here. */
async function parkedEvents(count: number): Promise<void> {
  const elsewhere = openModelShop("elsewhere");
  const other = elsewhere.till({ backfillEveryMs: Infinity });
  for (let made = 0; made < count; made += 1) {
    const { id } = await elsewhere.sellUnheard(other, `bill-${made}`);
    await other.check(id);
  }
  for (const delivery of elsewhere.stripe.deliveries) await till.webhook(delivery);
  await sweepFor(80 * MINUTE);
}

async function onlyParked(): Promise<Parked> {
  const [parked, ...rest] = await till.parked();
  if (parked === undefined || rest.length > 0) throw new Error(`${rest.length} more are parked.`);
  return parked;
}

describe("an order that cannot be made", () => {
  it("is parked after twelve tries, with the reason, and nothing more is tried", async () => {
    const parked: Parked[] = [];
    till.events.on("parked", (item) => parked.push(item));
    const [id = ""] = await parkedOrders(1);
    const item = await onlyParked();
    expect(item).toMatchObject({ kind: "effect", type: "fulfil", paymentId: id });
    expect(item.reason).toContain("The kitchen does not answer.");
    expect(parked).toEqual([item]);
    kitchenIsOpen = true;
    await sweepFor(DAY, 10 * MINUTE);
    expect(shop.orders).toEqual([]);
    expect(await shop.get(id)).toMatchObject({ status: "succeeded", fulfilment: { status: "pending" } });
  });

  it("is made when somebody has it tried again, once, and its review is closed", async () => {
    const [id = ""] = await parkedOrders(1);
    kitchenIsOpen = true;
    await till.unpark((await onlyParked()).id, "retry");
    await till.idle();
    expect(shop.orders).toHaveLength(1);
    expect(await shop.get(id)).toMatchObject({ fulfilment: { status: "done" } });
    expect(await till.list({ review: true })).toEqual([]);
    expect(await till.parked()).toEqual([]);
  });

  it("is parked again when it fails again", async () => {
    await parkedOrders(1);
    const { id } = await onlyParked();
    await till.unpark(id, "retry");
    expect(await till.parked()).toEqual([]);
    await sweepFor(20 * MINUTE);
    expect((await onlyParked()).id).toBe(id);
  });

  it("is given up when somebody says so, and stays given up", async () => {
    const [id = ""] = await parkedOrders(1);
    await till.unpark((await onlyParked()).id, "discard");
    kitchenIsOpen = true;
    await sweepFor(DAY, 10 * MINUTE);
    expect(await till.parked()).toEqual([]);
    expect(shop.orders).toEqual([]);
    expect((await till.timeline(id)).at(-1)).toMatchObject({ input: "effect_discard", note: "fulfil" });
  });

  it("is decided about by one of two people", async () => {
    await parkedOrders(1);
    const { id } = await onlyParked();
    const other = shop.till({ backfillEveryMs: Infinity });
    const decisions = await Promise.allSettled([till.unpark(id, "discard"), other.unpark(id, "retry")]);
    await Promise.all([till.idle(), other.idle()]);
    expect(decisions.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(decisions.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "parked_not_found" },
    });
  });
});

describe("a parked event", () => {
  it("that is given up does not come back with the next back-fill, although Stripe still lists it", async () => {
    const lost = await shop.sellUnheard(shop.till());
    let isHere = false;
    const wrapStore = (store: Store<undefined, "sync">): Store<undefined, "sync"> => ({
      ...store,
      load: async (tenant, id) => (id === lost.id && !isHere ? undefined : store.load(tenant, id)),
      claim: async (request) => (isHere ? store.claim(request) : []),
    });
    till = shop.till({ wrapStore });
    await sweepFor(80 * MINUTE);
    await till.unpark((await onlyParked()).id, "discard");
    await sweepFor(3 * 60 * MINUTE);
    expect(await till.parked()).toEqual([]);
    expect(await till.webhook(shop.event("payment_intent.succeeded"))).toMatchObject({
      outcome: "ignored",
      reason: "unknown_payment",
    });
    // But what can be done about it after all is done.
    isHere = true;
    expect(await till.webhook(shop.event("payment_intent.succeeded"))).toMatchObject({ outcome: "applied" });
  });

  it("that is tried again in vain gets another hour", async () => {
    await parkedEvents(1);
    const { id } = await onlyParked();
    await till.unpark(id, "retry");
    expect(await till.parked()).toEqual([]);
    await sweepFor(50 * MINUTE);
    expect(await till.parked()).toEqual([]);
    await sweepFor(30 * MINUTE);
    expect((await onlyParked()).id).toBe(id);
  });

  it("is decided about by one of two people", async () => {
    await parkedEvents(1);
    const { id } = await onlyParked();
    const decisions = await Promise.allSettled([till.unpark(id, "discard"), till.unpark(id, "discard")]);
    expect(decisions.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("the list of what is parked", () => {
  it("has a page size, shows effects before events, and each once", async () => {
    await parkedEvents(3);
    await parkedOrders(3);
    const whole = await till.parked({ limit: 100 });
    expect(whole.map(({ kind }) => kind)).toEqual(["effect", "effect", "effect", "event", "event", "event"]);
    for (const limit of [1, 2, 4]) {
      const paged: Parked[] = [];
      for (let after: string | undefined; ;) {
        const page = await till.parked({ limit, ...(after === undefined ? {} : { after }) });
        expect(page.length).toBeLessThanOrEqual(limit);
        paged.push(...page);
        after = page.at(-1)?.id;
        if (page.length < limit) break;
      }
      expect(paged).toEqual(whole);
    }
  });

  it("is empty where nothing is parked, and leaves out events that are still tried again", async () => {
    expect(await till.parked()).toEqual([]);
    const elsewhere = openModelShop("elsewhere");
    await elsewhere.sellUnheard(elsewhere.till());
    for (const delivery of elsewhere.stripe.deliveries) await till.webhook(delivery);
    expect(await till.parked()).toEqual([]);
  });

  it.each(["", "~", "pay_1~fulfil", "evt_1", "event:evt_1", "x".repeat(2_000)])(
    "has nothing under %j, and says so",
    async (id) => {
      const error = await till.unpark(id, "retry").catch((caught: unknown) => caught);
      expect(TillkitError.is(error) && error.code).toBe("parked_not_found");
    },
  );

  it("is a tenant's own", async () => {
    await parkedOrders(1);
    const { id } = await onlyParked();
    const other = shop.till({ tenant: "other", backfillEveryMs: Infinity });
    expect(await other.parked()).toEqual([]);
    await expect(other.unpark(id, "discard")).rejects.toMatchObject({ code: "parked_not_found" });
  });
});
