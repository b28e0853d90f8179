import { createTill, memoryStore, type TillkitError, type TillOptions } from "@tillkit/core";
import { createModelStripe } from "@tillkit/testing";
import { describe, expect, it } from "vitest";
import { openModelShop } from "../src/shop/model-shop.ts";
import { coffee } from "../src/shop/shop.ts";

const { gateway } = createModelStripe({ now: () => 0 });
const store = memoryStore();

/** As a host without a compiler makes it. */
const made = (options: object) => () => createTill({ gateway, store, ...options });

/** What it throws. */
function thrown(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

describe("an option of a till that makes no sense", () => {
  it.each([
    [{ gateway: undefined }, "gateway", "stripeGateway"],
    [{ gateway: {} }, "gateway", "stripeGateway"],
    [{ store: "till.db" }, "store", "sqliteStore"],
    [{ store: null }, "store", "sqliteStore"],
    [{ fullfil: () => undefined }, "", "fullfil"],
    [{ fulfil: "order" }, "fulfil", "atLeastOnce"],
    [{ fulfil: { atLeastOnce: true } }, "fulfil", "atLeastOnce"],
    [{ fulfil: { atleastonce: () => undefined } }, "fulfil", "atLeastOnce"],
    [{ afterwards: { "kitchen ticket": () => undefined } }, "afterwards", "letter"],
    [{ afterwards: { ticket: "print" } }, "afterwards.ticket", "function"],
    [{ tenant: "" }, "tenant", "1 to 64"],
    [{ tenant: "a/b" }, "tenant", "1 to 64"],
    [{ collectionTimeoutMs: 120 }, "collectionTimeoutMs", "5000"],
    [{ collectionTimeoutMs: "2m" }, "collectionTimeoutMs", "expected number"],
    [{ holdWarningMs: -1 }, "holdWarningMs", "0"],
    [{ signature: { policy: "always" } }, "policy", "after_payment"],
    [{ signature: { timeoutMs: 60 } }, "timeoutMs", "30000"],
    [{ leaseMs: Number.NaN }, "leaseMs", "NaN"],
    [{ sharedReaders: "yes" }, "sharedReaders", "boolean"],
    [{ leaseMs: 0 }, "leaseMs", "1000"],
    [{ sweepEveryMs: 0 }, "sweepEveryMs", "10"],
    [{ sweepEveryMs: Infinity }, "sweepEveryMs", "number"],
    [{ backfillEveryMs: 999 }, "backfillEveryMs", "Infinity"],
    [{ callsPerSecond: 0 }, "callsPerSecond", "1"],
    [{ clock: { now: Date.now } }, "clock", "after"],
    [{ newId: "pay" }, "newId", "function"],
  ])("like %o is refused where the till is made, by name", (options, path, said) => {
    const error = thrown(made(options));
    expect(error).toMatchObject({ code: "invalid_option", details: { path } });
    expect((error as TillkitError).message).toContain(said);
  });

  it("is refused too where the host's own function answers it, and nothing is begun", async () => {
    const till = made({ signature: () => ({ policy: "allways" }) })();
    await expect(till.collect({ ...coffee, reader: "tmr_front" })).rejects.toMatchObject({ code: "invalid_option" });
    expect(await till.list()).toEqual([]);
  });
});

describe("a call with something that makes no sense", () => {
  const till = made({})();

  it.each<readonly [string, () => Promise<unknown>]>([
    ["list", () => till.list({ limit: Number.NaN })],
    ["list", () => till.list({ limit: 101 })],
    ["list", () => till.list({ status: ["paid"] as never })],
    ["list", () => till.list({ tenant: "other" } as never)],
    ["parked", () => till.parked({ limit: 0 })],
    ["sweep", () => till.sweep({ limit: 0.5 })],
    ["backfill", () => till.backfill({ pages: -1 })],
    ["check", () => till.check("pay_1", { waitMs: -1 })],
    ["unpark", () => till.unpark("pay_1", "delete" as never)],
    ["cancel", () => till.cancel("pay_1", { reason: "hold_expired" as never })],
  ])("is refused by %s, before anything is looked for", async (name, call) => {
    const error = await call().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "invalid_request", message: expect.stringContaining(`${name}:`) });
  });
});

/** Sells a coffee in a shop whose `fulfil` is this, and says what became of it. */
const sellingWith = async (fulfil: () => unknown) => {
  const shop = openModelShop();
  const options = { gateway: shop.stripe.gateway, store: shop.store, clock: shop.clock, fulfil };
  const till = createTill(options as unknown as TillOptions<undefined, "sync">);
  const troubles: TillkitError[] = [];
  till.events.on("trouble", (trouble) => troubles.push(trouble));
  const { id } = await shop.sellUnheard(till);
  await till.check(id);
  await till.idle();
  const payment = await shop.get(id);
  return { fulfilment: payment.status === "succeeded" ? payment.fulfilment.status : payment.status, troubles };
};

const selling = (answer: unknown) => sellingWith(() => answer);

describe("what fulfil answers", () => {
  it.each([undefined, null, true, 7, "ok", {}, { changes: 1, lastInsertRowid: 4 }, [[{ id: 4 }]]])(
    "is an order that is made, where it is %j",
    async (answer) => {
      expect(await selling(answer)).toEqual({ fulfilment: "done", troubles: [] });
    },
  );

  it("is a refusal with its reason", async () => {
    expect(await selling({ refused: "sold out" })).toEqual({ fulfilment: "refused", troubles: [] });
  });

  it.each([true, false, null, "", { why: "sold out" }])(
    "is neither where the refusal is %j: the order waits, and the host is told",
    async (refused) => {
      const expected = { fulfilment: "pending", troubles: [{ code: "fulfil_answer_invalid" }] };
      expect(await selling({ refused })).toMatchObject(expected);
    },
  );

  it("is nothing where it throws: the host is told what was thrown, long before a person is asked", async () => {
    const { fulfilment, troubles } = await sellingWith(() => {
      throw new TypeError("order.lines is undefined");
    });
    expect(fulfilment).toBe("pending");
    expect(troubles).toMatchObject([
      { code: "fulfil_failed", retryable: true, details: { name: "fulfil", tries: 1 }, cause: expect.any(TypeError) },
    ]);
    expect(troubles[0]?.message).toContain("order.lines is undefined");
  });
});
