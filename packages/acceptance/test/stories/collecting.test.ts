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
const bar = () => shop.simulator.reader("tmr_bar");
const taken = () => shop.simulator.charges.filter(({ paid, captured }) => paid && captured);

describe("while the reader waits for a card", () => {
  it("nobody comes: after the time that I gave it, the reader is free and nothing is charged", async () => {
    const sold = await till.sell({ ...coffee, timeoutMs: 30_000 });
    expect(sold.guidance.headline).toBe("Ask the guest to tap, insert or swipe");
    await shop.later(31_000);
    expect(await till.look(sold)).toMatchObject({
      status: "declined",
      moneyMoved: "no",
      failure: { code: "no_card_presented" },
      guidance: { headline: "No card was presented" },
      commands: ["retry", "change_amount", "cancel", "check"],
    });
    expect(front().screen.kind).toBe("idle");
  });

  it.each([4_999, 3_600_001, 30_000.5, Number.NaN])(
    "is not told to wait for %d ms, by a server of ours either: the payment stays as it is",
    async (timeoutMs) => {
      const { id } = await till.sell(coffee);
      const [server] = shop.tills;
      const senseless = { code: "invalid_request", details: { path: "timeoutMs" } };
      const before = await server.get(id);
      await expect(server.swapReader(id, "tmr_bar", { timeoutMs })).rejects.toMatchObject(senseless);
      await expect(server.changeAmount(id, 900, { timeoutMs })).rejects.toMatchObject(senseless);
      await expect(server.retry(id, { timeoutMs })).rejects.toMatchObject(senseless);
      expect(await server.get(id)).toEqual(before);
    },
  );

  it("the guest changes his mind, and presses cancel on the reader", async () => {
    const sold = await till.sell(coffee);
    front().cancel();
    await shop.later(3_000);
    expect(await till.look(sold)).toMatchObject({
      failure: { code: "customer_canceled" },
      guidance: { headline: "Canceled on the reader" },
    });
  });

  it("at the drive-through the reader shows no cancel button", async () => {
    await till.sell({ ...coffee, customerCanCancel: false });
    expect(() => front().cancel()).toThrow(/no cancel button/);
  });

  it("I cancel, and the tap was faster: it is paid, and I am told so", async () => {
    shop.simulator.webhooks.hold();
    const sold = await till.sell(coffee);
    await front().tap();
    expect(await till.press(sold, "cancel")).toMatchObject({ status: "succeeded", guidance: { headline: "Paid" } });
    expect(shop.orders()).toHaveLength(1);
  });

  it.each(["lost_card", "stolen_card", "fraudulent"])(
    "the card is declined as %s: I read no more than of any other decline, and nothing on the wire says it",
    async (code) => {
      const sold = await till.sell(coffee);
      front().failNext(code);
      await front().tap();
      await shop.later(3_000);
      const declined = await till.look(sold);
      expect(declined.guidance).toMatchObject({
        headline: "Card declined",
        detail: "Declined by the bank, no reason given. Nothing was charged.",
        guest: "Your bank has declined this card. Please use another one.",
        steps: ["other_card", "other_means"],
      });
      expect(JSON.stringify(declined)).not.toMatch(/lost|stolen|fraud/);
    },
  );

  it("the card has too little on it: I say so, and the next card is on the same PaymentIntent", async () => {
    const sold = await till.sell(coffee);
    await front().tap("insufficient_funds");
    await shop.later(3_000);
    expect(await till.look(sold)).toMatchObject({
      status: "declined",
      guidance: { detail: "There is not enough money on the card. Nothing was charged." },
    });
    await till.press(sold, "retry");
    await front().tap("visa");
    expect(await till.look(sold)).toMatchObject({
      status: "succeeded",
      attempts: [{ outcome: "failed", failure: { declineCode: "insufficient_funds" } }, { outcome: "authorized" }],
    });
    expect(shop.simulator.paymentIntents).toHaveLength(1);
  });

  it("the card wants its PIN after the tap: one attempt in progress, not a failure", async () => {
    const sold = await till.sell(coffee);
    await front().tap("online_pin_sca_retry");
    expect(await till.look(sold)).toMatchObject({ status: "succeeded", attempts: [{ outcome: "authorized" }] });
    expect(shop.simulator.charges.filter(({ paid }) => !paid)).toHaveLength(1);
    expect(taken()).toHaveLength(1);
  });

  it("the reader is too far away: I take the payment to the other one", async () => {
    const sold = await till.sell(coffee);
    const moved = await till.press(sold, "swap_reader", { reader: "tmr_bar" });
    expect(moved).toMatchObject({ status: "collecting", reader: "tmr_bar", attempts: [{}, { reader: "tmr_bar" }] });
    expect(front().screen.kind).toBe("idle");
    // The front reader is free for the next guest.
    await till.sell({ ...coffee, reference: "bill-2" });
    await bar().tap();
    expect(await till.look(sold)).toMatchObject({ status: "succeeded", reader: "tmr_bar" });
    expect(taken()).toHaveLength(1);
  });

  it("I take it to the other one, and the tap on the old one was faster: it is paid once, there", async () => {
    shop.simulator.webhooks.hold();
    const sold = await till.sell(coffee);
    await front().tap();
    expect(await till.press(sold, "swap_reader", { reader: "tmr_bar" })).toMatchObject({
      status: "succeeded",
      reader: "tmr_front",
    });
    expect(bar().screen.kind).toBe("idle");
    expect(taken()).toHaveLength(1);
  });

  it("the guest wants a cake, too: the reader asks for the new amount", async () => {
    const sold = await till.sell(coffee);
    const changed = await till.press(sold, "change_amount", { amount: 1_750 });
    expect(changed).toMatchObject({ status: "collecting", amount: 1_750 });
    expect(front().screen).toMatchObject({ kind: "waiting_for_card", amount: 1_750 });
    await front().tap();
    expect(await till.look(sold)).toMatchObject({ status: "succeeded", amountPaid: 1_750, review: [] });
    expect(taken()).toMatchObject([{ amount: 1_750 }]);
  });

  it("the guest has tapped before the cake was on it: the old amount is taken once, and I am asked to look", async () => {
    shop.simulator.webhooks.hold();
    const sold = await till.sell(coffee);
    await front().tap();
    const changed = await till.press(sold, "change_amount", { amount: 1_750 });
    expect(changed).toMatchObject({
      status: "succeeded",
      amount: 1_750,
      amountPaid: 1_250,
      fulfilment: { status: "held" },
      review: [{ reason: "amount_mismatch" }],
      guidance: { headline: "Paid, but look at it", tone: "unsure" },
    });
    expect(taken()).toMatchObject([{ amount: 1_250 }]);
    expect(shop.orders()).toEqual([]);
  });
});

describe("where I look at the card before it is charged", () => {
  const looking = { ...coffee, confirmation: "manual" } as const;

  it("I see whose it is, say yes, and it is charged", async () => {
    const sold = await till.sell(looking);
    await front().tap("mastercard_debit");
    await shop.later(1_000);
    const shown = await till.look(sold);
    expect(shown).toMatchObject({
      status: "requires_confirmation",
      moneyMoved: "no",
      card: { brand: "mastercard", last4: "8210", funding: "debit" },
      guidance: { headline: "Charge this card?" },
      commands: ["confirm", "cancel", "check"],
    });
    expect(taken()).toEqual([]);
    expect(await till.press(shown, "confirm")).toMatchObject({ status: "succeeded", amountPaid: 1_250 });
    expect(taken()).toHaveLength(1);
  });

  it("I say no: nothing is charged, and the reader is free", async () => {
    const sold = await till.sell(looking);
    await front().tap();
    await shop.later(1_000);
    expect(await till.press(sold, "cancel")).toMatchObject({ status: "canceled", moneyMoved: "no" });
    expect(shop.simulator.charges).toEqual([]);
  });

  it("I say nothing for too long: nothing is charged", async () => {
    const sold = await till.sell(looking);
    await front().tap();
    await shop.later(1_000);
    await shop.later(23_000);
    expect(await till.look(sold)).toMatchObject({ status: "canceled", cancelReason: "timeout" });
    expect(shop.simulator.charges).toEqual([]);
  });

  it("Stripe's answer to my yes is lost: it is charged once", async () => {
    const sold = await till.sell(looking);
    await front().tap();
    await shop.later(1_000);
    const on = "POST /v1/terminal/readers/{id}/confirm_payment_intent";
    shop.simulator.faults.add({ on, times: 2, kind: "lose_answer" });
    await till.press(sold, "confirm");
    await shop.later(11_000);
    expect(await till.look(sold)).toMatchObject({ status: "succeeded" });
    expect(taken()).toHaveLength(1);
  });

  it("the bank says no to my yes: another card, on the same PaymentIntent", async () => {
    const sold = await till.sell(looking);
    await front().tap("insufficient_funds");
    await shop.later(1_000);
    await till.press(sold, "confirm");
    await shop.later(3_000);
    expect(await till.look(sold)).toMatchObject({ status: "declined", failure: { code: "card_declined" } });
    await till.press(sold, "retry");
    await front().tap();
    await shop.later(1_000);
    expect(await till.press(sold, "confirm")).toMatchObject({ status: "succeeded" });
    expect(shop.simulator.paymentIntents).toHaveLength(1);
  });
});
