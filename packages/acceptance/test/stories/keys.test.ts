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

const SESSIONS = "/v1/checkout/sessions";

/** The idempotency keys under which something was asked of Stripe, each once, in the order in which they were first used. */
function keysOf(path: string): readonly string[] {
  const sent = shop.simulator.requests.filter((request) => request.method === "POST" && request.path === path);
  return [...new Set(sent.map(({ idempotencyKey }) => idempotencyKey ?? "none"))];
}

describe("the key towards Stripe", () => {
  it("is kept while the outcome is unknown, on whichever server it is asked again", async () => {
    shop.simulator.faults.add({ on: `POST ${SESSIONS}`, times: 2, kind: "lose_answer" });
    const payment = await shop.tills[0].checkout(table);
    expect(payment).toMatchObject({ status: "opening", stage: "checking" });
    shop.clock.skip(61_000);
    await shop.tills[1]?.sweep();
    await shop.quiet();
    expect(await shop.get(payment.id)).toMatchObject({ status: "open" });
    expect(keysOf(SESSIONS)).toEqual([`tillkit:default:${payment.id}:open`]);
    expect(shop.simulator.sessions).toHaveLength(1);
  });

  it("is another after Stripe has refused for good, so that its answer does not come back", async () => {
    shop.simulator.faults.add({ on: `POST ${SESSIONS}`, times: 1, kind: { status: 400 } });
    const refused = await shop.tills[0].checkout(table);
    expect(refused).toMatchObject({ status: "failed", failure: { code: "refused_by_stripe" } });
    const again = await shop.tills[0].checkout(table);
    expect(again).toMatchObject({ status: "open" });
    expect(keysOf(SESSIONS)).toEqual([`tillkit:default:${refused.id}:open`, `tillkit:default:${again.id}:open`]);
  });

  it("is another for another basket, and the same for the same basket on another phone", async () => {
    const first = await shop.tills[0].checkout(table);
    await shop.tills[1]?.checkout(table);
    const changed = await shop.tills[0].checkout({ ...table, lines: table.lines.slice(0, 1) });
    expect(keysOf(SESSIONS)).toEqual([`tillkit:default:${first.id}:open`, `tillkit:default:${changed.id}:open`]);
    expect(keysOf(`${SESSIONS}/${shop.simulator.sessions[0]?.id}/expire`)).toEqual([
      `tillkit:default:${first.id}:expire_session`,
    ]);
  });

  it("is kept for a refund whose answer was lost, and another for the one after a refusal", async () => {
    const payment = await shop.tills[0].checkout(table);
    if (payment.status !== "open") throw new Error(`The page is ${payment.status}.`);
    await shop.simulator.guest(payment.url).pay("visa");
    await shop.quiet();
    shop.simulator.faults.add({ on: "POST /v1/refunds", times: 1, kind: { status: 400 } });
    const refused = await shop.tills[0].refund(payment.id, { reference: "slip-1", amount: 500 });
    expect(refused).toMatchObject({ status: "failed", failure: { code: "refund_refused" } });

    shop.simulator.faults.add({ on: "POST /v1/refunds", times: 2, kind: "lose_answer" });
    const unknown = await shop.tills[0].refund(payment.id, { reference: "slip-1", amount: 500 });
    await shop.later(2_000);
    expect((await shop.get(payment.id)).refunds).toMatchObject([
      { id: refused.id, status: "failed" },
      { id: unknown.id, status: "succeeded" },
    ]);
    expect(keysOf("/v1/refunds")).toEqual([
      `tillkit:default:${payment.id}:refund:${refused.id}`,
      `tillkit:default:${payment.id}:refund:${unknown.id}`,
    ]);
    expect(shop.simulator.refunds).toHaveLength(1);
  });
});
