import { openReviews, type Order } from "@tillkit/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRegister, type Register } from "../../src/shop/register.ts";
import { coffee, openShop, type Shop, table } from "../../src/shop/shop.ts";

let shop: Shop;
let register: Register;
let asked: Order[];
let followed: string[];
let inStock: boolean;

beforeEach(async () => {
  asked = [];
  followed = [];
  inStock = false;
  shop = await openShop({
    servers: 2,
    fulfil: (order) => {
      asked.push(order);
      return inStock ? undefined : { refused: "stock gone" };
    },
    afterwards: { kitchenTicket: ({ onceKey }) => void followed.push(onceKey) },
  });
  register = openRegister(shop);
});
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

/** A dinner that is paid on the guest's phone, and that both servers hear of in every way. */
async function paidDinner(): Promise<{ readonly id: string; readonly review: string }> {
  shop.simulator.webhooks.hold();
  const page = await shop.tills[0].checkout(table);
  if (page.status !== "open") throw new Error(`The page is ${page.status}.`);
  await shop.simulator.guest(page.url).payAndCloseTab("visa");
  shop.simulator.webhooks.release("shuffled");
  await Promise.all(shop.tills.map((till) => till.confirmReturn(page.checkoutSessionId)));
  const { review } = await register.look(page);
  return { id: page.id, review: review[0]?.id ?? "" };
}

describe("an order that the host refuses, because the stock is gone", () => {
  it("is not made, is asked for once, and waits for somebody with the very money that was paid", async () => {
    const { id } = await paidDinner();
    const [intent] = shop.simulator.paymentIntents;
    expect(await register.look({ id })).toMatchObject({
      status: "succeeded",
      fulfilment: { status: "refused", reason: "stock gone" },
      review: [
        {
          reason: "fulfilment_refused",
          open: true,
          seen: "stock gone",
          money: { paymentIntentId: intent?.id, amount: 1_600, currency: "usd" },
        },
      ],
    });
    await shop.later(120_000);
    expect(asked).toHaveLength(1);
    expect(followed).toEqual([]);
    expect(await shop.tills[0].list({ review: true })).toMatchObject([{ payment: { id } }]);
  });

  it("is given back in one call, once, by which the review ends and the order stays unmade", async () => {
    const { id, review } = await paidDinner();
    const [one, other] = await Promise.all([
      register.post(`/payments/${id}/refunds`, { review }),
      register.post(`/payments/${id}/refunds`, { review }),
    ]);
    expect(other["refundId"]).toBe(one["refundId"]);
    const [intent] = shop.simulator.paymentIntents;
    expect(shop.simulator.refunds).toMatchObject([{ payment_intent: intent?.id, amount: 1_600 }]);
    expect(await register.look({ id })).toMatchObject({
      fulfilment: { status: "refused" },
      refunds: [{ id: one["refundId"], status: "succeeded", amount: 1_600 }],
      refundable: 0,
      review: [{ reason: "fulfilment_refused", open: false }],
    });
    expect(await shop.tills[0].list({ review: true })).toEqual([]);
    expect(asked).toHaveLength(1);
    expect(followed).toEqual([]);
  });

  it("is made after all, once, when somebody finds the stock", async () => {
    const { id, review } = await paidDinner();
    inStock = true;
    await register.press({ id }, "resolve", { review, by: "Ada", fulfil: true });
    expect(await register.look({ id })).toMatchObject({
      fulfilment: { status: "done", afterwards: [{ name: "kitchenTicket" }] },
      review: [{ open: false, resolved: { by: "Ada" } }],
    });
    await shop.later(120_000);
    expect(asked.map(({ onceKey }) => onceKey)).toEqual([`default:${id}`, `default:${id}`]);
    expect(followed).toEqual([`default:${id}:kitchenTicket`]);
  });

  it("that is refused once more is a new case, whose money still goes back once", async () => {
    const { id, review } = await paidDinner();
    shop.clock.skip(1_000);
    await register.press({ id }, "resolve", { review, by: "Ada", fulfil: true });
    const open = openReviews(await shop.get(id));
    expect(open).toMatchObject([{ reason: "fulfilment_refused", money: { amount: 1_600 } }]);
    await register.post(`/payments/${id}/refunds`, { review: open[0]?.id });
    expect(shop.simulator.refunds).toHaveLength(1);
    expect(openReviews(await shop.get(id))).toEqual([]);
  });

  it("is the same where the card was tapped at the counter", async () => {
    const { id } = await shop.tills[0].collect(coffee);
    await shop.simulator.reader("tmr_front").waiting();
    await shop.simulator.reader("tmr_front").tap();
    const { review } = await register.look({ id });
    expect(review).toMatchObject([{ reason: "fulfilment_refused", money: { amount: 1_250 } }]);
    await register.post(`/payments/${id}/refunds`, { review: review[0]?.id });
    expect(shop.simulator.refunds).toMatchObject([{ amount: 1_250, status: "succeeded" }]);
    expect(await register.look({ id })).toMatchObject({ review: [{ open: false }] });
    expect(asked).toHaveLength(1);
  });
});
