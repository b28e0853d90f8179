import assert from "node:assert/strict";
import type { Payment } from "@tillkit/core";
import { FIXTURE_TIME, nextCommit, paymentFixture, pendingFixture } from "../../fixtures.ts";
import { casesOf, committed, given, loaded, type StoreCase } from "./case.ts";

const storeCase = casesOf("values");
const unknownCase = casesOf("unknown fields");
const textCase = casesOf("text");
const largeCase = casesOf("large values");

/** What comes back is what was written. */
export const valueCases: readonly StoreCase[] = [
  unknownCase("fields that this version does not know are kept", async ({ store }) => {
    const payment = { ...paymentFixture(), loyalty: { points: [1, 2, { bonus: null }] } };
    const pending = [{ ...pendingFixture(), colour: "blue" }];
    const stored = await given(store, payment, { pending });
    assert.deepEqual(stored, { payment, version: 1, pending, parked: [] });
  }),

  textCase("text of every script comes back as it was", async ({ store }) => {
    const description = "Käsespätzle · 寿司 · שלום · 👩‍🍳 · e\u0301 · '\"`;-- \\ %_ \n\t\u0000 end";
    const reference = "Tür–é–😀";
    await given(store, paymentFixture({ description, reference }), { take: [`reference:${reference}`] });
    const found = await store.find("default", `reference:${reference}`);
    assert.equal(found?.payment.description, description);
    assert.equal((await store.list({ tenant: "default", reference, limit: 1 })).length, 1);
  }),

  largeCase("a megabyte of metadata is kept", async ({ store }) => {
    const metadata = { note: "x".repeat(1_048_576), last: "end" };
    assert.deepEqual((await given(store, paymentFixture({ metadata }))).payment.metadata, metadata);
  }),

  textCase("keys that mean something to JavaScript are only keys", async ({ store }) => {
    const text = '{"__proto__":"a","constructor":"b","toString":"c","hasOwnProperty":"d"}';
    const metadata: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(parsed(text)));
    const { payment } = await given(store, paymentFixture({ metadata }));
    assert.equal(JSON.stringify(payment.metadata), text);
    assert.deepEqual(Object.keys(payment.metadata ?? {}), ["__proto__", "constructor", "toString", "hasOwnProperty"]);
  }),

  textCase("ids and names that mean something to JavaScript are only ids and names", async ({ store }) => {
    assert.equal(await store.load("__proto__", "constructor"), undefined);
    assert.equal(await store.find("constructor", "__proto__"), undefined);
    const payment = paymentFixture({ tenant: "__proto__", id: "constructor" });
    const stored = await given(store, payment, { take: ["__proto__"], cause: "toString" });
    assert.deepEqual(await store.find("__proto__", "__proto__"), stored);
    assert.deepEqual(await store.commit(nextCommit(stored, { cause: "toString" })), { type: "duplicate" });
  }),

  storeCase("numbers come back exactly", async ({ store }) => {
    const ordered = { amount: Number.MAX_SAFE_INTEGER, currency: "jpy" };
    const { payment } = await given(store, paymentFixture({ ordered, createdAt: 1, deadlineAt: 8.64e15 }));
    assert.deepEqual([payment.ordered, payment.createdAt], [ordered, 1]);
    assert("deadlineAt" in payment && payment.deadlineAt === 8.64e15);
  }),

  storeCase("who changes what it was given does not change what is kept", async ({ store }) => {
    const stored = await given(store, paymentFixture({ metadata: { table: "4" } }), { pending: [pendingFixture()] });
    const history = await store.timeline("default", "pay_1");
    tamper(stored.payment, "status", "canceled");
    tamper(stored.payment.metadata ?? {}, "table", "5");
    tamper(stored.pending, "0", null);
    tamper(history, "0", null);
    tamper(history, "length", 0);
    const again = await loaded(store);
    assert.deepEqual(again.payment, paymentFixture({ metadata: { table: "4" } }));
    assert.deepEqual(again.pending, [pendingFixture()]);
    assert.equal((await store.timeline("default", "pay_1"))[0]?.input, "collect");
  }),

  storeCase("who changes what it wrote does not change what is kept", async ({ store }) => {
    const payment: Payment = paymentFixture({ metadata: { table: "4" } });
    const pending = [pendingFixture()];
    const entries = [{ at: FIXTURE_TIME, source: "host", input: "collect", status: "opening" } as const];
    await given(store, payment, { pending, entries });
    tamper(payment, "status", "canceled");
    tamper(payment.metadata ?? {}, "table", "5");
    pending.length = 0;
    tamper(entries[0] ?? {}, "input", "paid");
    const again = await loaded(store);
    assert.deepEqual(again.payment, paymentFixture({ metadata: { table: "4" } }));
    assert.equal(again.pending.length, 1);
    assert.equal((await store.timeline("default", "pay_1"))[0]?.input, "collect");
  }),

  storeCase("a record that was read stays as it was read", async ({ store }) => {
    const first = await given(store);
    await committed(store, nextCommit(first, { payment: paymentFixture({ stage: "checking" }) }));
    assert.deepEqual(first, { payment: paymentFixture(), version: 1, pending: [], parked: [] });
  }),
];

/** Does what a careless caller does; a store may forbid it, by freezing what it answers. */
function tamper(target: object, key: string, value: unknown): void {
  try {
    Reflect.set(target, key, value);
  } catch {
    // Forbidden: just as good.
  }
}

function parsed(text: string): Record<string, string> {
  const value: Record<string, string> = JSON.parse(text);
  return value;
}
