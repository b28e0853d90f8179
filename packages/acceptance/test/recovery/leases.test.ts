import type { Store } from "@tillkit/core";
import { expect, it } from "vitest";
import { openModelShop } from "../../src/shop/model-shop.ts";
import { coffee } from "../../src/shop/shop.ts";

const SECOND = 1_000;

it("a sale costs one read and five writes, of which the last of each worker gives its lease back", async () => {
  const shop = openModelShop();
  const calls: string[] = [];
  const till = shop.till({ wrapStore: (store) => counting(store, calls) });
  await till.readers.list();
  calls.length = 0;

  const { id } = await till.collect(coffee);
  await till.idle();
  expect(calls).toEqual(["commit", "commit", "commit"]);

  calls.length = 0;
  shop.stripe.tap("tmr_front");
  const succeeded = shop.event("payment_intent.succeeded");
  await till.webhook(succeeded);
  await till.idle();
  expect(calls).toEqual(["load", "commit", "commitWithin"]);
  expect(await shop.get(id)).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
});

it("what becomes due after a worker's last write is done by any server, however long leases are", async () => {
  const shop = openModelShop();
  const [till, other] = [shop.till({ leaseMs: 3_600 * SECOND }), shop.till({ backfillEveryMs: Infinity })];
  const { id } = await shop.sellUnheard(till);
  await shop.clock.advance(11 * SECOND);
  expect((await other.sweep()).worked).toBe(1);
  await other.idle();
  expect(await shop.get(id)).toMatchObject({ status: "succeeded", fulfilment: { status: "done" } });
});

it("an order that fulfil could not make is made by any server when its pause is over", async () => {
  const shop = openModelShop();
  const [till, other] = [shop.till({ leaseMs: 3_600 * SECOND, fulfil: keptClosed }), shop.till()];
  const { id } = await shop.sellUnheard(till);
  await till.webhook(shop.event("payment_intent.succeeded"));
  await till.idle();
  await shop.clock.advance(60 * SECOND);
  await other.sweep();
  await other.idle();
  expect(await shop.get(id)).toMatchObject({ fulfilment: { status: "done" } });
  expect(shop.orders).toHaveLength(1);
});

function keptClosed(): void {
  throw new Error("The kitchen is closed.");
}

/** The calls about payments, in their order; what is noted about deliveries on the side is left out. */
function counting(store: Store<undefined, "sync">, calls: string[]): Store<undefined, "sync"> {
  const copy = { ...store };
  for (const name of ["load", "find", "commit", "commitWithin", "claim", "release"] as const) {
    const call = store[name];
    Object.assign(copy, {
      [name]: (...args: readonly unknown[]): unknown => {
        calls.push(name);
        return Reflect.apply(call, store, args);
      },
    });
  }
  return copy;
}
