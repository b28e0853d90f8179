import assert from "node:assert/strict";
import type { PaymentQuery, Store } from "@tillkit/core";
import { checkoutFixture, FIXTURE_TIME, nextCommit, paymentFixture } from "../../fixtures.ts";
import { casesOf, committed, given, idsOf, loaded, type StoreCase } from "./case.ts";

const storeCase = casesOf("ordering");

/** Payments are listed newest first, page by page. */
export const listCases: readonly StoreCase[] = [
  storeCase("an empty store lists nothing", async ({ store }) => {
    assert.deepEqual(await list(store), []);
  }),

  storeCase("payments are listed newest first, whatever order they were written in", async ({ store }) => {
    await made(store, { pay_a: 2, pay_b: 3, pay_c: 1 });
    assert.deepEqual(await list(store), ["pay_b", "pay_a", "pay_c"]);
  }),

  storeCase("a change does not move a payment in the list", async ({ store }) => {
    await made(store, { pay_a: 1, pay_b: 2 });
    await committed(store, nextCommit(await loaded(store, "pay_a"), { at: FIXTURE_TIME + 99 }));
    assert.deepEqual(await list(store), ["pay_b", "pay_a"]);
  }),

  storeCase("pages follow each other without a gap or a repetition, also within one millisecond", async ({ store }) => {
    await made(store, { pay_a: 1, pay_b: 1, pay_c: 1, pay_d: 1, pay_e: 0, pay_f: 2, pay_g: 1 });
    const all = await list(store);
    const pages: string[] = [];
    for (let page = await list(store, { limit: 2 }); page.length > 0;) {
      pages.push(...page);
      page = await list(store, { limit: 2, after: page.at(-1) ?? "" });
    }
    assert.deepEqual(pages, all);
    assert.equal(new Set(all).size, 7);
  }),

  storeCase("a page is not moved by payments that are made meanwhile", async ({ store }) => {
    await made(store, { pay_a: 1, pay_b: 2, pay_c: 3, pay_d: 4 });
    assert.deepEqual(await list(store, { limit: 2 }), ["pay_d", "pay_c"]);
    await made(store, { pay_e: 5 });
    assert.deepEqual(await list(store, { limit: 2, after: "pay_c" }), ["pay_b", "pay_a"]);
  }),

  storeCase("a page can follow a payment that no longer fits the query", async ({ store }) => {
    await made(store, { pay_a: 1, pay_b: 2, pay_c: 3 });
    const status = ["opening"] as const;
    assert.deepEqual(await list(store, { limit: 1, status }), ["pay_c"]);
    const payment = { ...paymentFixture({ id: "pay_c", createdAt: FIXTURE_TIME + 3 }), status: "canceled" } as const;
    const canceled = { ...payment, cancelReason: "cashier" } as const;
    await committed(store, nextCommit(await loaded(store, "pay_c"), { payment: canceled }));
    assert.deepEqual(await list(store, { limit: 5, status, after: "pay_c" }), ["pay_b", "pay_a"]);
  }),

  storeCase("nothing follows a payment that is not there", async ({ store }) => {
    await made(store, { pay_a: 1 });
    assert.deepEqual(await list(store, { after: "pay_none" }), []);
  }),

  storeCase("a list is filtered by flow", async ({ store }) => {
    await made(store, { pay_a: 1 });
    await given(store, checkoutFixture({ id: "pay_b" }));
    assert.deepEqual(await list(store, { flow: "checkout" }), ["pay_b"]);
    assert.deepEqual(await list(store, { flow: "terminal" }), ["pay_a"]);
  }),

  storeCase("a list is filtered by any of several statuses, and by none at all", async ({ store }) => {
    await made(store, { pay_a: 1, pay_b: 2 });
    const failed = {
      ...paymentFixture({ id: "pay_c" }),
      status: "failed",
      failure: { code: "reader_failed" },
    } as const;
    await given(store, failed);
    assert.deepEqual(await list(store, { status: ["failed", "canceled"] }), ["pay_c"]);
    assert.deepEqual(await list(store, { status: ["failed", "opening"] }), ["pay_b", "pay_a", "pay_c"]);
    assert.deepEqual(await list(store, { status: [] }), []);
  }),

  storeCase("a list is filtered by reference, exactly", async ({ store }) => {
    await given(store, paymentFixture({ id: "pay_a", reference: "bill 1", createdAt: FIXTURE_TIME + 1 }));
    await given(store, paymentFixture({ id: "pay_b", reference: "bill 1" }), { take: [] });
    await given(store, paymentFixture({ id: "pay_c", reference: "bill 11" }));
    assert.deepEqual(await list(store, { reference: "bill 1" }), ["pay_a", "pay_b"]);
    assert.deepEqual(await list(store, { reference: "bill%" }), []);
  }),

  storeCase("a list is filtered by the order that payments are shares of, exactly", async ({ store }) => {
    await given(store, paymentFixture({ id: "pay_a", order: "bill 1", createdAt: FIXTURE_TIME + 1 }));
    await given(store, checkoutFixture({ id: "pay_b", order: "bill 1" }));
    await given(store, paymentFixture({ id: "pay_c", order: "bill 11" }));
    await given(store, paymentFixture({ id: "pay_d", reference: "bill 1" }));
    assert.deepEqual(await list(store, { order: "bill 1" }), ["pay_a", "pay_b"]);
    assert.deepEqual(await list(store, { order: "bill 1", limit: 1, after: "pay_a" }), ["pay_b"]);
    assert.deepEqual(await list(store, { order: "bill%" }), []);
    assert.deepEqual(await list(store, { tenant: "south", order: "bill 1" }), []);
    await committed(store, nextCommit(await loaded(store, "pay_a"), { at: FIXTURE_TIME + 99 }));
    assert.deepEqual(await list(store, { order: "bill 1" }), ["pay_a", "pay_b"]);
  }),

  storeCase("a list is filtered by what needs a person", async ({ store }) => {
    const late = { id: "late_payment.pi_1", reason: "late_payment", at: FIXTURE_TIME, seen: "paid late" } as const;
    const review = [late];
    await made(store, { pay_a: 1 });
    await given(store, paymentFixture({ id: "pay_b", review }));
    assert.deepEqual(await list(store, { review: true }), ["pay_b"]);
    assert.deepEqual(await list(store, { review: false }), ["pay_a"]);
    await committed(
      store,
      nextCommit(await loaded(store, "pay_a"), { payment: paymentFixture({ id: "pay_a", review }) }),
    );
    assert.deepEqual((await list(store, { review: true })).toSorted(), ["pay_a", "pay_b"]);

    const resolved = [{ ...late, resolved: { at: FIXTURE_TIME, by: "Ada" } }];
    const ended = paymentFixture({ id: "pay_a", review: resolved });
    await committed(store, nextCommit(await loaded(store, "pay_a"), { payment: ended }));
    assert.deepEqual(await list(store, { review: true }), ["pay_b"]);
  }),

  storeCase("filters add up, and the limit counts what fits", async ({ store }) => {
    await made(store, { pay_a: 1, pay_b: 2, pay_c: 3 });
    await given(store, checkoutFixture({ id: "pay_d", createdAt: FIXTURE_TIME + 9 }));
    const query = { flow: "terminal", status: ["opening"], limit: 2 } as const;
    assert.deepEqual(await list(store, query), ["pay_c", "pay_b"]);
    assert.deepEqual(await list(store, { ...query, reference: "bill-pay_a" }), ["pay_a"]);
  }),
];

async function made(store: Store, ages: Readonly<Record<string, number>>): Promise<void> {
  for (const [id, age] of Object.entries(ages))
    await given(store, paymentFixture({ id, createdAt: FIXTURE_TIME + age }));
}

async function list(store: Store, query: Partial<PaymentQuery> = {}): Promise<readonly string[]> {
  return idsOf(await store.list({ tenant: "default", limit: 100, ...query }));
}
