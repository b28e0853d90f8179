import { afterEach, beforeEach, expect, it } from "vitest";
import { openShop, type Shop, table } from "../../src/shop/shop.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

const TABLES = 12;

/** Moves time on until every page is open, and gives how many are by then. */
async function opened(ids: readonly string[], turns: number): Promise<number> {
  let open = 0;
  for (let turn = 0; turn < turns && open < ids.length; turn += 1) {
    await shop.later(2_000);
    const payments = await Promise.all(ids.map(shop.get));
    open = payments.filter(({ status }) => status === "open").length;
  }
  return open;
}

it("opens every page of a rush that Stripe slows down, once each, and makes every order", async () => {
  const [till] = shop.tills;
  shop.simulator.rateLimits.set({ test: 3 });
  const references = Array.from({ length: TABLES }, (_, index) => `table-${index}`);
  let waiting = true;
  const asking = Promise.all(references.map((reference) => till.checkout({ ...table, reference })));
  void asking.finally(() => (waiting = false));
  // Whoever asks is patient for a while, and the test is not.
  while (waiting) await shop.later(1_000);
  const asked = await asking;
  expect(shop.simulator.requests.some(({ status }) => status === 429)).toBe(true);
  const ids = asked.map(({ id }) => id);
  expect(await opened(ids, 60)).toBe(TABLES);
  expect(shop.simulator.sessions).toHaveLength(TABLES);
  // Whoever is told to slow down does, so most of what is asked is let through.
  expect(shop.simulator.requests.filter(({ status }) => status === 429).length).toBeLessThan(3 * TABLES);

  shop.simulator.rateLimits.set(false);
  for (const { id } of shop.simulator.sessions) await shop.simulator.guest(id).payAndCloseTab("visa");
  await shop.quiet();
  expect(
    shop
      .orders()
      .map(({ reference }) => reference)
      .toSorted(),
  ).toEqual(references.toSorted());
});
