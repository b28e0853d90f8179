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

const front = () => shop.simulator.reader("tmr_front");
const suggest = (body: object) => till.post("/reader_tips", body);

/** Somebody else changes the amount behind the till's back. */
async function raiseAtStripe(amount: number): Promise<void> {
  const response = await fetch(
    `${shop.simulator.url}/v1/payment_intents/${shop.simulator.paymentIntents[0]?.id ?? ""}`,
    {
      method: "POST",
      headers: { authorization: "Bearer sk_test_acceptance" },
      body: new URLSearchParams({ amount: String(amount) }),
    },
  );
  expect(response.status).toBe(200);
}

describe("a tip", () => {
  it("given on the reader is told apart from the bill, once", async () => {
    const sold = await till.sell({ ...coffee, tipping: { onReader: true, amountEligible: 1_100 } });
    await front().tap("visa", { tip: 200 });
    expect(await till.look(sold)).toMatchObject({
      status: "succeeded",
      amount: 1_250,
      amountPaid: 1_450,
      tip: 200,
      review: [],
    });
  });

  it("entered on my screen is charged together with the bill, and the reader asks for none", async () => {
    const sold = await till.sell({ ...coffee, tip: 300 });
    expect(front().screen).toMatchObject({ amount: 1_550 });
    await front().tap();
    expect(await till.look(sold)).toMatchObject({ amountPaid: 1_550, tip: 300, review: [] });
    expect(shop.simulator.requests.findLast(({ path }) => path.endsWith("/process_payment_intent"))).toMatchObject({
      params: { process_config: { skip_tipping: true } },
    });
  });

  it("written on the receipt is captured with the bill", async () => {
    const sold = await till.sell({ ...coffee, capture: "manual" });
    await front().tap();
    await shop.later(3_000);
    const held = await till.look(sold);
    expect(held.hold?.maximum).toBeGreaterThan(1_250);
    expect(await till.press(held, "capture", { tip: 250 })).toMatchObject({
      status: "succeeded",
      amountPaid: 1_500,
      tip: 250,
      review: [],
    });
  });

  it("is not asked for where I take none", async () => {
    const sold = await till.sell({ ...coffee, tipping: { onReader: false } });
    await expect(front().tap("visa", { tip: 200 })).rejects.toThrow("asks for no tip");
    await front().tap();
    expect(await till.look(sold)).toMatchObject({ amountPaid: 1_250, tip: 0 });
  });

  it("is not made of money that came although none is taken: the order waits for a person", async () => {
    const sold = await till.sell({ ...coffee, tipping: { onReader: false } });
    await raiseAtStripe(1_450);
    await front().tap();
    expect(await till.look(sold)).toMatchObject({
      status: "succeeded",
      amountPaid: 1_450,
      tip: 0,
      review: [{ reason: "amount_mismatch" }],
    });
    expect(shop.orders()).toEqual([]);
  });

  it("of a guest whose card was declined is not added to the next guest's bill", async () => {
    const sold = await till.sell(coffee);
    await front().tap("insufficient_funds", { tip: 200 });
    await shop.later(3_000);
    await till.press(await till.look(sold), "retry");
    expect(front().screen).toMatchObject({ kind: "waiting_for_card", amount: 1_250 });
    await front().tap("visa", { tip: 100 });
    expect(await till.look(sold)).toMatchObject({ status: "succeeded", amountPaid: 1_350, tip: 100, review: [] });
  });

  it("goes with a card that I look at first", async () => {
    const sold = await till.sell({ ...coffee, confirmation: "manual", tipping: { onReader: true } });
    await front().tap("visa", { tip: 200 });
    await shop.later(1_000);
    expect(await till.press(sold, "confirm")).toMatchObject({ amountPaid: 1_450, tip: 200, review: [] });
  });
});

describe("a tip that Stripe does not name", () => {
  beforeEach(async () => {
    await shop.close();
    shop = await openShop({ settings: { tipNamed: false } });
    till = openRegister(shop);
  });

  it("is told from the bill, the order is made, and I am told that it was reckoned", async () => {
    const sold = await till.sell({ ...coffee, tipping: { onReader: true } });
    await front().tap("visa", { tip: 200 });
    expect(await till.look(sold)).toMatchObject({
      status: "succeeded",
      amount: 1_250,
      amountPaid: 1_450,
      tip: 200,
      review: [{ reason: "tip_derived", seen: expect.stringContaining("200") }],
    });
    expect(shop.orders()).toEqual([{ paymentId: sold.id, reference: "bill-1" }]);
  });

  it("is reckoned once, however often the news comes", async () => {
    const sold = await till.sell({ ...coffee, tipping: { onReader: true } });
    shop.simulator.webhooks.repeatNext(3);
    await front().tap("visa", { tip: 200 });
    await till.look(sold);
    expect(await till.press(sold, "check")).toMatchObject({ amountPaid: 1_450, tip: 200, review: [{}] });
    expect((await till.look(sold)).review).toHaveLength(1);
    expect(shop.orders()).toHaveLength(1);
  });

  it("is none where the guest gave none, and nothing is to be looked at", async () => {
    const sold = await till.sell({ ...coffee, tipping: { onReader: true } });
    await front().tap();
    expect(await till.look(sold)).toMatchObject({ amountPaid: 1_250, tip: 0, review: [] });
  });

  it("goes with held money, too", async () => {
    const sold = await till.sell({ ...coffee, capture: "manual", tipping: { onReader: true } });
    await front().tap("visa", { tip: 200 });
    await shop.later(3_000);
    const held = await till.look(sold);
    expect(await till.press(held, "capture")).toMatchObject({ status: "succeeded", amountPaid: 1_450, tip: 200 });
    expect(shop.orders()).toHaveLength(1);
  });

  it("is not made of more money than ordered where the reader asked for none: the order waits for a person", async () => {
    const sold = await till.sell({ ...coffee, tipping: { onReader: false } });
    await raiseAtStripe(1_450);
    await front().tap();
    expect(await till.look(sold)).toMatchObject({ amountPaid: 1_450, tip: 0, review: [{ reason: "amount_mismatch" }] });
    expect(shop.orders()).toEqual([]);
  });
});

describe("what the reader suggests", () => {
  it("is what I have set for its shop, and not what I have set for the others", async () => {
    await suggest({ tips: { usd: { percentages: [5] } } });
    const tips = { usd: { fixedAmounts: [100, 200], percentages: [10, 20], smartTipThreshold: 1_000 } };
    expect(await suggest({ location: "tml_front", tips })).toMatchObject({ tips, from: "location" });
    const sold = await till.sell({ ...coffee, tipping: { onReader: true } });
    expect(front().screen.tips).toEqual([
      { amount: 125, percentage: 10 },
      { amount: 250, percentage: 20 },
    ]);
    await front().tap("visa", { tip: 250 });
    expect(await till.look(sold)).toMatchObject({ amountPaid: 1_500, tip: 250, review: [] });

    await till.sell({ ...coffee, reference: "espresso", amount: 250 });
    expect(front().screen.tips).toEqual([{ amount: 100 }, { amount: 200 }]);
  });

  it("is nothing where I take it away, and no guest is asked", async () => {
    await suggest({ tips: null });
    expect(await till.get("/reader_tips?location=tml_front")).toEqual({
      location: "tml_front",
      tips: {},
      from: "nowhere",
      sharedWith: [],
    });
    const sold = await till.sell({ ...coffee, tipping: { onReader: true } });
    expect(front().screen).not.toHaveProperty("tips");
    await front().tap();
    expect(await till.look(sold)).toMatchObject({ amountPaid: 1_250, tip: 0, review: [] });
  });

  it("is only what it can show: I am told what is wrong", async () => {
    const tips = { usd: { percentages: [5, 10, 15, 20] } };
    const problem = await till.refused("/reader_tips", { tips });
    expect(problem).toMatchObject({ code: "invalid_request", details: { path: "tips.usd.percentages" } });
    expect(problem.detail).toContain("three at most");
  });

  it("is reckoned from what may be tipped on, and the guest may give another amount or none", async () => {
    const sold = await till.sell({ ...coffee, tipping: { onReader: true, amountEligible: 1_000 } });
    expect(front().screen.tips).toEqual([
      { amount: 150, percentage: 15 },
      { amount: 200, percentage: 20 },
      { amount: 250, percentage: 25 },
    ]);
    await front().tap("visa", { tip: 7 });
    expect(await till.look(sold)).toMatchObject({ amountPaid: 1_257, tip: 7, review: [] });
  });
});
