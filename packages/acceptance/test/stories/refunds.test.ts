import { openReviews, type Payment, type Refund } from "@tillkit/core";
import { Stripe } from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { coffee, openShop, type Shop, table } from "../../src/shop/shop.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ servers: 2 });
});
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

/** A coffee that is paid and made. */
async function soldCoffee(card = "visa"): Promise<string> {
  const { id } = await shop.tills[0].collect(coffee);
  const reader = shop.simulator.reader("tmr_front");
  await reader.waiting();
  await reader.tap(card);
  await shop.quiet();
  return id;
}

/** Sends a POST to the first server's routes. */
async function post(path: string, body: object): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${shop.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

const posts = () => shop.simulator.requests.filter(({ method, path }) => method === "POST" && path === "/v1/refunds");

const refundedAtStripe = () =>
  shop.simulator.refunds
    .filter(({ status }) => status === "succeeded" || status === "pending")
    .reduce((sum, { amount }) => sum + amount, 0);

const open = (payment: Payment) => openReviews(payment).map(({ reason }) => reason);

describe("money that goes back", () => {
  it("goes back in parts, and never more than was taken", async () => {
    const id = await soldCoffee();
    const first = await post(`/payments/${id}/refunds`, { reference: "slip-1", amount: 500, by: "Ada" });
    expect(first).toMatchObject({
      status: 201,
      body: {
        payment: {
          status: "succeeded",
          amountRefunded: 500,
          refundable: 750,
          refunds: [{ reference: "slip-1", status: "succeeded", amount: 500, by: "Ada" }],
        },
      },
    });
    const tooMuch = await post(`/payments/${id}/refunds`, { reference: "slip-2", amount: 751 });
    expect(tooMuch).toMatchObject({ status: 409, body: { code: "refund_too_large", details: { refundable: 750 } } });
    const rest = await post(`/payments/${id}/refunds`, { reference: "slip-2" });
    expect(rest).toMatchObject({ status: 201, body: { payment: { amountRefunded: 1_250, refundable: 0 } } });
    const none = await post(`/payments/${id}/refunds`, { reference: "slip-3" });
    expect(none).toMatchObject({ status: 409, body: { code: "refund_too_large" } });
    expect(refundedAtStripe()).toBe(1_250);
  });

  it("goes back once when the same slip is sent again, also on another server at the same moment", async () => {
    const id = await soldCoffee();
    const slip = { reference: "slip-1", amount: 500 };
    const [one, other] = await Promise.all(shop.tills.map((till) => till.refund(id, slip)));
    const again = await shop.tills[0].refund(id, slip);
    expect(new Set([one?.id, other?.id, again.id]).size).toBe(1);
    expect(posts()).toHaveLength(1);
    await expect(shop.tills[0].refund(id, { ...slip, amount: 600 })).rejects.toMatchObject({
      code: "reference_in_use",
    });
  });

  it("is not promised twice to two registers that both give all of it back at the same moment", async () => {
    const id = await soldCoffee();
    const asked = await Promise.allSettled(
      shop.tills.map((till, register) => till.refund(id, { reference: `slip-${register}`, amount: 1_250 })),
    );
    const refused = asked.filter(({ status }) => status === "rejected");
    expect(refused).toMatchObject([{ reason: { code: "refund_too_large" } }]);
    await shop.quiet();
    expect(refundedAtStripe()).toBe(1_250);
  });

  it("cannot go back before it has come", async () => {
    const { id } = await shop.tills[0].collect(coffee);
    await expect(shop.tills[0].refund(id, { reference: "slip-1" })).rejects.toMatchObject({
      code: "transition_rejected",
    });
  });

  it.each(["lose_answer", "lose_request", "truncate_body"] as const)(
    "goes back once when Stripe's answer is lost (%s)",
    async (kind) => {
      const id = await soldCoffee();
      shop.simulator.webhooks.hold();
      // The stripe client repeats once by itself after a broken connection.
      shop.simulator.faults.add({ on: "POST /v1/refunds", times: kind === "truncate_body" ? 1 : 2, kind });
      const unknown: Refund = await shop.tills[0].refund(id, { reference: "slip-1", amount: 500 });
      expect(unknown).toMatchObject({ status: "requested", stage: "checking" });
      await shop.later(2_000);
      expect((await shop.get(id)).refunds).toMatchObject([{ status: "succeeded", amount: 500 }]);
      expect(shop.simulator.refunds).toHaveLength(1);
      shop.simulator.webhooks.release("reversed");
      await shop.quiet();
      expect((await shop.get(id)).refunds).toHaveLength(1);
    },
  );

  it("goes back once when Stripe stores an error after the work, and the next try has another key", async () => {
    const id = await soldCoffee();
    shop.simulator.faults.add({ on: "POST /v1/refunds", times: 1, kind: { status: 500, stored: true, worked: true } });
    await shop.tills[0].refund(id, { reference: "slip-1", amount: 500 });
    await shop.later(2_000);
    expect((await shop.get(id)).refunds).toMatchObject([{ status: "succeeded" }]);
    expect(shop.simulator.refunds).toHaveLength(1);
  });

  it("is seen when somebody gives it back in Stripe's Dashboard", async () => {
    const id = await soldCoffee();
    const [intent] = shop.simulator.paymentIntents;
    await elsewhere().refunds.create({ payment_intent: intent?.id ?? "", amount: 500 });
    await shop.quiet();
    const seen = await shop.get(id);
    expect(seen.refunds).toMatchObject([{ status: "succeeded", amount: 500 }]);
    expect(seen.refunds[0]).not.toHaveProperty("reference");
    await expect(shop.tills[0].refund(id, { reference: "slip-1", amount: 800 })).rejects.toMatchObject({
      code: "refund_too_large",
    });
  });

  it("is found by a check when no event tells of the Dashboard's refund", async () => {
    const id = await soldCoffee();
    shop.simulator.webhooks.hold();
    const [intent] = shop.simulator.paymentIntents;
    await elsewhere().refunds.create({ payment_intent: intent?.id ?? "", amount: 500 });
    expect((await shop.tills[0].check(id)).refunds).toMatchObject([{ amount: 500 }]);
  });

  it("comes to light when it fails after all: a review says so until somebody has dealt with it", async () => {
    const id = await soldCoffee("refund_fails");
    const { status } = await shop.tills[0].refund(id, { reference: "slip-1" });
    expect(status).toBe("succeeded");
    for (let turn = 0; turn < 2; turn += 1) await shop.later(3_000);
    const failed = await shop.get(id);
    expect(failed.refunds).toMatchObject([
      { status: "failed", failure: { code: "refund_failed", stripeCode: "expired_or_canceled_card" } },
    ]);
    expect(open(failed)).toEqual(["refund_failed"]);
    expect(await shop.tills[0].list({ review: true })).toHaveLength(1);

    const [review] = failed.review;
    const ended = await post(`/payments/${id}/resolve`, { review: review?.id, by: "Ada", note: "Paid out in cash." });
    expect(ended).toMatchObject({ status: 200, body: { review: [{ open: false, resolved: { by: "Ada" } }] } });
    expect(await shop.tills[0].list({ review: true })).toHaveLength(0);
    const again = await post(`/payments/${id}/resolve`, { review: review?.id, by: "Bob" });
    expect(again).toMatchObject({ status: 409, body: { code: "transition_rejected" } });
  });

  it("is pending until the bank has confirmed it", async () => {
    const id = await soldCoffee("refund_pending");
    expect(await shop.tills[0].refund(id, { reference: "slip-1", amount: 500 })).toMatchObject({ status: "pending" });
    for (let turn = 0; turn < 2; turn += 1) await shop.later(3_000);
    expect((await shop.get(id)).refunds).toMatchObject([{ status: "succeeded" }]);
  });

  it("needs the card again where it was Interac, and says so before Stripe is asked", async () => {
    await shop.close();
    shop = await openShop({ settings: { account: { country: "CA" } } });
    const { id } = await shop.tills[0].collect({ ...coffee, currency: "cad" });
    const reader = shop.simulator.reader("tmr_front");
    await reader.waiting();
    await reader.tap("interac");
    await shop.quiet();
    const answer = await post(`/payments/${id}/refunds`, { reference: "slip-1" });
    expect(answer).toMatchObject({ status: 409, body: { code: "refund_needs_card" } });
    expect(posts()).toEqual([]);
  });
});

describe("money that is too much", () => {
  it("is shown with its evidence, and goes back in one call, once, by which the review ends", async () => {
    const id = await soldCoffee();
    const surplus = await paidAgain(id);
    const [review] = openReviews(await shop.get(id));
    expect(review).toMatchObject({
      id: `surplus_payment.${surplus}`,
      money: { paymentIntentId: surplus, amount: 1_250, currency: "usd" },
    });
    const [one, other] = await Promise.all(shop.tills.map((till) => till.refund(id, { review: review?.id ?? "" })));
    expect(one).toMatchObject({ status: "succeeded", amount: 1_250, paymentIntentId: surplus });
    expect(other?.id).toBe(one?.id);
    expect(posts()).toHaveLength(1);
    await shop.quiet();
    expect(open(await shop.get(id))).toEqual([]);
    expect(shop.orders()).toHaveLength(1);
  });

  it("is found by its PaymentIntent when somebody gives it back in the Dashboard, and the review ends", async () => {
    const id = await soldCoffee();
    const surplus = await paidAgain(id);
    await elsewhere().refunds.create({ payment_intent: surplus });
    await shop.quiet();
    expect(open(await shop.get(id))).toEqual([]);
    // What was paid for the order is untouched by it.
    expect(await shop.tills[0].refund(id, { reference: "slip-1" })).toMatchObject({ amount: 1_250 });
  });
});

describe("a dispute", () => {
  it("is seen and needs somebody until the bank has decided", async () => {
    const page = await shop.tills[0].checkout(table);
    if (page.status !== "open") throw new Error(`The page is ${page.status}.`);
    await shop.simulator.guest(page.url).pay("disputed");
    await shop.quiet();
    await shop.later(3_000);
    const disputed = await shop.get(page.id);
    expect(disputed.disputes).toMatchObject([{ amount: 1_600, status: "needs_response", reason: "fraudulent" }]);
    expect(open(disputed)).toEqual(["disputed"]);
    const [dispute] = shop.simulator.disputes;
    await elsewhere().disputes.close(dispute?.id ?? "");
    await shop.quiet();
    expect(await shop.get(page.id)).toMatchObject({ status: "succeeded", disputes: [{ status: "lost" }] });
    expect(open(await shop.get(page.id))).toEqual([]);
  });
});

/** Somebody with the account's key, as in Stripe's Dashboard. */
function elsewhere(): Stripe {
  const { hostname, port } = new URL(shop.simulator.url);
  return new Stripe("sk_test_dashboard", { host: hostname, port, protocol: "http" });
}

/** Money that comes again for a bill that is paid: as after a restored backup, or from another program with our labels. */
async function paidAgain(id: string): Promise<string> {
  const [intent] = shop.simulator.paymentIntents;
  const surplus = await elsewhere().paymentIntents.create({
    amount: 1_250,
    currency: "usd",
    metadata: intent?.metadata ?? {},
  });
  await elsewhere().paymentIntents.confirm(surplus.id, {
    payment_method: "pm_card_visa",
    return_url: "https://shop.example",
  });
  await shop.quiet();
  expect(open(await shop.get(id))).toEqual(["surplus_payment"]);
  return surplus.id;
}
