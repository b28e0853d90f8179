import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRegister, type Register } from "../../src/shop/register.ts";
import { coffee, openShop, type Shop } from "../../src/shop/shop.ts";

let shop: Shop;
let till: Register;
beforeEach(async () => {
  shop = await openShop({ webhooks: false });
  till = openRegister(shop);
});
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

const front = () => shop.simulator.reader("tmr_front");
const handOver = "POST /v1/terminal/readers/{id}/process_payment_intent";
const taken = () => shop.simulator.charges.filter(({ paid, captured }) => paid && captured);

/** There is never a second PaymentIntent for one bill, whatever nobody knew. */
function oneIntent(): void {
  expect(shop.simulator.paymentIntents).toHaveLength(1);
}

describe("when nobody knows", () => {
  it("whether the reader was told (a timeout that is a lie): I am told so, it is read, and the tap counts", async () => {
    front().failNext("terminal_reader_timeout", { delivered: true });
    const sold = await till.sell(coffee);
    expect(sold).toMatchObject({ status: "collecting" });
    await shop.later(3_000);
    await front().tap();
    await shop.later(11_000);
    expect(await till.look(sold)).toMatchObject({ status: "succeeded" });
    oneIntent();
  });

  it("whether the reader was told (a timeout that is true): it is told again, on the same PaymentIntent", async () => {
    front().failNext("terminal_reader_timeout");
    const sold = await till.sell(coffee);
    await shop.later(3_000);
    await front().waiting();
    await front().tap();
    await shop.later(11_000);
    expect(await till.look(sold)).toMatchObject({ status: "succeeded", amountPaid: 1_250 });
    oneIntent();
    expect(taken()).toHaveLength(1);
  });

  it("because the answer was lost: the screen says so, and not to charge again", async () => {
    shop.simulator.faults.add({ on: handOver, times: 2, kind: "lose_answer" });
    shop.simulator.faults.add({ on: "GET /v1/terminal/readers/{id}", times: 4, kind: "lose_request" });
    const sold = await till.sell(coffee);
    expect(sold).toMatchObject({
      stage: "checking",
      moneyMoved: "unknown",
      guidance: {
        headline: "Nobody knows yet whether this was paid",
        detail: "Do not charge again. Stripe is being asked.",
        tone: "unsure",
      },
    });
    await shop.later(20_000);
    await front().tap();
    expect(await till.press(sold, "check")).toMatchObject({ status: "succeeded" });
    oneIntent();
  });

  it("because the reader lost its connection after the tap: the PaymentIntent is asked, and says paid", async () => {
    const sold = await till.sell(coffee);
    front().failNext("connection_error", { authorized: true });
    await front().tap();
    await shop.later(11_000);
    expect(await till.look(sold)).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
    oneIntent();
    expect(taken()).toHaveLength(1);
  });

  it("because the reader says nothing any more: I press check, and learn that nobody has paid", async () => {
    const sold = await till.sell(coffee);
    front().vanish();
    expect(await till.press(sold, "check")).toMatchObject({ status: "collecting", stage: "waiting_for_card" });
    expect(await till.press(sold, "cancel")).toMatchObject({ status: "canceled", moneyMoved: "no" });
    oneIntent();
  });

  it("because the server had no network for a minute: it ends in its truth, and the order is made once", async () => {
    const sold = await till.sell(coffee);
    for (const on of ["GET /v1/payment_intents/{id}", "GET /v1/terminal/readers/{id}"])
      shop.simulator.faults.add({ on, times: 8, kind: "lose_request" });
    await front().tap();
    for (let minute = 0; minute < 6; minute += 1) await shop.later(15_000);
    expect(await till.look(sold)).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
    expect(shop.orders()).toHaveLength(1);
    oneIntent();
  });

  it("whether the amount was changed: no reader asks for either before Stripe has said", async () => {
    const sold = await till.sell(coffee);
    shop.simulator.faults.add({ on: "POST /v1/payment_intents/{id}", times: 2, kind: "lose_answer" });
    const changed = await till.press(sold, "change_amount", { amount: 1_750 });
    expect(changed).toMatchObject({ status: "collecting" });
    expect(front().screen.kind).toBe("idle");
    await shop.later(11_000);
    expect(front().screen).toMatchObject({ kind: "waiting_for_card", amount: 1_750 });
    await front().tap();
    await shop.later(11_000);
    expect(await till.look(sold)).toMatchObject({ status: "succeeded", amountPaid: 1_750, review: [] });
    oneIntent();
  });
});
