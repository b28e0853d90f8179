import { afterEach, describe, expect, it } from "vitest";
import { openRegister, type Register } from "../../src/shop/register.ts";
import { coffee, openShop, type Shop } from "../../src/shop/shop.ts";

let shop: Shop;
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

async function openTill({ moto }: { readonly moto: boolean }): Promise<Register> {
  shop = await openShop({ settings: { account: { moto } } });
  return openRegister(shop);
}

const byPhone = { ...coffee, moto: true };
const front = () => shop.simulator.reader("tmr_front");
const handedOver = () =>
  shop.simulator.requests.filter(({ path }) => path.endsWith("/process_payment_intent")).map(({ params }) => params);

describe("an order by telephone", () => {
  it("is paid by the number that I type on the reader", async () => {
    const till = await openTill({ moto: true });
    const sold = await till.sell(byPhone);
    expect(sold).toMatchObject({
      status: "collecting",
      moto: true,
      guidance: { headline: "Type the card number on the reader" },
    });
    await expect(front().tap()).rejects.toThrow("wants a card number");
    await front().keyIn();
    expect(await till.look(sold)).toMatchObject({
      status: "succeeded",
      amountPaid: 1_250,
      tip: 0,
      card: { method: "card", brand: "visa" },
      review: [],
    });
    expect(shop.orders()).toHaveLength(1);
  });

  it("is typed again after a decline, and held where I want to ship first", async () => {
    const till = await openTill({ moto: true });
    const sold = await till.sell({ ...byPhone, capture: "manual" });
    await front().keyIn("insufficient_funds");
    await shop.later(3_000);
    await till.press(sold, "retry");
    await front().keyIn();
    await shop.later(3_000);
    expect(await till.press(sold, "capture")).toMatchObject({ status: "succeeded", amountPaid: 1_250, review: [] });
  });

  it("finds the cart off the reader's screen", async () => {
    const till = await openTill({ moto: true });
    const lines = [{ description: "Coffee", amount: 1_250, quantity: 1 }];
    await till.post("/readers/tmr_front/cart", { cart: { currency: "usd", lines, total: 1_250 } });
    await till.sell(byPhone);
    const sent = shop.simulator.requests.map(({ path }) => path.split("/").at(-1));
    expect(sent.indexOf("cancel_action")).toBeGreaterThan(sent.indexOf("set_reader_display"));
    expect(sent.indexOf("process_payment_intent")).toBeGreaterThan(sent.indexOf("cancel_action"));
  });

  it("is refused by name where Stripe has not let the account, and nothing is charged or left behind", async () => {
    const till = await openTill({ moto: false });
    const sold = await till.sell(byPhone);
    expect(sold).toMatchObject({
      status: "canceled",
      failure: { code: "moto_unavailable" },
      moneyMoved: "no",
      final: true,
      guidance: { headline: "This account cannot take cards by mail or telephone", steps: ["other_means"] },
    });
    expect(shop.orders()).toEqual([]);
    // The reader is free for the next guest, who is there.
    const next = await till.sell({ ...coffee, reference: "bill-2" });
    await front().tap();
    expect(await till.look(next)).toMatchObject({ status: "succeeded" });
  });

  it("is only what I ask for: a guest who is there presents a card", async () => {
    const till = await openTill({ moto: true });
    await till.sell(coffee);
    await expect(front().keyIn()).rejects.toThrow("no number typed");
    expect(handedOver()).not.toContainEqual(
      expect.objectContaining({ process_config: expect.objectContaining({ moto: expect.anything() }) }),
    );
  });

  it.each([
    [{ tipping: { onReader: true } }, "tipping"],
    [{ signature: "required" }, "signature"],
    [{ confirmation: "manual" }, "confirmation"],
    [{ capture: "manual_preferred" }, "capture"],
    [{ capture: "manual", hold: { incremental: true } }, "hold"],
  ])("has nothing that needs a guest or a chip: %o", async (wish, path) => {
    const till = await openTill({ moto: true });
    expect(await till.refused("/payments", { flow: "terminal", ...byPhone, ...wish })).toMatchObject({
      code: "invalid_request",
      details: { path },
    });
    expect(shop.simulator.requests.filter(({ path: at }) => at === "/v1/payment_intents")).toEqual([]);
  });
});
