import type { Order } from "@tillkit/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openShop, type Shop, table } from "../../src/shop/shop.ts";

/** Something of the host's that takes as long as the test wants. */
interface Slow {
  readonly begun: readonly string[];
  work(order: Order): Promise<void>;
  end(): void;
}

let shop: Shop;
let making: Slow;
let printing: Slow;

function slow(): Slow {
  const begun: string[] = [];
  let end: (() => void) | undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    begun,
    work: async ({ onceKey }) => {
      begun.push(onceKey);
      await ended;
    },
    end: () => end?.(),
  };
}

beforeEach(async () => {
  making = slow();
  printing = slow();
  shop = await openShop({ fulfil: { atLeastOnce: making.work }, afterwards: { kitchenTicket: printing.work } });
});
afterEach(async () => {
  making.end();
  printing.end();
  await shop.quiet();
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

/** A guest pays, and is sent back to the shop: Checkout waits for the answer to `checkout.session.completed` first. */
async function payAndBeSentBack(): Promise<string> {
  const page = await shop.tills[0].checkout(table);
  if (page.status !== "open") throw new Error(`The page is ${page.status}.`);
  await shop.simulator.guest(page.url).pay("visa");
  return page.id;
}

/** How the delivery that Checkout waits for was answered. */
function answered(): readonly unknown[] {
  const completed = shop.simulator.events.find(({ type }) => type === "checkout.session.completed");
  return shop.simulator.webhooks.deliveries
    .filter(({ event }) => event === completed?.id)
    .map(({ httpStatus }) => httpStatus);
}

describe("a guest whom Checkout holds until the endpoint has answered", () => {
  it("is sent back while the host's order is still being made", async () => {
    const id = await payAndBeSentBack();
    expect(answered()).toEqual([200]);
    expect(await shop.get(id)).toMatchObject({ status: "succeeded", fulfilment: { status: "pending" } });
    expect(making.begun).toEqual([`default:${id}`]);
    making.end();
    printing.end();
    await shop.quiet();
    expect(await shop.get(id)).toMatchObject({ fulfilment: { status: "done" } });
    expect(making.begun).toHaveLength(1);
  });

  it("is sent back while what follows from the order is still being done", async () => {
    making.end();
    const id = await payAndBeSentBack();
    expect(answered()).toEqual([200]);
    await expect.poll(() => printing.begun).toEqual([`default:${id}:kitchenTicket`]);
    const order = await shop.get(id);
    expect(order).toMatchObject({ fulfilment: { status: "done", afterwards: [{ name: "kitchenTicket" }] } });
    expect(order).not.toHaveProperty("fulfilment.afterwards.0.doneAt");
  });
});
