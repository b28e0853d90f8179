import { openReviews } from "@tillkit/core";
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

/** Closes a bill over the first server's routes. */
async function close(reference: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${shop.url}/payments/close`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ reference, by: "Ada", note: "Paid in cash." }),
  });
  return { status: response.status, body: response.status === 204 ? undefined : await response.json() };
}

/** Opens the page of table 7. */
async function openPage(): Promise<{ readonly id: string; readonly url: string }> {
  const payment = await shop.tills[0].checkout(table);
  if (payment.status !== "open") throw new Error(`The page is ${payment.status}.`);
  return { id: payment.id, url: payment.url };
}

const open = async (id: string) => openReviews(await shop.get(id)).map(({ reason }) => reason);

describe("a bill that is paid in cash", () => {
  it("closes its page, and no phone opens another", async () => {
    const { id } = await openPage();
    expect(await close("table-7")).toMatchObject({
      status: 200,
      body: { id, status: "expiring", closed: { by: "Ada", note: "Paid in cash." } },
    });
    await shop.quiet();
    expect(await shop.get(id)).toMatchObject({ status: "canceled", cancelReason: "closed" });
    expect(shop.simulator.sessions.map(({ status }) => status)).toEqual(["expired"]);
    for (const till of shop.tills)
      await expect(till.checkout(table)).rejects.toMatchObject({
        code: "reference_closed",
        details: { paymentId: id, reference: "table-7" },
      });
    expect(shop.simulator.sessions).toHaveLength(1);
  });

  it("stays closed when it is closed again, and a bill that nobody knows has nothing to close", async () => {
    await openPage();
    const first = await close("table-7");
    await shop.quiet();
    expect(await close("table-7")).toMatchObject({ status: 200, body: { closed: Object(first.body).closed } });
    expect(await close("table-8")).toEqual({ status: 204, body: undefined });
  });

  it("takes its name back from a page that had expired", async () => {
    const { id } = await openPage();
    await shop.later(46 * 60_000);
    expect(await close("table-7")).toMatchObject({ status: 200, body: { id, status: "expired" } });
    await expect(shop.tills[0].checkout(table)).rejects.toMatchObject({ code: "reference_closed" });
  });

  it("is a visible case when the guest pays by card at the same moment: held, never made, and given back in one call", async () => {
    shop.simulator.webhooks.hold();
    const { id, url } = await openPage();
    await shop.simulator.guest(url).payAndCloseTab("visa");
    await close("table-7");
    await shop.quiet();
    shop.simulator.webhooks.release("shuffled");
    await shop.quiet();
    expect(await shop.get(id)).toMatchObject({ status: "succeeded", fulfilment: { status: "held" } });
    expect(await open(id)).toEqual(["paid_elsewhere"]);
    expect(shop.calls).toEqual([]);
    const [review] = openReviews(await shop.get(id));
    expect(review?.money).toMatchObject({ amount: 1_600, currency: "usd" });
    expect(await shop.tills[0].refund(id, { review: review?.id ?? "" })).toMatchObject({ status: "succeeded" });
    expect(await open(id)).toEqual([]);
  });

  it("is a visible case when the card was there first", async () => {
    const { id, url } = await openPage();
    await shop.simulator.guest(url).pay("visa");
    await shop.quiet();
    expect(await close("table-7")).toMatchObject({ status: 200, body: { status: "succeeded" } });
    expect(await open(id)).toEqual(["paid_elsewhere"]);
    expect(shop.orders()).toHaveLength(1);
  });

  it("frees the reader that was waiting for its card", async () => {
    const { id } = await shop.tills[0].collect(coffee);
    await shop.simulator.reader("tmr_front").waiting();
    await close("bill-1");
    await shop.quiet();
    expect(await shop.get(id)).toMatchObject({ status: "canceled", cancelReason: "closed" });
    expect(await shop.tills[0].collect({ ...coffee, reference: "bill-2" })).toMatchObject({ status: "opening" });
    await expect(shop.tills[0].collect(coffee)).rejects.toMatchObject({ code: "reference_closed" });
  });

  it("has no open page left, however closing and ordering fall together on two servers", async () => {
    const [till, other] = shop.tills;
    for (let round = 0; round < 10; round += 1) {
      const reference = `table-7-${round}`;
      await Promise.allSettled([till.checkout({ ...table, reference }), other?.close(reference, { by: "Ada" })]);
      await other?.close(reference, { by: "Ada" });
      await shop.quiet();
    }
    expect(shop.simulator.sessions.filter(({ status }) => status === "open")).toEqual([]);
  });
});

describe("a bill over nothing", () => {
  const free = { ...table, lines: [{ name: "Tap water", unitAmount: 0, quantity: 2 }] };

  it("is paid at once, its order is made once, and Stripe is not asked", async () => {
    const [one, other] = await Promise.all(shop.tills.map((till) => till.checkout(free)));
    expect(one).toMatchObject({ status: "succeeded", paid: { amount: 0, tip: 0, currency: "usd" } });
    expect(other?.id).toBe(one?.id);
    await shop.quiet();
    expect(await shop.get(one?.id ?? "")).toMatchObject({ fulfilment: { status: "done" }, review: [] });
    expect(shop.orders()).toHaveLength(1);
    expect(shop.calls).toHaveLength(1);
    expect(shop.simulator.requests).toEqual([]);
  });

  it("has nothing to give back, and hears a check without asking", async () => {
    const { id } = await shop.tills[0].checkout(free);
    await shop.quiet();
    await expect(shop.tills[0].refund(id, { reference: "slip-1" })).rejects.toMatchObject({
      code: "transition_rejected",
    });
    expect(await shop.tills[0].check(id)).toMatchObject({ status: "succeeded" });
    expect(shop.simulator.requests).toEqual([]);
  });

  it("closes the page of the bill that it was before", async () => {
    const { id } = await openPage();
    expect(await shop.tills[0].checkout(free)).toMatchObject({ status: "succeeded" });
    expect(await shop.get(id)).toMatchObject({ status: "canceled", cancelReason: "replaced" });
    expect(shop.simulator.sessions.map(({ status }) => status)).toEqual(["expired"]);
  });

  it("is none for a reader, which shows no zero", async () => {
    await expect(shop.tills[0].collect({ ...coffee, amount: 0 })).rejects.toMatchObject({ code: "amount_too_small" });
  });
});

describe("a page that the shop wants closed sooner than Stripe closes any", () => {
  it("is closed by the till in time, and the basket can be paid on another page", async () => {
    const { id } = await shop.tills[0].checkout({ ...table, expiresInMs: 5 * 60_000 });
    await shop.later(5 * 60_000 - 1_000);
    expect(await shop.get(id)).toMatchObject({ status: "open" });
    await shop.later(1_000);
    await shop.quiet();
    expect(await shop.get(id)).toMatchObject({ status: "canceled", cancelReason: "timeout" });
    expect(shop.simulator.sessions.map(({ status }) => status)).toEqual(["expired"]);
    const anew = await openPage();
    expect(anew.id).not.toBe(id);
    await shop.simulator.guest(anew.url).pay("visa");
    await shop.quiet();
    expect(shop.orders()).toEqual([{ paymentId: anew.id, reference: "table-7" }]);
  });

  it("is paid when the guest was faster", async () => {
    shop.simulator.webhooks.hold();
    const payment = await shop.tills[0].checkout({ ...table, expiresInMs: 5 * 60_000 });
    if (payment.status !== "open") throw new Error(`The page is ${payment.status}.`);
    await shop.simulator.guest(payment.url).payAndCloseTab("visa");
    await shop.later(5 * 60_000);
    expect(await shop.get(payment.id)).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
  });
});
