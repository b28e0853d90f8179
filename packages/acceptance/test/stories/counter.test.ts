import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { coffee, openShop, type Shop } from "../../src/shop/shop.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

const charges = () => shop.simulator.charges.filter(({ paid, captured }) => paid && captured);
const sent = (path: string) =>
  shop.simulator.requests.filter((request) => `${request.method} ${request.path}`.includes(path));

describe("at the counter", () => {
  it("takes a tap: one PaymentIntent, one charge, one order", async () => {
    const [till] = shop.tills;
    const { id } = await till.collect(coffee);
    await shop.simulator.reader("tmr_front").waiting();
    await shop.simulator.reader("tmr_front").tap("visa");
    await shop.quiet();
    expect(await shop.get(id)).toMatchObject({
      status: "succeeded",
      paid: { amount: 1_250, tip: 0 },
      card: { brand: "visa", last4: "4242" },
      fulfilment: { status: "done" },
      review: [],
    });
    expect(charges()).toHaveLength(1);
    expect(shop.orders()).toEqual([{ paymentId: id, reference: "bill-1" }]);
  });

  it("costs two calls to Stripe and none for the webhook", async () => {
    const [till] = shop.tills;
    await till.readers.list();
    // The first sale asks once in which country the readers stand.
    await till.collect({ ...coffee, reference: "bill-0", reader: "tmr_bar" });
    await shop.quiet();
    const before = shop.simulator.requests.length;
    await till.collect(coffee);
    await shop.simulator.reader("tmr_front").waiting();
    await shop.simulator.reader("tmr_front").tap("visa");
    await shop.quiet();
    expect(shop.orders()).toHaveLength(1);
    expect(
      shop.simulator.requests.slice(before).map(({ method, path }) => `${method} ${path.replace(/pi_\w+/, "{id}")}`),
    ).toEqual(["POST /v1/payment_intents", "POST /v1/terminal/readers/tmr_front/process_payment_intent"]);
  });

  it("shows a decline with its reason, and takes the next card on the same PaymentIntent: two attempts, one order", async () => {
    const [till] = shop.tills;
    const reader = shop.simulator.reader("tmr_front");
    const { id } = await till.collect(coffee);
    await reader.waiting();
    await reader.tap("insufficient_funds");
    await shop.quiet();
    await shop.later(3_000);
    expect(await shop.get(id)).toMatchObject({
      status: "declined",
      failure: { code: "card_declined", declineCode: "insufficient_funds" },
    });
    expect(shop.orders()).toEqual([]);

    await till.retry(id);
    await reader.waiting();
    await reader.tap("visa");
    await shop.quiet();
    expect(await shop.get(id)).toMatchObject({
      status: "succeeded",
      attempts: [
        { number: 1, outcome: "failed", failure: { declineCode: "insufficient_funds" } },
        { number: 2, outcome: "authorized" },
      ],
    });
    expect(shop.simulator.paymentIntents).toHaveLength(1);
    expect(charges()).toHaveLength(1);
    expect(shop.orders()).toHaveLength(1);
  });

  it("is canceled by the cashier before the tap: nothing is charged and the reader is free", async () => {
    const [till] = shop.tills;
    const { id } = await till.collect(coffee);
    await shop.simulator.reader("tmr_front").waiting();
    await till.cancel(id);
    await shop.quiet();
    expect(await shop.get(id)).toMatchObject({ status: "canceled", cancelReason: "cashier" });
    expect(shop.simulator.paymentIntents).toMatchObject([{ status: "canceled" }]);
    expect(shop.simulator.reader("tmr_front").screen.kind).toBe("idle");
    await expect(till.collect({ ...coffee, reference: "bill-2" })).resolves.toMatchObject({ status: "opening" });
  });

  it("is paid when the tap was faster than the cashier's cancel", async () => {
    const [till] = shop.tills;
    shop.simulator.webhooks.hold();
    const { id } = await till.collect(coffee);
    await shop.simulator.reader("tmr_front").waiting();
    await shop.simulator.reader("tmr_front").tap("visa");
    await till.cancel(id);
    await shop.quiet();
    expect(await shop.get(id)).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
    shop.simulator.webhooks.release("reversed");
    await shop.quiet();
    expect(shop.orders()).toHaveLength(1);
    expect(shop.simulator.paymentIntents).toMatchObject([{ status: "succeeded" }]);
  });

  it("hears a failure that comes late after the success, and changes nothing", async () => {
    const [till] = shop.tills;
    const reader = shop.simulator.reader("tmr_front");
    const { id } = await till.collect(coffee);
    await reader.waiting();
    shop.simulator.webhooks.hold();
    await reader.tap("insufficient_funds");
    await till.check(id);
    await till.retry(id);
    await reader.waiting();
    await reader.tap("visa");
    shop.simulator.webhooks.release("reversed");
    await shop.quiet();
    await shop.later(60_000);
    expect(await shop.get(id)).toMatchObject({ status: "succeeded", review: [] });
    expect(shop.orders()).toHaveLength(1);
  });

  it("makes one order of twenty copies of one event", async () => {
    const [till] = shop.tills;
    shop.simulator.webhooks.repeatNext(20);
    await till.collect(coffee);
    await shop.simulator.reader("tmr_front").waiting();
    shop.simulator.webhooks.repeatNext(20);
    await shop.simulator.reader("tmr_front").tap("visa");
    await shop.quiet();
    for (const { id } of shop.simulator.events) shop.simulator.webhooks.resend(id);
    await shop.quiet();
    expect(
      shop.simulator.webhooks.deliveries.filter(
        ({ type, httpStatus }) => type === "payment_intent.succeeded" && httpStatus === 200,
      ).length,
    ).toBeGreaterThan(1);
    expect(shop.calls).toHaveLength(1);
    expect(shop.orders()).toHaveLength(1);
  });

  it("makes one order of two events about one change", async () => {
    const [till] = shop.tills;
    shop.simulator.webhooks.faults.add({ kind: "twin" });
    const { id } = await till.collect(coffee);
    await shop.simulator.reader("tmr_front").waiting();
    await shop.simulator.reader("tmr_front").tap("visa");
    await shop.quiet();
    const about = shop.simulator.events.filter(({ type }) => type === "payment_intent.succeeded");
    expect(new Set(about.map((event) => event.id)).size).toBe(2);
    expect(await shop.get(id)).toMatchObject({ status: "succeeded", review: [] });
    expect(shop.orders()).toHaveLength(1);
  });

  it("lets the guest cancel on the reader, and offers another try", async () => {
    const [till] = shop.tills;
    const { id } = await till.collect(coffee);
    await shop.simulator.reader("tmr_front").waiting();
    shop.simulator.reader("tmr_front").cancel();
    await shop.quiet();
    await shop.later(3_000);
    expect(await shop.get(id)).toMatchObject({ status: "declined", failure: { code: "customer_canceled" } });
  });

  it("stops waiting when nobody presents a card, and the reader shows nothing any more", async () => {
    const [till] = shop.tills;
    const { id } = await till.collect({ ...coffee, timeoutMs: 30_000 });
    await shop.simulator.reader("tmr_front").waiting();
    await shop.quiet();
    await shop.later(31_000);
    expect(await shop.get(id)).toMatchObject({ status: "declined", failure: { code: "no_card_presented" } });
    expect(shop.simulator.reader("tmr_front").screen.kind).toBe("idle");
  });

  it("holds the money for a later capture", async () => {
    const [till] = shop.tills;
    const { id } = await till.collect({ ...coffee, capture: "manual" });
    await shop.simulator.reader("tmr_front").waiting();
    await shop.simulator.reader("tmr_front").tap("visa");
    await shop.quiet();
    expect(await shop.get(id)).toMatchObject({ status: "requires_capture", authorized: 1_250 });
    expect(shop.orders()).toEqual([]);
    await till.capture(id);
    await shop.quiet();
    expect(await shop.get(id)).toMatchObject({ status: "succeeded" });
    expect(shop.orders()).toHaveLength(1);
  });

  it("does not give a reader to two payments", async () => {
    const [till] = shop.tills;
    const first = await till.collect(coffee);
    await expect(till.collect({ ...coffee, reference: "bill-2" })).rejects.toMatchObject({
      code: "reader_busy",
      details: { paymentId: first.id },
    });
    await shop.quiet();
    expect(shop.simulator.paymentIntents).toHaveLength(1);
  });

  it("answers the same payment to whoever asks twice for one bill, and refuses another amount", async () => {
    const [till] = shop.tills;
    const first = await till.collect(coffee);
    const again = await till.collect(coffee);
    expect(again.id).toBe(first.id);
    await expect(till.collect({ ...coffee, amount: 900 })).rejects.toMatchObject({ code: "reference_in_use" });
    await shop.quiet();
    expect(sent("POST /v1/payment_intents").filter(({ path }) => path === "/v1/payment_intents")).toHaveLength(1);
  });

  it("finds out without any webhook", async () => {
    const silent = await openShop({ webhooks: false });
    try {
      const [till] = silent.tills;
      const { id } = await till.collect(coffee);
      await silent.simulator.reader("tmr_front").waiting();
      await silent.simulator.reader("tmr_front").tap("visa");
      await silent.later(11_000);
      expect(await silent.get(id)).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
      expect(silent.orders()).toHaveLength(1);
    } finally {
      await silent.close();
    }
  });
});
