import { openReviews, type Order } from "@tillkit/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openShop, type Shop, table } from "../../src/shop/shop.ts";

/** What a printer was sent, and whether it works. */
interface Printer {
  readonly sent: string[];
  broken: boolean;
}

let shop: Shop;
let kitchen: Printer;
let receipts: Printer;

/** Prints the order's key, or throws as a printer does that is out of paper. */
function print(printer: Printer, { onceKey }: Order): void {
  printer.sent.push(onceKey);
  if (printer.broken) throw new Error("no paper");
}

beforeEach(async () => {
  kitchen = { sent: [], broken: false };
  receipts = { sent: [], broken: false };
  shop = await openShop({
    servers: 2,
    afterwards: {
      kitchenTicket: (order) => print(kitchen, order),
      receipt: async (order) => print(receipts, order),
    },
  });
});
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

/** A bill at table 7 that is paid. */
async function soldDinner(): Promise<{ readonly id: string; readonly sessionId: string }> {
  const payment = await shop.tills[0].checkout(table);
  if (payment.status !== "open") throw new Error(`The page is ${payment.status}.`);
  await shop.simulator.guest(payment.url).payAndCloseTab("visa");
  return { id: payment.id, sessionId: payment.checkoutSessionId };
}

describe("what follows from an order", () => {
  it("is done once, each under a key of its own, however many servers hear of the money", async () => {
    shop.simulator.webhooks.hold();
    const { id, sessionId } = await soldDinner();
    shop.simulator.webhooks.release("shuffled");
    await Promise.all(shop.tills.map((till) => till.confirmReturn(sessionId)));
    await shop.quiet();
    expect(kitchen.sent).toEqual([`default:${id}:kitchenTicket`]);
    expect(receipts.sent).toEqual([`default:${id}:receipt`]);
    expect(await shop.get(id)).toMatchObject({
      fulfilment: {
        status: "done",
        afterwards: [
          { name: "kitchenTicket", doneAt: expect.any(Number) as number },
          { name: "receipt", doneAt: expect.any(Number) as number },
        ],
      },
    });
    expect(shop.calls).toHaveLength(1);
  });

  it("never stands in the way of the order or of each other", async () => {
    kitchen.broken = true;
    const { id, sessionId } = await soldDinner();
    expect(await shop.tills[0].confirmReturn(sessionId)).toMatchObject({
      status: "succeeded",
      fulfilment: { status: "done" },
    });
    await shop.quiet();
    expect(shop.orders()).toHaveLength(1);
    expect(receipts.sent).toHaveLength(1);

    kitchen.broken = false;
    await shop.later(1_000);
    expect(new Set(kitchen.sent)).toEqual(new Set([`default:${id}:kitchenTicket`]));
    const answer = await fetch(`${shop.url}/payments/${id}`);
    expect(await answer.json()).toMatchObject({
      fulfilment: { status: "done", afterwards: [{ name: "kitchenTicket", doneAt: expect.any(String) as string }, {}] },
    });
    const times = kitchen.sent.length;
    await shop.later(120_000);
    expect(kitchen.sent).toHaveLength(times);
    expect(shop.calls).toHaveLength(1);
  });

  it("that keeps failing is shown to somebody, and done when they say so", async () => {
    kitchen.broken = true;
    const { id } = await soldDinner();
    for (let round = 0; round < 30; round += 1) await shop.later(61_000);
    expect(kitchen.sent).toHaveLength(24);
    const [till] = shop.tills;
    const [parked] = await till.parked();
    expect(parked).toMatchObject({ paymentId: id, type: "afterwards", tries: 23 });
    expect(parked?.reason).toBe("kitchenTicket threw 24 times, lastly: no paper");
    expect(openReviews(await shop.get(id))).toMatchObject([{ reason: "effect_parked" }]);
    kitchen.broken = false;
    await till.unpark(parked?.id ?? "", "retry");
    await shop.quiet();
    expect(kitchen.sent).toHaveLength(25);
    expect(await shop.get(id)).toMatchObject({
      fulfilment: { afterwards: [{ doneAt: expect.any(Number) as number }, {}] },
    });
    expect(openReviews(await shop.get(id))).toEqual([]);
  });

  it("is done by another server when the one that was at it has died", async () => {
    const never = new Promise<never>(() => undefined);
    let isDead = false;
    const dead = shop.till({
      store: (store) => ({ ...store, commit: (commit) => (isDead ? never : store.commit(commit)) }),
      afterwards: {
        kitchenTicket: () => {
          isDead = true;
          return never;
        },
      },
    });
    shop.simulator.webhooks.hold();
    const { id, sessionId } = await soldDinner();
    await dead.confirmReturn(sessionId);
    expect(shop.orders()).toHaveLength(1);
    await shop.tills[0].sweep();
    expect(kitchen.sent).toEqual([]);
    shop.clock.skip(61_000);
    await shop.tills[0].sweep();
    await shop.quiet();
    expect(kitchen.sent).toEqual([`default:${id}:kitchenTicket`]);
    expect(shop.calls).toHaveLength(1);
  });

  it("that hangs is given up and tried again, so that a refund is not held up", async () => {
    let hangs = true;
    const tries: string[] = [];
    const till = shop.till({
      afterwards: {
        kitchenTicket: ({ onceKey }) => {
          tries.push(onceKey);
          return hangs ? new Promise(() => undefined) : undefined;
        },
      },
    });
    shop.simulator.webhooks.hold();
    const { id, sessionId } = await soldDinner();
    await till.confirmReturn(sessionId);
    shop.clock.skip(30_000);
    await till.idle();
    expect(tries).toHaveLength(1);
    hangs = false;
    shop.clock.skip(1_000);
    await till.sweep();
    expect(tries).toEqual([`default:${id}:kitchenTicket`, `default:${id}:kitchenTicket`]);
  });

  it("is not done for an order that the host refuses, or that is held", async () => {
    shop.simulator.webhooks.hold();
    const { id } = await soldDinner();
    await shop.tills[0].close("table-7", { by: "Ada" });
    await shop.quiet();
    shop.simulator.webhooks.release();
    await shop.quiet();
    expect(await shop.get(id)).toMatchObject({ fulfilment: { status: "held" } });
    expect(kitchen.sent).toEqual([]);
    const [review] = openReviews(await shop.get(id));
    await shop.tills[0].resolve(id, review?.id ?? "", { by: "Ada", fulfil: true });
    await shop.quiet();
    expect(kitchen.sent).toHaveLength(1);
    expect(shop.orders()).toHaveLength(1);
  });

  it("needs names that can be keys", () => {
    expect(() => shop.till({ afterwards: { "kitchen ticket": () => undefined } })).toThrow("afterwards");
  });
});
