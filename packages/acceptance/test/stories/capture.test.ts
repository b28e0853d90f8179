import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRegister, type Register } from "../../src/shop/register.ts";
import { coffee, openShop, type Shop } from "../../src/shop/shop.ts";

const DAY_MS = 86_400_000;

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

/** A tab at the bar: the money is held, and taken when the guest goes. */
async function tab(more: object = {}, card = "visa") {
  const opened = await till.sell({ ...coffee, capture: "manual", ...more });
  await front().tap(card);
  await shop.later(3_000);
  return till.look(opened);
}

describe("a tab at the bar", () => {
  it("is held, and taken when the guest goes", async () => {
    const held = await tab();
    expect(held).toMatchObject({
      status: "requires_capture",
      amountAuthorized: 1_250,
      moneyMoved: "held",
      guidance: { headline: "Approved and held" },
    });
    expect(held.hold?.captureBefore).toMatch(/^\d{4}-/);
    expect(shop.orders()).toEqual([]);
    expect(await till.press(held, "capture")).toMatchObject({ status: "succeeded", amountPaid: 1_250 });
    expect(shop.orders()).toHaveLength(1);
  });

  it("costs less in the end: only that is taken, and the rest is let go", async () => {
    const held = await tab();
    expect(await till.press(held, "capture", { amount: 900 })).toMatchObject({
      status: "succeeded",
      amountPaid: 900,
      review: [],
    });
    expect(shop.simulator.paymentIntents).toMatchObject([{ amount_received: 900 }]);
  });

  it("grows: the hold is raised, and all of it is taken", async () => {
    const held = await tab({ hold: { incremental: true } });
    expect(held.commands).toContain("increment");
    const raised = await till.press(held, "increment", { amount: 2_400 });
    expect(raised).toMatchObject({ status: "requires_capture", amountAuthorized: 2_400, hold: { bill: 2_400 } });
    expect(await till.press(raised, "capture")).toMatchObject({ status: "succeeded", amountPaid: 2_400 });
  });

  it("cannot grow on a card that was not asked for it: I am told what to do instead", async () => {
    const held = await tab();
    expect(await till.refused(`/payments/${held.id}/increment`, { amount: 2_400 })).toMatchObject({
      code: "increment_unavailable",
    });
  });

  it("is called off: the money is let go, and nothing was taken", async () => {
    const held = await tab();
    expect(await till.press(held, "cancel")).toMatchObject({ status: "canceled", moneyMoved: "no" });
    expect(shop.simulator.paymentIntents).toMatchObject([{ status: "canceled", amount_received: 0 }]);
  });

  it("is forgotten: I am warned before the hold runs out, and told when it has", async () => {
    const warned: string[] = [];
    shop.tills[0].events.on("hold_expiring", ({ id }) => void warned.push(id));
    const held = await tab();
    const left = Date.parse(held.hold?.captureBefore ?? "") - shop.clock.now();
    await shop.later(left - 11 * 3_600_000);
    expect(warned).toEqual([held.id]);
    expect(await till.look(held)).toMatchObject({ status: "requires_capture", hold: { expiring: true } });
    await shop.later(DAY_MS);
    await shop.later(60_000);
    expect(await till.look(held)).toMatchObject({
      status: "canceled",
      cancelReason: "hold_expired",
      guidance: { detail: expect.stringContaining("The hold on the card has run out") },
    });
    expect(shop.orders()).toEqual([]);
  });

  it("is taken, and Stripe's answer is lost: it is taken once", async () => {
    const held = await tab();
    shop.simulator.faults.add({ on: "POST /v1/payment_intents/{id}/capture", times: 2, kind: "lose_answer" });
    await till.press(held, "capture");
    await shop.later(3_000);
    expect(await till.look(held)).toMatchObject({ status: "succeeded", amountPaid: 1_250, review: [] });
    expect(shop.orders()).toHaveLength(1);
  });

  it("is taken twice by two cashiers: the second is told how it stands", async () => {
    const held = await tab();
    await till.press(held, "capture");
    expect(await till.refused(`/payments/${held.id}/capture`, {})).toMatchObject({ code: "transition_rejected" });
    expect(shop.orders()).toHaveLength(1);
  });
});

describe("in Canada", () => {
  beforeEach(async () => {
    await shop.close();
    shop = await openShop({ settings: { account: { country: "CA", defaultCurrency: "cad" } } });
    till = openRegister(shop);
  });

  it("an Interac card pays at once, although I wanted to hold: seen by what Stripe says", async () => {
    const paid = await tab({ capture: "manual_preferred", currency: "cad" }, "interac");
    expect(paid).toMatchObject({ status: "succeeded", amountPaid: 1_250, card: { method: "interac_present" } });
    expect(shop.orders()).toHaveLength(1);
  });

  it("a credit card is held all the same", async () => {
    expect(await tab({ capture: "manual_preferred", currency: "cad" })).toMatchObject({ status: "requires_capture" });
  });
});

describe("in Australia", () => {
  beforeEach(async () => {
    await shop.close();
    shop = await openShop({ settings: { account: { country: "AU", defaultCurrency: "aud" } } });
    till = openRegister(shop);
  });

  it("an eftpos card pays at once, although I wanted to hold: nothing is left to capture", async () => {
    const paid = await tab({ capture: "manual_preferred", currency: "aud" }, "eftpos_au");
    expect(paid).toMatchObject({ status: "succeeded", amountPaid: 1_250, review: [] });
    expect(paid.commands).not.toContain("capture");
    expect(shop.orders()).toHaveLength(1);
  });

  it.each([
    ["eftpos_au_visa", "visa"],
    ["eftpos_au_mastercard", "mastercard"],
  ])(
    "%s, which looks like any %s, pays at once over eftpos too: I see what happened, and not what I wanted",
    async (card, brand) => {
      const paid = await tab({ capture: "manual_preferred", currency: "aud" }, card);
      expect(paid).toMatchObject({
        status: "succeeded",
        amountPaid: 1_250,
        moneyMoved: "yes",
        card: { brand },
        review: [],
      });
      expect(paid).not.toHaveProperty("hold");
      expect(paid.commands).not.toContain("capture");
      expect(await till.refused(`/payments/${paid.id}/capture`, {})).toMatchObject({ code: "transition_rejected" });
      expect(shop.simulator.charges).toMatchObject([
        { captured: true, payment_method_details: { card_present: { network: "eftpos_au" } } },
      ]);
      expect(shop.orders()).toHaveLength(1);
    },
  );

  it("where it must be held it is, over the brand's own network, and taken by me", async () => {
    const held = await tab({ capture: "manual", currency: "aud" }, "eftpos_au_visa");
    expect(held).toMatchObject({ status: "requires_capture", moneyMoved: "held" });
    expect(await till.press(held, "capture")).toMatchObject({ status: "succeeded", amountPaid: 1_250 });
  });

  it("a card with eftpos alone is declined where it must be held, and nothing is said to be held", async () => {
    const declined = await tab({ capture: "manual", currency: "aud" }, "eftpos_au");
    expect(declined).toMatchObject({ status: "declined", moneyMoved: "no", failure: { code: "card_declined" } });
    expect(declined).not.toHaveProperty("hold");
  });

  it("a signature that is required is asked for after an eftpos payment: it cannot come before", async () => {
    const paid = await tab({ capture: "automatic", signature: "required", currency: "aud" }, "eftpos_au_visa");
    expect(paid).toMatchObject({ status: "succeeded", signature: { status: "awaited" } });
    expect(paid.commands).toContain("sign");
  });
});
