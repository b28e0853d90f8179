import { openReviews, type Till } from "@tillkit/core";
import { Stripe } from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openGuestDoor } from "../../src/shop/guest-door.ts";
import { openRegister } from "../../src/shop/register.ts";
import { coffee, openShop, type Shop, table, webhookSecret } from "../../src/shop/shop.ts";

const { webhooks: signer } = new Stripe("sk_test_signs");

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ servers: 2 });
});
afterEach(() => shop.close());

/** Opens the page of table 7. */
async function openPage(till: Till = shop.tills[0]): Promise<{ readonly id: string; readonly url: string }> {
  const payment = await till.checkout(table);
  if (payment.status !== "open") throw new Error(`The page is ${payment.status}.`);
  return { id: payment.id, url: payment.url };
}

/** Somebody with the account's key, as in Stripe's Dashboard, or with that of a connected account. */
function elsewhere(stripeAccount?: string): Stripe {
  const { hostname, port } = new URL(shop.simulator.url);
  const account = stripeAccount === undefined ? {} : { stripeAccount };
  return new Stripe("sk_test_dashboard", { host: hostname, port, protocol: "http", ...account });
}

/** The money is there, the order is not, and the case can be given back in one call. */
async function expectHeld(id: string, seen: RegExp): Promise<void> {
  const register = openRegister(shop);
  await shop.later(120_000);
  expect(await register.look({ id })).toMatchObject({
    fulfilment: { status: "held" },
    review: [{ reason: "origin_mismatch", open: true, seen: expect.stringMatching(seen) as string }],
  });
  expect(shop.calls).toEqual([]);
  expect(shop.orders()).toEqual([]);
}

describe.each([
  ["another tenant's", { tillkit_tenant: "neighbour" }, /labelled neighbour\//],
  ["another environment's", { tillkit_environment: "staging" }, /\(staging\), not/],
  ["another payment's", { tillkit_payment: "pay_other" }, /labelled default\/pay_other/],
])("our own PaymentIntent or page that turns out to be labelled as %s", (_whose, metadata, seen) => {
  it("never makes the order of a page: the money is held, shown, and given back in one call", async () => {
    const { id, url } = await openPage();
    // The PaymentIntent is there from the first card on.
    await shop.simulator.guest(url).decline("insufficient_funds");
    const [intent] = shop.simulator.paymentIntents;
    const [session] = shop.simulator.sessions;
    await elsewhere().paymentIntents.update(intent?.id ?? "", { metadata });
    await elsewhere().checkout.sessions.update(session?.id ?? "", { metadata });
    await shop.simulator.guest(url).pay("visa");
    await openRegister(shop).press({ id }, "check");
    await expectHeld(id, seen);

    const [review] = openReviews(await shop.get(id));
    await openRegister(shop).post(`/payments/${id}/refunds`, { review: review?.id });
    expect(shop.simulator.refunds).toMatchObject([{ payment_intent: intent?.id, amount: 1_600 }]);
    expect(openReviews(await shop.get(id))).toEqual([]);
    expect(shop.calls).toEqual([]);
  });

  it("never makes the order of a card at the counter", async () => {
    const { id } = await shop.tills[0].collect(coffee);
    await shop.simulator.reader("tmr_front").waiting();
    const [intent] = shop.simulator.paymentIntents;
    await elsewhere().paymentIntents.update(intent?.id ?? "", { metadata });
    await shop.simulator.reader("tmr_front").tap();
    await openRegister(shop).press({ id }, "check");
    await expectHeld(id, seen);
  });
});

describe("money of another connected account that carries our labels", () => {
  const other = "acct_neighbour";

  /** What Stripe tells of a card that was charged at the other account for so much, with the labels of our page. */
  async function paidElsewhere(): Promise<object> {
    const neighbour = elsewhere(other);
    const { id } = await neighbour.paymentIntents.create({
      amount: 1_600,
      currency: "usd",
      metadata: shop.simulator.sessions[0]?.metadata ?? {},
    });
    await neighbour.paymentIntents.confirm(id, {
      payment_method: "pm_card_visa",
      return_url: "https://shop.example",
    });
    const { data } = await neighbour.events.list({ type: "payment_intent.succeeded" });
    const [event] = data;
    if (event === undefined) throw new Error("A charge makes an event.");
    return { ...event, account: other };
  }

  it("is not heard by the shop's own server: the page stays open, and is paid as if nothing had been", async () => {
    const { id, url } = await openPage();
    expect(await deliver(shop.url, await paidElsewhere())).toEqual({
      status: 200,
      body: { outcome: "ignored", reason: "foreign" },
    });
    await shop.later(120_000);
    expect(await shop.get(id)).toMatchObject({ status: "open", review: [] });
    await shop.simulator.guest(url).pay("visa");
    await shop.quiet();
    expect(shop.orders()).toHaveLength(1);
    expect(openReviews(await shop.get(id))).toEqual([]);
  });

  it("is held where a server of that account hears of it on the same store", async () => {
    const { id } = await openPage();
    const neighbour = shop.till({ account: other });
    const door = await openGuestDoor(shop, { till: neighbour, bill: { lines: table.lines } });
    const answer = await deliver(door.url, await paidElsewhere());
    expect(answer).toEqual({ status: 200, body: { outcome: "applied" } });
    await neighbour.idle();
    await expectHeld(id, /is of account acct_neighbour, the payment of \(own\)/);
    await neighbour.stop();
    door.close();
  });

  it("is held where the payment is the connected account's and the shop's own server hears of money", async () => {
    const { id } = await openPage(shop.till({ account: other }));
    const own = elsewhere();
    const { id: intent } = await own.paymentIntents.create({
      amount: 1_600,
      currency: "usd",
      metadata: { tillkit_payment: id, tillkit_tenant: "default", tillkit_environment: "default" },
    });
    await own.paymentIntents.confirm(intent, { payment_method: "pm_card_visa", return_url: "https://shop.example" });
    await expectHeld(id, /is of account \(own\), the payment of acct_neighbour/);
  });
});

/** Delivers an event as Stripe would sign it. */
async function deliver(url: string, event: object): Promise<{ readonly status: number; readonly body: unknown }> {
  const payload = JSON.stringify(event);
  const timestamp = Math.floor(shop.clock.now() / 1_000);
  const response = await fetch(`${url}/webhooks/stripe`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "stripe-signature": signer.generateTestHeaderString({ payload, secret: webhookSecret, timestamp }),
    },
    body: payload,
  });
  return { status: response.status, body: await response.json() };
}
