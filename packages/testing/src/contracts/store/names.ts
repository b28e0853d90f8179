import assert from "node:assert/strict";
import { firstCommit, nextCommit, paymentFixture } from "../../fixtures.ts";
import { casesOf, committed, given, loaded, type StoreCase } from "./case.ts";

const storeCase = casesOf("names");

/** A name belongs to one payment at a time. */
export const nameCases: readonly StoreCase[] = [
  storeCase("a payment is found by each of its names", async ({ store }) => {
    const stored = await given(store, paymentFixture(), { take: ["pi_1", "reference:bill", "reader:tmr_1"] });
    for (const name of ["pi_1", "reference:bill", "reader:tmr_1"])
      assert.deepEqual(await store.find("default", name), stored);
  }),

  storeCase("a name that nobody has finds nothing", async ({ store }) => {
    await given(store);
    assert.equal(await store.find("default", "pi_nobody"), undefined);
    assert.equal(await store.find("default", "pay_1"), undefined);
  }),

  storeCase("a name that another payment has is refused, and who has it is told", async ({ store }) => {
    await given(store, paymentFixture(), { take: ["reader:tmr_1"] });
    const late = firstCommit(paymentFixture({ id: "pay_2" }), { take: ["pi_2", "reader:tmr_1"] });
    assert.deepEqual(await store.commit(late), { type: "taken", name: "reader:tmr_1", by: "pay_1" });
    assert.equal(await store.load("default", "pay_2"), undefined);
  }),

  storeCase("a payment may take a name that it has", async ({ store }) => {
    const first = await given(store, paymentFixture(), { take: ["pi_1"] });
    assert.equal(await committed(store, nextCommit(first, { take: ["pi_1"] })), 2);
  }),

  storeCase("a name that was given back can be taken by another payment", async ({ store }) => {
    const first = await given(store, paymentFixture(), { take: ["reader:tmr_1"] });
    await committed(store, nextCommit(first, { drop: ["reader:tmr_1"] }));
    assert.equal(await store.find("default", "reader:tmr_1"), undefined);
    const second = await given(store, paymentFixture({ id: "pay_2" }), { take: ["reader:tmr_1"] });
    assert.deepEqual(await store.find("default", "reader:tmr_1"), second);
    const back = nextCommit(await loaded(store), { take: ["reader:tmr_1"] });
    assert.deepEqual(await store.commit(back), { type: "taken", name: "reader:tmr_1", by: "pay_2" });
  }),

  storeCase("a payment cannot give back the name of another", async ({ store }) => {
    const owner = await given(store, paymentFixture(), { take: ["pi_1"] });
    const other = await given(store, paymentFixture({ id: "pay_2" }), { take: ["pi_2"] });
    await committed(store, nextCommit(other, { drop: ["pi_1"] }));
    assert.deepEqual(await store.find("default", "pi_1"), owner);
  }),

  storeCase("names stay through commits that do not mention them", async ({ store }) => {
    const first = await given(store, paymentFixture(), { take: ["pi_1"] });
    await committed(store, nextCommit(first));
    assert.equal((await store.find("default", "pi_1"))?.version, 2);
  }),

  storeCase("of many payments that take one name at once exactly one gets it", async ({ store }) => {
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        store.commit(firstCommit(paymentFixture({ id: `pay_${n}` }), { take: ["reader:tmr_1"] })),
      ),
    );
    const winner = results.findIndex(({ type }) => type === "committed");
    assert.deepEqual(
      results.filter((_, n) => n !== winner),
      Array.from({ length: 9 }, () => ({ type: "taken", name: "reader:tmr_1", by: `pay_${winner}` })),
    );
  }),

  storeCase("names are compared exactly", async ({ store }) => {
    await given(store, paymentFixture(), { take: ["reference:Tisch 7"] });
    await given(store, paymentFixture({ id: "pay_2" }), { take: ["reference:tisch 7", "reference:Tisch 7 "] });
    assert.equal((await store.find("default", "reference:Tisch 7"))?.payment.id, "pay_1");
    assert.equal((await store.find("default", "reference:tisch 7"))?.payment.id, "pay_2");
    assert.equal(await store.find("default", "reference:Tisch%"), undefined);
  }),
];
