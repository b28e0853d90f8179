import { type PostgresStore, postgresStore } from "@tillkit/postgres";
import { firstCommit, paymentFixture } from "@tillkit/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Schema, temporarySchema } from "./schemas.ts";

const COUNT = 50;
const ids = Array.from({ length: COUNT }, (_, n) => `pay_${n}`);

let made: Schema;
let store: PostgresStore;

beforeEach(async () => {
  made = temporarySchema();
  store = await postgresStore({ connection: made.url, schema: made.schema, listen: false });
  await Promise.all(ids.map((id) => store.commit(firstCommit(paymentFixture({ id })))));
});
afterEach(async () => {
  await store.close();
  await made.remove();
});

const loadAll = (more: readonly string[] = []) =>
  Promise.allSettled([...ids, ...more].map((id) => store.load("default", id)));

const found = (id: string) => ({ status: "fulfilled", value: { payment: { id }, version: 1 } });

it("loads that arrive together get each its own payment, and what is not there is not there", async () => {
  const answers = await loadAll(["pay_none", "pay_7"]);
  expect(answers).toMatchObject([...ids.map(found), { status: "fulfilled", value: undefined }, found("pay_7")]);
  expect(await store.load("south", "pay_1")).toBeUndefined();
});

it("an id that PostgreSQL cannot read costs the other loads nothing", async () => {
  const answers = await loadAll(["pay_\u0000"]);
  expect(answers).toMatchObject([...ids.map(found), { status: "rejected", reason: { code: "store_unusable" } }]);
});

it("a corrupt row is the trouble of whoever asked for it", async () => {
  await made.pool.query(`UPDATE ${made.schema}.payments SET payment = '{' WHERE id = 'pay_49'`);
  const answers = await loadAll();
  expect(answers).toMatchObject([
    ...ids.slice(0, -1).map(found),
    { status: "rejected", reason: { code: "store_unusable", details: { paymentId: "pay_49" } } },
  ]);
});

it("a store that closes answers what it was asked before", async () => {
  const asked = loadAll();
  await store.close();
  expect(await asked).toMatchObject(ids.map(found));
});
