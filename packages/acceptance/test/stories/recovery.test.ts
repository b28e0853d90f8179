import { openReviews } from "@tillkit/core";
import { Stripe } from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { coffee, openShop, type Shop, table } from "../../src/shop/shop.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ servers: 2 });
});
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

const second = () => shop.tills[1] ?? shop.tills[0];

const listed = () => shop.simulator.requests.filter(({ path }) => path.startsWith("/v1/events"));

/** From now on nothing arrives, and nothing but the list of events can be read: only a back-fill can tell. */
function loseEverything(): void {
  shop.simulator.webhooks.faults.add({ kind: "drop" });
  for (const on of ["GET /v1/payment_intents/{id}", "GET /v1/checkout/sessions/{id}", "GET /v1/refunds"])
    shop.simulator.faults.add({ on, kind: { status: 503 } });
}

/** Sells a coffee up to the tap. */
async function tapped(reference: string): Promise<string> {
  const { id } = await shop.tills[0].collect({ ...coffee, reference });
  const reader = shop.simulator.reader("tmr_front");
  await reader.waiting();
  await shop.tills[0].idle();
  await reader.tap();
  return id;
}

/** A page that a guest has paid. */
async function paidPage(reference: string): Promise<string> {
  const payment = await shop.tills[0].checkout({ ...table, reference });
  if (payment.status !== "open") throw new Error(`The page is ${payment.status}.`);
  await shop.simulator.guest(payment.url).payAndCloseTab();
  return payment.id;
}

const deliveredNothing = (): boolean =>
  shop.simulator.webhooks.deliveries.every(({ status }) => status !== "delivered");

describe("a server that was down for an hour", () => {
  it("settles everything by the back-fill, without one webhook and without reading one payment", async () => {
    // Sold before, when all was well, and given back in the Dashboard while nobody listened.
    const early = await tapped("early");
    await shop.quiet();
    const earlyPayment = await shop.get(early);
    if (earlyPayment.status !== "succeeded") throw new Error(`The early coffee is ${earlyPayment.status}.`);
    shop.simulator.webhooks.hold();
    const before = shop.simulator.webhooks.deliveries.length;
    loseEverything();
    const coffees = [await tapped("bill-1")];
    const pages = [await paidPage("table-1"), await paidPage("table-2"), await paidPage("table-3")];
    const dashboard = new Stripe("sk_test_acceptance", dashboardAt(shop.simulator.url));
    await dashboard.refunds.create({ payment_intent: earlyPayment.paid.paymentIntentId ?? "", amount: 300 });

    shop.clock.skip(HOUR);
    expect(shop.orders()).toHaveLength(1);
    const report = await second().backfill();
    expect(report).toMatchObject({ complete: true });
    expect(report?.applied).toBeGreaterThanOrEqual(5);
    await second().sweep();
    await shop.quiet();

    for (const id of [...coffees, ...pages])
      expect(await shop.get(id)).toMatchObject({
        status: "succeeded",
        fulfilment: { status: "done" },
        review: [],
      });
    expect(shop.orders()).toHaveLength(5);
    expect((await shop.get(early)).refunds).toMatchObject([{ amount: 300, status: "succeeded" }]);
    expect(shop.simulator.webhooks.deliveries.slice(before).some(({ status }) => status === "delivered")).toBe(false);
  });

  it("does so by itself, from the first sweep after its start on", async () => {
    loseEverything();
    const ids = [await tapped("bill-1"), await paidPage("table-1")];
    shop.clock.skip(HOUR);
    const restarted = shop.till();
    const rounds: boolean[] = [];
    for await (const { more } of restarted.catchUp()) rounds.push(more);
    expect(rounds.at(-1)).toBe(false);
    await restarted.idle();
    for (const id of ids)
      expect(await shop.get(id)).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
    expect(shop.orders()).toHaveLength(2);
    expect(deliveredNothing()).toBe(true);
    await restarted.stop();
  });

  it("finds what has come to a payment that had ended: late money is seen, and never lost", async () => {
    const [till] = shop.tills;
    const payment = await till.checkout(table);
    if (payment.status !== "open") throw new Error(`The page is ${payment.status}.`);
    await till.cancel(payment.id);
    await shop.quiet();
    expect(await shop.get(payment.id)).toMatchObject({ status: "canceled" });
    loseEverything();
    // A payment of ours that Stripe takes although we were done with it.
    const dashboard = new Stripe("sk_test_acceptance", dashboardAt(shop.simulator.url));
    await dashboard.paymentIntents.create({
      amount: 1_600,
      currency: "usd",
      confirm: true,
      payment_method: "pm_card_visa",
      allowed_payment_method_types: ["card"],
      metadata: {
        tillkit_payment: payment.id,
        tillkit_tenant: "default",
        tillkit_reference: table.reference,
        tillkit_environment: "default",
      },
    });
    shop.clock.skip(HOUR);
    await till.backfill();
    expect(openReviews(await shop.get(payment.id)).map(({ reason }) => reason)).toEqual(["late_payment"]);
    expect(shop.orders()).toEqual([]);
  });

  it("takes nothing in twice when Stripe then delivers after all", async () => {
    shop.simulator.webhooks.hold();
    const ids = [await tapped("bill-1"), await paidPage("table-1")];
    await second().backfill();
    await second().sweep();
    await shop.quiet();
    const versions = await Promise.all(ids.map(async (id) => (await second().get(id)).version));
    shop.simulator.webhooks.release("shuffled");
    await shop.quiet();
    expect(shop.orders()).toHaveLength(2);
    expect(shop.calls).toHaveLength(2);
    for (const { httpStatus } of shop.simulator.webhooks.deliveries) expect(httpStatus).toBe(200);
    // A card may still have been news; nothing else was.
    for (const [index, id] of ids.entries())
      expect((await second().get(id)).version).toBeLessThanOrEqual((versions[index] ?? 0) + 1);
  });
});

describe("two servers", () => {
  it("list what was missed once, not each", async () => {
    loseEverything();
    await tapped("bill-1");
    shop.clock.skip(MINUTE);
    const reports = await Promise.all(shop.tills.map((till) => till.backfill()));
    await shop.quiet();
    expect(reports.filter((report) => report !== undefined)).toHaveLength(1);
    expect(listed()).toHaveLength(1);
    for (const till of shop.tills)
      expect((await till.health()).backfill).toMatchObject({ running: false, finishedAt: expect.any(Number) });
  });

  it("go on for each other: the one that is stopped gives back what it has, at once", async () => {
    const [first] = shop.tills;
    shop.simulator.webhooks.faults.add({ kind: "drop" });
    const ids: string[] = [];
    for (let page = 0; page < 12; page += 1) ids.push(await paidPage(`table-${page}`));
    shop.clock.skip(3 * MINUTE);
    const sweeping = first.sweep();
    await first.stop();
    await sweeping;
    await second().sweep();
    await second().idle();
    for (const id of ids) expect(await shop.get(id)).toMatchObject({ status: "succeeded" });
    expect(shop.orders()).toHaveLength(12);
  });
});

describe("when Stripe asks for fewer calls", () => {
  it("background work pauses, the next coffee is sold all the same, and the rest is done afterwards", async () => {
    const [till] = shop.tills;
    shop.simulator.webhooks.faults.add({ kind: "drop" });
    const ids: string[] = [];
    for (let page = 0; page < 20; page += 1) ids.push(await paidPage(`table-${page}`));
    const limits = ["GET /v1/events", "GET /v1/checkout/sessions/{id}"].map((on) =>
      shop.simulator.faults.add({ on, kind: "rate_limit" }),
    );
    shop.clock.skip(3 * MINUTE);
    const troubles: string[] = [];
    till.events.on("trouble", ({ code }) => troubles.push(code));
    let report = await till.sweep();
    expect(report).toMatchObject({ more: true });
    expect(report.waitMs).toBeGreaterThan(0);
    expect(troubles).toEqual([]);
    const asked = shop.simulator.requests.length;
    expect(asked).toBeLessThan(2 * 20);
    await till.sweep();
    expect(shop.simulator.requests).toHaveLength(asked);

    const { id: sold } = await till.collect(coffee);
    await till.idle();
    expect(await shop.get(sold)).toMatchObject({ status: "collecting", stage: "waiting_for_card" });

    for (const lift of limits) lift();
    for (let round = 0; round < 40 && report.more; round += 1) {
      shop.clock.skip(Math.max(report.waitMs, SECOND));
      report = await till.sweep();
      await till.idle();
    }
    for (const id of ids) expect(await shop.get(id)).toMatchObject({ status: "succeeded" });
    expect(shop.orders()).toHaveLength(20);
  });
});

describe("what waits for a person, over HTTP", () => {
  it("is listed with its reason, tried again, and done", async () => {
    const [till] = shop.tills;
    shop.store.database.exec(
      "CREATE TRIGGER kitchen BEFORE INSERT ON orders BEGIN SELECT RAISE(ABORT, 'The kitchen is closed.'); END",
    );
    const id = await tapped("bill-1");
    await shop.quiet();
    for (let round = 0; round < 20; round += 1) await shop.later(MINUTE);
    const { status, body } = await ask("GET", "/parked");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      parked: [
        { kind: "effect", type: "fulfil", paymentId: id, reason: expect.stringContaining("The kitchen is closed.") },
      ],
    });
    expect(openReviews(await shop.get(id)).map(({ reason }) => reason)).toEqual(["effect_parked"]);

    shop.store.database.exec("DROP TRIGGER kitchen");
    const name = encodeURIComponent(`${id}~fulfil`);
    expect(await ask("POST", `/parked/${name}/retry`)).toMatchObject({ status: 200, body: { decision: "retry" } });
    await shop.quiet();
    expect(shop.orders()).toHaveLength(1);
    expect(await ask("GET", "/parked")).toEqual({ status: 200, body: { parked: [] } });
    expect(await ask("POST", `/parked/${name}/retry`)).toMatchObject({
      status: 404,
      body: { code: "parked_not_found" },
    });
    expect(openReviews(await shop.get(id))).toEqual([]);
    await till.idle();
  });

  it("is given up, and the order is not made any more", async () => {
    shop.store.database.exec(
      "CREATE TRIGGER kitchen BEFORE INSERT ON orders BEGIN SELECT RAISE(ABORT, 'The kitchen is closed.'); END",
    );
    const id = await tapped("bill-1");
    await shop.quiet();
    for (let round = 0; round < 20; round += 1) await shop.later(MINUTE);
    shop.store.database.exec("DROP TRIGGER kitchen");
    expect(await ask("POST", `/parked/${id}~fulfil/discard`)).toMatchObject({ status: 200 });
    await shop.later(HOUR);
    expect(shop.orders()).toEqual([]);
    expect(await ask("GET", "/parked")).toEqual({ status: 200, body: { parked: [] } });
  });

  it.each(["/parked/%E0%A4%A/retry", "/parked/evt_1/discard", "/parked/pay_1~fulfil/retry"])(
    "is not found under %s",
    async (path) => {
      expect(await ask("POST", path)).toMatchObject({ status: 404 });
    },
  );
});

async function ask(method: string, path: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${shop.url}${path}`, {
    method,
    ...(method === "POST" ? { headers: { "content-type": "application/json" }, body: "{}" } : {}),
  });
  return { status: response.status, body: await response.json() };
}

/** Stripe's own client, as somebody in the Dashboard. */
function dashboardAt(address: string): { readonly host: string; readonly port: string; readonly protocol: "http" } {
  const { hostname: host, port } = new URL(address);
  return { host, port, protocol: "http" };
}
