import { openReviews, type Till } from "@tillkit/core";
import { Stripe } from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { holding } from "../../src/shop/holding.ts";
import { openShop, type Shop, table } from "../../src/shop/shop.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ servers: 2 });
  await shop.tills[0].orders.set("table-7", { amount: 4_800, currency: "usd" });
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

/** A share of the bill of table 7, to be paid on a phone. */
const share = (guest: string, amount: number) => ({
  ...table,
  order: "table-7",
  reference: `table-7/${guest}`,
  lines: [{ name: `Share of ${guest}`, unitAmount: amount, quantity: 1 }],
});

/** A guest opens the page of a share, and pays it. */
async function pays(guest: string, amount: number): Promise<string> {
  const payment = await shop.tills[0].checkout(share(guest, amount));
  if (payment.status !== "open") throw new Error(`The page is ${payment.status}.`);
  await shop.simulator.guest(payment.url).pay("visa");
  await shop.quiet();
  return payment.id;
}

/** Money with a payment's labels that no page of its took, as from a program that has them from a backup. */
async function paidElsewhere(id: string): Promise<void> {
  const { hostname, port } = new URL(shop.simulator.url);
  const stripe = new Stripe("sk_test_elsewhere", { host: hostname, port, protocol: "http" });
  const metadata = shop.simulator.sessions.find((session) => session.metadata?.["tillkit_payment"] === id)?.metadata;
  const { id: intent } = await stripe.paymentIntents.create({
    amount: 4_800,
    currency: "usd",
    metadata: metadata ?? {},
  });
  await stripe.paymentIntents.confirm(intent, { payment_method: "pm_card_visa", return_url: table.successUrl });
  await shop.quiet();
}

const account = () => shop.tills[0].orders.get("table-7");

/** Sends a request to the first server's routes. */
async function send(path: string, body?: object): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${shop.url}${path}`, {
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    headers: { "content-type": "application/json" },
  });
  return { status: response.status, body: await response.json() };
}

describe("a bill that is split", () => {
  it("is not asked for twice where a server stands still for so long that its guest's part went to another", async () => {
    // It has read and promised; the third call writes the share down.
    const held = holding({ call: 3, at: "before" });
    const slow = shop.till({ store: held.port });
    const ada = slow.checkout(share("ada", 4_000)).catch((error: unknown) => error);
    await expect.poll(() => held.reached).toBe(true);
    await expect(second().checkout(share("bob", 4_000))).rejects.toMatchObject({ code: "share_too_large" });
    shop.clock.skip(61_000);
    const bob = await second().checkout(share("bob", 4_000));
    expect(bob.status).toBe("open");

    held.release();
    expect(await ada).toMatchObject({ code: "share_too_large", details: { left: 800 } });
    await shop.later(120_000);
    expect(await account()).toMatchObject({ underway: 4_000, left: 800 });
    expect(shop.simulator.sessions.filter(({ status }) => status === "open")).toHaveLength(1);
    // The same guest may ask for what is left.
    expect(await second().checkout(share("ada", 800))).toMatchObject({ status: "open" });
  });

  it("is paid share by share, on phones and at the counter, until it is covered", async () => {
    const first = await pays("ada", 1_600);
    const waiting = await second().checkout(share("bob", 1_600));
    expect(await account()).toEqual({
      order: "table-7",
      amount: 4_800,
      currency: "usd",
      paid: 1_600,
      tips: 0,
      refunded: 0,
      underway: 1_600,
      due: 3_200,
      left: 1_600,
      over: 0,
      status: "open",
    });
    if (waiting.status !== "open") throw new Error(`The page is ${waiting.status}.`);
    await shop.simulator.guest(waiting.url).pay("visa");
    await shop.tills[0].collect({
      reference: "table-7/eve",
      order: "table-7",
      location: "Terrace",
      amount: 1_600,
      currency: "usd",
      reader: "tmr_front",
    });
    await shop.simulator.reader("tmr_front").waiting();
    await shop.simulator.reader("tmr_front").tap("visa");
    await shop.quiet();
    expect(await account()).toMatchObject({ paid: 4_800, due: 0, left: 0, status: "covered" });
    expect(shop.orders()).toHaveLength(3);
    expect((await shop.tills[0].list({ order: "table-7" })).map(({ payment }) => payment.id)).toContain(first);
    const labels = { tillkit_order: "table-7", tillkit_location: "Terrace", tillkit_tenant: "default" };
    expect(shop.simulator.paymentIntents.at(-1)?.metadata).toMatchObject(labels);
    expect(shop.simulator.sessions[0]?.metadata).toMatchObject({ tillkit_order: "table-7" });
  });

  it("asks nobody for more than is left, and says how much that is", async () => {
    await pays("ada", 3_000);
    await expect(second().checkout(share("bob", 1_801))).rejects.toMatchObject({
      code: "share_too_large",
      details: { left: 1_800 },
    });
    await pays("bob", 1_800);
    await expect(second().checkout(share("eve", 100))).rejects.toMatchObject({ details: { left: 0 } });
    expect(shop.simulator.sessions).toHaveLength(2);
  });

  it("is never asked for twice over by phones that begin at the same moment, on two servers", async () => {
    const phones = ["ada", "bob", "eve", "joe", "kim"];
    const asked = await Promise.allSettled(
      phones.map((guest, n) => (shop.tills[n % 2] ?? second()).checkout(share(guest, 1_600))),
    );
    const refused = asked.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(2);
    expect(refused).toMatchObject([{ reason: { code: "share_too_large" } }, { reason: { code: "share_too_large" } }]);
    expect(shop.simulator.sessions).toHaveLength(3);
    expect(await account()).toMatchObject({ underway: 4_800, left: 0 });
  });

  it("raises what is held for a share, and captures it, for no more than is left", async () => {
    await pays("ada", 1_600);
    const { id } = await shop.tills[0].collect({
      reference: "table-7/eve",
      order: "table-7",
      amount: 1_600,
      currency: "usd",
      reader: "tmr_front",
      capture: "manual",
      hold: { incremental: true },
    });
    await shop.simulator.reader("tmr_front").waiting();
    await shop.simulator.reader("tmr_front").tap("visa");
    await shop.later(3_000);
    const tooLarge = { code: "share_too_large", details: { left: 1_600 } };
    await expect(shop.tills[0].increment(id, { amount: 3_201 })).rejects.toMatchObject(tooLarge);
    await expect(shop.tills[0].capture(id, { amount: 3_201 })).rejects.toMatchObject(tooLarge);
    await shop.tills[0].increment(id, { amount: 2_600 });
    await shop.quiet();
    expect(await account()).toMatchObject({ paid: 1_600, underway: 2_600, left: 600 });
    await shop.tills[0].capture(id);
    await shop.quiet();
    expect(await account()).toMatchObject({ paid: 4_200, underway: 0, left: 600, over: 0 });
  });

  it("counts all of a hold as asked for until a part of it is taken: the capture may be refused", async () => {
    const { id } = await shop.tills[0].collect({
      reference: "table-7/eve",
      order: "table-7",
      amount: 3_000,
      currency: "usd",
      reader: "tmr_front",
      capture: "manual",
    });
    await shop.simulator.reader("tmr_front").waiting();
    await shop.simulator.reader("tmr_front").tap("visa");
    await shop.later(3_000);
    shop.simulator.faults.add({ on: "POST /v1/payment_intents/{id}/capture", times: 2, kind: "lose_request" });
    await shop.tills[0].capture(id, { amount: 1_000 });
    await shop.quiet();
    expect(await shop.get(id)).toMatchObject({ status: "capturing", stage: "checking" });
    expect(await account()).toMatchObject({ underway: 3_000, left: 1_800 });
    await shop.later(60_000);
    expect(await account()).toMatchObject({ paid: 1_000, underway: 0, left: 3_800 });
  });

  it("gives a share free when its page is left, and the same guest the same page", async () => {
    const one = await shop.tills[0].checkout(share("ada", 4_800));
    expect(await second().checkout(share("ada", 4_800))).toMatchObject({ id: one.id });
    const smaller = await second().checkout(share("ada", 2_400));
    expect(smaller).toMatchObject({ status: "open", ordered: { amount: 2_400 } });
    expect(await shop.get(one.id)).toMatchObject({ status: "canceled", cancelReason: "replaced" });
    await shop.tills[0].cancel(smaller.id);
    await shop.quiet();
    expect(await account()).toMatchObject({ underway: 0, left: 4_800 });
    await pays("bob", 4_800);
    expect(await account()).toMatchObject({ status: "covered" });
  });

  it("keeps no share promised to a server that died before it had written it down", async () => {
    const never = new Promise<never>(() => undefined);
    await new Promise<void>((dies) => {
      const dead = shop.till({
        store: (store) => ({
          ...store,
          commit: (commit) => {
            if (commit.expectedVersion > 0) return store.commit(commit);
            dies();
            return never;
          },
        }),
      });
      void dead.checkout(share("ada", 4_800)).catch(() => undefined);
    });
    await expect(second().checkout(share("bob", 2_400))).rejects.toMatchObject({ code: "share_too_large" });
    shop.clock.skip(61_000);
    expect(await second().checkout(share("bob", 2_400))).toMatchObject({ status: "open" });
  });

  it("answers a share that was paid with that very payment, also when nothing is left", async () => {
    const id = await pays("ada", 4_800);
    expect(await second().checkout(share("ada", 4_800))).toMatchObject({ id, status: "succeeded" });
    expect(await account()).toMatchObject({ paid: 4_800, over: 0 });
  });

  it("owes again what has gone back, and shows what is the guests' when the bill gets smaller", async () => {
    const id = await pays("ada", 4_800);
    expect(await second().orders.set("table-7", { amount: 4_000, currency: "usd" })).toMatchObject({
      over: 800,
      due: 0,
    });
    await shop.tills[0].refund(id, { reference: "slip-1", amount: 800 });
    expect(await account()).toMatchObject({ over: 0, due: 0, refunded: 800, status: "covered" });
    await shop.tills[0].refund(id, { reference: "slip-2", amount: 1_000 });
    expect(await account()).toMatchObject({ due: 1_000, left: 1_000, status: "open" });
    await pays("bob", 1_000);
    expect(await account()).toMatchObject({ status: "covered" });
  });

  it("counts a share that is paid at Stripe, and not told of yet, as being paid", async () => {
    shop.simulator.webhooks.hold();
    const quiet = await shop.tills[0].checkout(share("ada", 4_800));
    if (quiet.status !== "open") throw new Error(`The page is ${quiet.status}.`);
    await shop.simulator.guest(quiet.url).payAndCloseTab("visa");
    await expect(second().checkout(share("bob", 4_800))).rejects.toMatchObject({ code: "share_too_large" });
    shop.simulator.webhooks.release();
    await shop.quiet();
    expect(await account()).toMatchObject({ paid: 4_800, over: 0, status: "covered" });
  });

  it("shows money that came for a share against all rules as a review, and as too much", async () => {
    const canceled = await shop.tills[0].checkout(share("ada", 4_800));
    await shop.tills[0].cancel(canceled.id);
    await shop.quiet();
    await pays("bob", 4_800);
    await paidElsewhere(canceled.id);
    expect(await account()).toMatchObject({ paid: 9_600, over: 4_800 });
    const [review] = openReviews(await shop.get(canceled.id));
    expect(review).toMatchObject({ reason: "late_payment", money: { amount: 4_800 } });
    await shop.tills[0].refund(canceled.id, { review: review?.id ?? "" });
    expect(await account()).toMatchObject({ paid: 4_800, over: 0, status: "covered" });
  });

  it("does not let a share at the counter grow beyond what is left", async () => {
    await pays("ada", 1_600);
    const [till] = shop.tills;
    const { id } = await till.collect({
      reference: "table-7/eve",
      order: "table-7",
      amount: 1_600,
      currency: "usd",
      reader: "tmr_front",
    });
    await shop.simulator.reader("tmr_front").waiting();
    await expect(till.changeAmount(id, 3_201)).rejects.toMatchObject({ code: "share_too_large" });
    await till.changeAmount(id, 3_200);
    await shop.quiet();
    expect(await account()).toMatchObject({ underway: 3_200, left: 0 });
  });

  it("is closed over HTTP: pages close, nobody opens another, and what was paid stays", async () => {
    const paid = await pays("ada", 1_600);
    const open = await shop.tills[0].checkout(share("bob", 1_600));
    expect(await send("/orders/table-7")).toMatchObject({ status: 200, body: { paid: 1_600, underway: 1_600 } });
    const closed = await send("/orders/table-7/close", { by: "Ada", note: "The rest in cash." });
    expect(closed).toMatchObject({ status: 200, body: { status: "closed", closed: { by: "Ada" }, paid: 1_600 } });
    await shop.quiet();
    expect(await shop.get(open.id)).toMatchObject({ status: "canceled", cancelReason: "closed" });
    expect(openReviews(await shop.get(paid))).toEqual([]);
    expect(await send("/payments", { flow: "checkout", ...share("eve", 100) })).toMatchObject({
      status: 409,
      body: { code: "order_closed" },
    });
    expect(await send("/orders/table-7", { amount: 9_900, currency: "usd" })).toMatchObject({
      status: 409,
      body: { code: "order_closed" },
    });
    expect(await send(`/payments?order=table-7`)).toMatchObject({ body: { payments: [{}, { order: "table-7" }] } });
  });

  it("has no open page left, however closing and ordering fall together on two servers", async () => {
    for (let round = 0; round < 10; round += 1) {
      const order = `party-${round}`;
      await shop.tills[0].orders.set(order, { amount: 4_800, currency: "usd" });
      await Promise.allSettled([
        second().checkout({ ...share("ada", 2_400), order, reference: `${order}/ada` }),
        shop.tills[0].orders.close(order, { by: "Ada" }),
        second().checkout({ ...share("bob", 2_400), order, reference: `${order}/bob` }),
      ]);
      await shop.quiet();
    }
    expect(shop.simulator.sessions.filter(({ status }) => status === "open")).toEqual([]);
  });

  it.each([
    [{ order: "table-8" }, "order_not_found"],
    [{ currency: "eur" }, "invalid_request"],
    [{ order: "" }, "invalid_request"],
  ])("refuses a share with %o", async (odd, code) => {
    await expect(shop.tills[0].checkout({ ...share("ada", 1_600), ...odd })).rejects.toMatchObject({ code });
    expect(shop.simulator.requests).toEqual([]);
  });

  it("keeps its currency, and takes no odd amount", async () => {
    const { orders } = shop.tills[0];
    await expect(orders.set("table-7", { amount: 100, currency: "eur" })).rejects.toMatchObject({
      code: "invalid_request",
    });
    await expect(orders.set("table-7", { amount: 1.5, currency: "usd" })).rejects.toMatchObject({
      code: "invalid_amount",
    });
    await expect(orders.get("table-9")).rejects.toMatchObject({ code: "order_not_found" });
  });
});
