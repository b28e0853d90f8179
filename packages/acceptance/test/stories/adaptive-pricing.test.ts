import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRegister, type Register } from "../../src/shop/register.ts";
import { openShop, type Shop, table } from "../../src/shop/shop.ts";

let shop: Shop;
let register: Register;
beforeEach(async () => {
  shop = await openShop({ settings: { adaptivePricing: { eur: 0.9, jpy: 150 } } });
  register = openRegister(shop);
});
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

/** Opens the page of table 7: $16.00. */
async function openPage(): Promise<{ readonly id: string; readonly url: string }> {
  const payment = await shop.tills[0].checkout(table);
  if (payment.status !== "open") throw new Error(`The page is ${payment.status}.`);
  return { id: payment.id, url: payment.url };
}

/** What the guest sees there. */
async function shown(address: string): Promise<string> {
  return (await fetch(address)).text();
}

describe("a guest who pays in another currency than the bill's", () => {
  it.each([
    ["eur", 1_440],
    ["jpy", 2_400],
  ])("(%s) settles the bill in its own, and the payment says what the guest was charged", async (currency, amount) => {
    const { id, url } = await openPage();
    const guest = shop.simulator.guest(url);
    guest.chooseCurrency(currency);
    await guest.pay("visa");
    const presented = { presentment_amount: amount, presentment_currency: currency };
    for (const objects of [shop.simulator.sessions, shop.simulator.paymentIntents, shop.simulator.charges])
      expect(objects).toMatchObject([{ currency: "usd", presentment_details: presented }]);
    expect(await register.look({ id })).toMatchObject({
      status: "succeeded",
      amount: 1_600,
      currency: "usd",
      refundable: 1_600,
      presented: { amount, currency },
      fulfilment: { status: "done" },
      review: [],
    });
    expect(shop.orders()).toHaveLength(1);
  });

  it("gets the money back as the bill counts it, and never more", async () => {
    const { id, url } = await openPage();
    shop.simulator.guest(url).chooseCurrency("jpy");
    await shop.simulator.guest(url).pay("visa");
    await shop.quiet();
    expect(await register.refused(`/payments/${id}/refunds`, { reference: "slip-1", amount: 2_400 })).toMatchObject({
      code: "refund_too_large",
      details: { refundable: 1_600 },
    });
    await register.post(`/payments/${id}/refunds`, { reference: "slip-1" });
    expect(shop.simulator.refunds).toMatchObject([{ amount: 1_600, currency: "usd" }]);
  });

  it("chooses on the page itself, and pays what it shows, also after a card was declined", async () => {
    const { id, url } = await openPage();
    expect(await shown(url)).toContain("Pay $16.00");
    expect(await shown(`${url}?currency=eur`)).toContain("Pay €14.40");
    expect(await shown(`${url}?currency=gbp`)).toContain("Pay $16.00");
    const press = async (card: string) =>
      fetch(url, { method: "POST", redirect: "manual", body: new URLSearchParams({ card, currency: "eur" }) });
    await press("insufficient_funds");
    expect(await shown(url)).toContain("Pay €14.40");
    await press("visa");
    expect(await register.look({ id })).toMatchObject({
      status: "succeeded",
      currency: "usd",
      refundable: 1_600,
      presented: { amount: 1_440, currency: "eur" },
    });
    expect(shop.orders()).toHaveLength(1);
  });

  it("may come back to the bill's own, and is offered no currency that the account does not have", async () => {
    const { id, url } = await openPage();
    const guest = shop.simulator.guest(url);
    expect(() => guest.chooseCurrency("gbp")).toThrow("gbp");
    guest.chooseCurrency("eur");
    await guest.decline("insufficient_funds");
    guest.chooseCurrency("usd");
    await guest.pay("visa");
    const paid = await register.look({ id });
    expect(paid).toMatchObject({ status: "succeeded", currency: "usd", refundable: 1_600 });
    expect(paid).not.toHaveProperty("presented");
  });
});
