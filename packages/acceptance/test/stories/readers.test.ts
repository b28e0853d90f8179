import { createTill, memoryStore } from "@tillkit/core";
import { stripeGateway } from "@tillkit/stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRegister, type Register } from "../../src/shop/register.ts";
import { coffee, openShop, type Shop } from "../../src/shop/shop.ts";

let shop: Shop;
let till: Register;
beforeEach(async () => {
  shop = await openShop();
  till = openRegister(shop);
});
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

const reader = (id: string) => till.get(`/readers/${id}`);
const cart = { currency: "usd", lines: [{ description: "Soup", amount: 1_300, quantity: 2 }], total: 1_300 };

describe("the readers of a shop", () => {
  it("I add a reader by the code on its screen, and give it a name", async () => {
    const { locations } = (await till.get("/locations")) as { locations: [{ id: string }] };
    const added = await till.post("/readers", {
      registrationCode: "simulated-s700",
      locationId: locations[0].id,
      label: "Terrace",
    });
    await till.post(`/readers/${String(added["id"])}/rename`, { label: "Garden" });
    const sold = await till.sell({ ...coffee, reader: added["id"] });
    await shop.simulator.reader("Garden").tap();
    expect((await till.look(sold)).status).toBe("succeeded");
  });

  it("the bar has my reader: I am told which payment, and that it is the bar's", async () => {
    const first = await till.sell({ ...coffee, register: "Bar" });
    const problem = await till.refused("/payments", { flow: "terminal", ...coffee, reference: "bill-2" });
    expect(problem).toMatchObject({ code: "reader_busy", details: { paymentId: first.id, register: "Bar" } });
    expect(problem.detail).toContain('register "Bar"');
    expect(await reader("tmr_front")).toMatchObject({ use: "payment", paymentId: first.id, register: "Bar" });
    expect(shop.simulator.paymentIntents).toHaveLength(1);
  });

  it("a reader that says it is offline can still be sold on: its status is a hint", async () => {
    shop.simulator.reader("tmr_front").goOffline();
    expect(await reader("tmr_front")).toMatchObject({ status: "offline" });
    const sold = await till.sell(coffee);
    expect(sold).toMatchObject({ status: "declined", failure: { code: "reader_offline" } });
    expect(sold.guidance.steps).toContain("other_reader");
    shop.simulator.reader("tmr_front").goOnline();
    await till.press(sold, "retry");
    await shop.simulator.reader("tmr_front").tap();
    expect((await till.look(sold)).status).toBe("succeeded");
    expect(shop.simulator.paymentIntents).toHaveLength(1);
  });

  it("what the last guest did still stands on the reader: it is free", async () => {
    const sold = await till.sell(coffee);
    await shop.simulator.reader("tmr_front").tap();
    await till.look(sold);
    expect(await reader("tmr_front")).toMatchObject({ use: "free", action: { status: "succeeded" } });
  });

  it("the guest sees the bill grow, and never in the place of a payment", async () => {
    await till.post("/readers/tmr_front/cart", { cart });
    expect(shop.simulator.reader("tmr_front").screen).toMatchObject({ kind: "cart", amount: 1_300 });
    expect(await reader("tmr_front")).toMatchObject({ use: "cart" });
    const sold = await till.sell({ ...coffee, amount: 1_300 });
    expect(await till.refused("/readers/tmr_front/cart", { cart })).toMatchObject({
      code: "reader_busy",
      details: { paymentId: sold.id },
    });
    expect(shop.simulator.reader("tmr_front").screen.kind).toBe("waiting_for_card");
  });

  it("another program uses the reader: nothing of ours is put over it, and I clear it only as I have seen it", async () => {
    const gateway = stripeGateway({
      secretKey: "sk_test_other",
      webhookSecrets: "whsec_other_0123",
      apiBase: shop.simulator.url,
    });
    const other = createTill({ gateway, store: memoryStore() });
    await other.collect({ ...coffee, reference: "not-ours" });
    await other.idle();
    const [{ id: foreign } = { id: "" }] = shop.simulator.paymentIntents;
    expect(await reader("tmr_front")).toMatchObject({ use: "other", action: { paymentIntentId: foreign } });
    expect(await till.refused("/readers/tmr_front/cart", { cart })).toMatchObject({
      code: "reader_busy",
      details: { paymentIntentId: foreign },
    });
    const asSeenBefore = { expectedPaymentIntentId: "pi_that_was_there_a_minute_ago" };
    expect(await till.refused("/readers/tmr_front/clear", asSeenBefore)).toMatchObject({
      code: "reader_changed",
      details: { paymentIntentId: foreign },
    });
    expect(shop.simulator.reader("tmr_front").screen.kind).toBe("waiting_for_card");
    await till.post("/readers/tmr_front/clear", { expectedPaymentIntentId: foreign });
    expect(shop.simulator.reader("tmr_front").screen.kind).toBe("idle");
  });

  it("a payment of ours is not cleared off a reader by hand: it is canceled", async () => {
    const sold = await till.sell(coffee);
    const seen = { expectedPaymentIntentId: sold.paymentIntentId };
    expect(await till.refused("/readers/tmr_front/clear", seen)).toMatchObject({
      code: "reader_busy",
      details: { paymentId: sold.id },
    });
    expect(await till.press(sold, "cancel")).toMatchObject({ status: "canceled" });
  });

  it("the reader drops off the network in the middle: it is not lost, and the next register does not get it", async () => {
    const sold = await till.sell(coffee);
    shop.simulator.reader("tmr_front").vanish();
    await shop.later(11_000);
    expect(await reader("tmr_front")).toMatchObject({ use: "payment", paymentId: sold.id });
    const moved = await till.press(sold, "swap_reader", { reader: "tmr_bar" });
    await shop.later(3_000);
    expect(await till.look(moved)).toMatchObject({ status: "collecting", reader: "tmr_bar" });
    await shop.simulator.reader("tmr_bar").tap();
    expect(await till.look(sold)).toMatchObject({ status: "succeeded", amountPaid: 1_250 });
    expect(shop.simulator.paymentIntents).toHaveLength(1);
    expect(shop.orders()).toHaveLength(1);
  });

  it("an SDK on a phone gets a token for one location, a new one each time", async () => {
    const { locations } = (await till.get("/locations")) as { locations: [{ id: string }] };
    const location = locations[0].id;
    const tokens = [
      await till.post("/connection_tokens", { location }),
      await till.post("/connection_tokens", { location }),
    ];
    expect(new Set(tokens.map(({ secret }) => secret)).size).toBe(2);
    expect(await till.refused("/connection_tokens", { location: "tml_none" })).toMatchObject({
      code: "location_not_found",
    });
  });
});
