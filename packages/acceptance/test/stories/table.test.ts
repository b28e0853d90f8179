import type { Till } from "@tillkit/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openShop, type Shop, table } from "../../src/shop/shop.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ servers: 2 });
});
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

/** The other server. */
function second(): Till {
  const [, other] = shop.tills;
  if (other === undefined) throw new RangeError("The shop has two servers.");
  return other;
}

/** Opens the page of table 7. */
async function openPage(): Promise<{ readonly id: string; readonly url: string; readonly sessionId: string }> {
  const payment = await shop.tills[0].checkout(table);
  if (payment.status !== "open") throw new Error(`The page is ${payment.status}.`);
  return { id: payment.id, url: payment.url, sessionId: payment.checkoutSessionId };
}

describe("at the table", () => {
  it("takes a payment on the page: one order, made by the webhook", async () => {
    const { id, url, sessionId } = await openPage();
    const back = await shop.simulator.guest(url).pay("visa");
    expect(back).toBe(`https://shop.example/back?session_id=${sessionId}`);
    await shop.quiet();
    expect(await shop.get(id)).toMatchObject({
      status: "succeeded",
      paid: { amount: 1_600, checkoutSessionId: sessionId },
      fulfilment: { status: "done" },
    });
    expect(shop.orders()).toEqual([{ paymentId: id, reference: "table-7" }]);
  });

  it("costs one call to Stripe, and at most one on the way back", async () => {
    const { url, sessionId } = await openPage();
    await shop.simulator.guest(url).pay("visa");
    await shop.quiet();
    await shop.tills[0].confirmReturn(sessionId);
    const calls = shop.simulator.requests.filter(({ path }) => path.startsWith("/v1/"));
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /v1/checkout/sessions"]);
  });

  it("settles on the way back when no event came", async () => {
    shop.simulator.webhooks.hold();
    const { id, url, sessionId } = await openPage();
    await shop.simulator.guest(url).payAndCloseTab("visa");
    expect(await second().confirmReturn(sessionId)).toMatchObject({
      id,
      status: "succeeded",
      fulfilment: { status: "done" },
    });
    shop.simulator.webhooks.release("shuffled");
    await shop.quiet();
    expect(shop.calls).toHaveLength(1);
    expect(shop.orders()).toHaveLength(1);
  });

  it("makes one order when the return page and the webhook come at the same moment, on two servers, and tells both that it is paid", async () => {
    for (let round = 0; round < 10; round += 1) {
      const payment = await shop.tills[0].checkout({ ...table, reference: `table-7-${round}` });
      if (payment.status !== "open") throw new Error(`The page is ${payment.status}.`);
      shop.simulator.webhooks.hold();
      await shop.simulator.guest(payment.url).payAndCloseTab("visa");
      shop.simulator.webhooks.release();
      const [one, other] = await Promise.all([
        second().confirmReturn(payment.checkoutSessionId),
        shop.tills[0].confirmReturn(payment.checkoutSessionId),
      ]);
      expect([one, other]).toMatchObject([
        { status: "succeeded", fulfilment: { status: "done" } },
        { status: "succeeded", fulfilment: { status: "done" } },
      ]);
      await shop.quiet();
      expect(shop.orders().filter(({ paymentId }) => paymentId === payment.id)).toHaveLength(1);
    }
    expect(shop.simulator.webhooks.deliveries.every(({ httpStatus }) => httpStatus === 200)).toBe(true);
  });

  it("gives the guest who comes back too early no success", async () => {
    const { sessionId } = await openPage();
    expect(await shop.tills[0].confirmReturn(sessionId)).toMatchObject({ status: "open", stage: "waiting" });
    expect(shop.orders()).toEqual([]);
  });

  it("says that it does not know when Stripe cannot be asked", async () => {
    const { sessionId } = await openPage();
    shop.simulator.faults.add({ on: "GET /v1/checkout/sessions/{id}", kind: "lose_request" });
    expect(await shop.tills[0].confirmReturn(sessionId, { waitMs: 50 })).toMatchObject({
      status: "open",
      stage: "checking",
    });
  });

  it("gives a second phone the same page", async () => {
    const first = await openPage();
    const again = await second().checkout(table);
    expect(again).toMatchObject({ id: first.id, url: first.url });
    expect(shop.simulator.sessions).toHaveLength(1);
  });

  it("closes the page of an old bill, and sees it closed, before it opens one for the new bill", async () => {
    const { id } = await openPage();
    const { lines } = table;
    const changed = await second().checkout({
      ...table,
      lines: [...lines, { name: "Wine", unitAmount: 900, quantity: 1 }],
    });
    expect(changed).toMatchObject({ status: "open", ordered: { amount: 2_500 } });
    expect(await shop.get(id)).toMatchObject({ status: "canceled", cancelReason: "replaced" });
    expect(shop.simulator.sessions.map(({ status }) => status)).toEqual(["expired", "open"]);
    const posts = shop.simulator.requests
      .filter(({ method }) => method === "POST")
      .map(({ path }) => path.replace(/cs_\w+/, "{id}"));
    expect(posts).toEqual(["/v1/checkout/sessions", "/v1/checkout/sessions/{id}/expire", "/v1/checkout/sessions"]);
  });

  it("opens another page when the same money buys something else", async () => {
    const { id } = await openPage();
    const [first, ...rest] = table.lines;
    const changed = await shop.tills[0].checkout({ ...table, lines: [{ ...first, name: "Salad" }, ...rest] });
    expect(changed.id).not.toBe(id);
    expect(changed.status).toBe("open");
  });

  it("opens no page for a changed bill when the guest has paid the old one meanwhile", async () => {
    shop.simulator.webhooks.hold();
    const { id, url } = await openPage();
    await shop.simulator.guest(url).payAndCloseTab("visa");
    const changed = shop.tills[0].checkout({ ...table, lines: [{ name: "Wine", unitAmount: 900, quantity: 1 }] });
    await expect(changed).rejects.toMatchObject({
      code: "reference_in_use",
      details: { paymentId: id, status: "succeeded", amount: 1_600 },
    });
    expect(shop.simulator.sessions).toHaveLength(1);
    await shop.quiet();
    expect(shop.orders()).toHaveLength(1);
  });

  it("leaves one page open when two servers change the bill at the same moment", async () => {
    await openPage();
    const wine = { ...table, lines: [{ name: "Wine", unitAmount: 900, quantity: 1 }] };
    const beer = { ...table, lines: [{ name: "Beer", unitAmount: 600, quantity: 1 }] };
    await Promise.allSettled([shop.tills[0].checkout(wine), second().checkout(beer)]);
    await shop.quiet();
    expect(shop.simulator.sessions.filter(({ status }) => status === "open")).toHaveLength(1);
  });

  it("gives two phones that order at the same moment, on two servers, the same open page", async () => {
    const [one, other] = await Promise.all([shop.tills[0].checkout(table), second().checkout(table)]);
    expect(one).toMatchObject({ status: "open" });
    expect(other).toEqual(one);
    expect(shop.simulator.sessions).toHaveLength(1);
  });

  it("lets a guest whose card was declined try again on the same page", async () => {
    const { id, url } = await openPage();
    await shop.simulator.guest(url).decline("insufficient_funds");
    await shop.quiet();
    await shop.later(3_000);
    expect(await shop.get(id)).toMatchObject({ status: "open" });
    await shop.simulator.guest(url).pay("visa");
    await shop.quiet();
    expect(await shop.get(id)).toMatchObject({ status: "succeeded" });
    expect(shop.orders()).toHaveLength(1);
  });

  it("closes the page on request, and is paid instead if the guest was faster", async () => {
    const { id } = await openPage();
    await shop.tills[0].cancel(id);
    await shop.quiet();
    expect(await shop.get(id)).toMatchObject({ status: "canceled" });

    shop.simulator.webhooks.hold();
    const later = await openPage();
    await shop.simulator.guest(later.url).payAndCloseTab("visa");
    await shop.tills[0].cancel(later.id);
    await shop.quiet();
    expect(await shop.get(later.id)).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
    shop.simulator.webhooks.release();
    await shop.quiet();
    expect(shop.orders()).toHaveLength(1);
  });

  it("finds out by itself about a guest who paid and closed the tab while no event came", async () => {
    shop.simulator.webhooks.hold();
    const { id, url } = await openPage();
    await shop.simulator.guest(url).payAndCloseTab("visa");
    await shop.later(121_000);
    expect(await shop.get(id)).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
    expect(shop.orders()).toHaveLength(1);
  });

  it("asks Stripe about an open page five times at most", async () => {
    const { id } = await openPage();
    for (let minute = 0; minute < 47; minute += 1) await shop.later(60_000);
    expect(await shop.get(id)).toMatchObject({ status: "expired" });
    const asked = shop.simulator.requests.filter(
      ({ method, path }) => method === "GET" && path.startsWith("/v1/checkout/sessions/"),
    );
    expect(asked.length).toBeLessThanOrEqual(5);
  });

  it("expires by itself, and the bill can be paid anew", async () => {
    const { id } = await openPage();
    await shop.later(46 * 60_000);
    expect(await shop.get(id)).toMatchObject({ status: "expired" });
    const { id: anew } = await openPage();
    expect(anew).not.toBe(id);
  });
});
