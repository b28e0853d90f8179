import assert from "node:assert/strict";
import { type AdapterCase, adapterCase } from "./case.ts";
import { objectOf, problemOf, waitingForCard } from "./steps.ts";

const cart = {
  currency: "usd",
  lines: [{ description: "Soup", amount: 1300, quantity: 2 }],
  tax: 100,
  total: 1400,
};

/** Readers: setting them up, what they show, and whose they are. */
export const readerCases: readonly AdapterCase[] = [
  adapterCase("adds a reader by its code, and renames it", async (bench) => {
    const { locations } = await objectOf(await bench.get("/locations"));
    assert(Array.isArray(locations));
    const [{ id: locationId }] = locations as [{ readonly id: string }];
    const body = { registrationCode: "simulated-s700", locationId, label: "Terrace" };
    const response = await bench.post("/readers", body);
    assert.equal(response.status, 201);
    const added = await objectOf(response);
    assert.equal(response.headers.get("location"), `readers/${String(added["id"])}`);
    assert.equal(added["label"], "Terrace");
    assert.equal(added["use"], "free");
    const renamed = await objectOf(await bench.post(`/readers/${String(added["id"])}/rename`, { label: "Garden" }));
    assert.equal(renamed["label"], "Garden");
    await problemOf(
      await bench.post("/readers", { ...body, registrationCode: "nobody-knows" }),
      409,
      "registration_refused",
    );
    await problemOf(await bench.post("/readers", { ...body, locationId: "tml_none" }), 404, "location_not_found");
    await problemOf(await bench.post("/readers", { registrationCode: "simulated-s700" }), 400, "invalid_request");
  }),
  adapterCase("names the payment and the register that have a reader", async (bench) => {
    const { id } = await waitingForCard(bench, "automatic", { register: "Bar" });
    const reader = await objectOf(await bench.get("/readers/tmr_front"));
    assert.deepEqual([reader["use"], reader["paymentId"], reader["register"]], ["payment", id, "Bar"]);
    const sale = { flow: "terminal", reference: "next", amount: 500, currency: "usd", reader: "tmr_front" };
    const problem = await problemOf(await bench.post("/payments", sale), 409, "reader_busy");
    assert.deepEqual(problem["details"], { readerId: "tmr_front", paymentId: id, register: "Bar" });
  }),
  adapterCase("shows a cart, and never in the place of a payment", async (bench) => {
    const show = (what: object | null) => bench.post("/readers/tmr_front/cart", { cart: what });
    assert.equal((await objectOf(await show(cart)))["use"], "cart");
    assert.equal((await objectOf(await show(null)))["use"], "free");
    await problemOf(await show({ ...cart, total: 14.5 }), 400, "invalid_amount");
    await problemOf(await show({ ...cart, total: 0 }), 400, "invalid_request");
    await problemOf(await show({ ...cart, lines: [] }), 400, "invalid_request");
    const { id } = await waitingForCard(bench);
    for (const what of [cart, null]) await problemOf(await show(what), 409, "reader_busy");
    assert.equal((await bench.till.check(id)).status, "collecting");
  }),
  adapterCase("clears a reader of what was seen there, and of nothing else", async (bench) => {
    const { id } = await waitingForCard(bench);
    const clear = (expectedPaymentIntentId: string | null) =>
      bench.post("/readers/tmr_front/clear", { expectedPaymentIntentId });
    await problemOf(await clear(null), 409, "reader_busy");
    await bench.post(`/payments/${id}/cancel`);
    await bench.till.idle();
    await bench.post("/readers/tmr_front/cart", { cart });
    await problemOf(await clear("pi_other"), 409, "reader_changed");
    assert.equal((await objectOf(await clear(null)))["use"], "free");
    await problemOf(await bench.post("/readers/tmr_front/clear"), 400, "invalid_request");
  }),
  adapterCase("says what readers suggest as tips, for the account and for a location", async (bench) => {
    const tips = { usd: { fixedAmounts: [100, 200], percentages: [15], smartTipThreshold: 1000 } };
    const set = async (body: object) => objectOf(await bench.post("/reader_tips", body));
    assert.deepEqual(await set({ tips }), { tips, from: "account", sharedWith: [] });
    const own = { usd: { percentages: [10] } };
    const here = { location: "tml_model", tips: own, from: "location", sharedWith: [] };
    assert.deepEqual(await set({ location: "tml_model", tips: own }), here);
    assert.deepEqual(await objectOf(await bench.get("/reader_tips?location=tml_model")), here);
    assert.equal((await set({ location: "tml_model", tips: null }))["from"], "account");
    assert.deepEqual(await set({ tips: null }), { tips: {}, from: "nowhere", sharedWith: [] });
    await problemOf(await bench.get("/reader_tips?location=tml_none"), 404, "location_not_found");
    const senseless = [
      {},
      { usd: {} },
      { usd: { percentages: [15], smartTipThreshold: 1000 } },
      { xyz: { percentages: [15] } },
    ];
    for (const menu of senseless)
      await problemOf(await bench.post("/reader_tips", { tips: menu }), 400, "invalid_request");
    await problemOf(await bench.post("/reader_tips"), 400, "invalid_request");
  }),
  adapterCase("makes a new connection token each time, which no cache and no key keeps", async (bench) => {
    const make = () =>
      bench.post("/connection_tokens", { location: "tml_model" }, { "idempotency-key": "the-same-key" });
    const responses = [await make(), await make()];
    const secrets = new Set<unknown>();
    for (const response of responses) {
      assert.equal(response.status, 201);
      assert.equal(response.headers.get("cache-control"), "no-store");
      secrets.add((await objectOf(response))["secret"]);
    }
    assert.equal(secrets.size, 2);
    await problemOf(await bench.post("/connection_tokens"), 400, "invalid_request");
  }),
];
