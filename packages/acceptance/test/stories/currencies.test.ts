import { afterEach, describe, expect, it } from "vitest";
import { openRegister, type Register } from "../../src/shop/register.ts";
import { coffee, openShop, type Shop } from "../../src/shop/shop.ts";

let shop: Shop;
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

async function openTill(country = "US", defaultCurrency = "usd"): Promise<Register> {
  shop = await openShop({ settings: { account: { country, defaultCurrency } } });
  return openRegister(shop);
}

const sale = { flow: "terminal", ...coffee };
const made = () =>
  shop.simulator.requests.filter(({ method, path }) => `${method} ${path}` === "POST /v1/payment_intents");

/** A reader of the same account in the branch in Canada, where readers take another currency. */
async function openBranch(till: Register): Promise<string> {
  const address = { line1: "1 Front Street", city: "Toronto", country: "CA", postal_code: "M5J" };
  const location = await fetch(`${shop.simulator.url}/v1/terminal/locations`, {
    method: "POST",
    headers: { authorization: "Bearer sk_test_acceptance" },
    body: new URLSearchParams([
      ["display_name", "Toronto"],
      ...Object.entries(address).map(([key, value]) => [`address[${key}]`, value] as [string, string]),
    ]),
  });
  expect(location.status).toBe(200);
  const { id: locationId } = (await location.json()) as { id: string };
  const reader = await till.post("/readers", { registrationCode: "simulated-s700", locationId, label: "Toronto" });
  return String(reader["id"]);
}

describe("a sale in a currency", () => {
  it.each([
    ["DE", "eur", "usd"],
    ["US", "usd", "cad"],
    ["JP", "jpy", "usd"],
  ])(
    "that readers in %s do not take is refused by name, and nothing is stored or opened",
    async (country, local, other) => {
      const till = await openTill(country, local);
      expect(await till.refused("/payments", { ...sale, currency: other })).toMatchObject({
        code: "currency_not_local",
        status: 400,
        details: { country, local, currency: other, reader: "tmr_front" },
      });
      expect(await till.get("/payments")).toMatchObject({ payments: [] });
      expect(made()).toEqual([]);
      const sold = await till.sell({ ...coffee, currency: local });
      await shop.simulator.reader("tmr_front").tap();
      expect(await till.look(sold)).toMatchObject({ status: "succeeded", currency: local });
    },
  );

  it("is refused to both registers that ring it up at once, before anybody knew the country", async () => {
    const till = await openTill();
    shop.simulator.faults.add({ on: "GET /v1/terminal/locations", kind: { delayMs: 40 } });
    const refusals = await Promise.all(
      ["bill-1", "bill-2"].map((reference) => till.refused("/payments", { ...sale, reference, currency: "cad" })),
    );
    expect(refusals).toMatchObject([{ code: "currency_not_local" }, { code: "currency_not_local" }]);
    expect(made()).toEqual([]);
  });

  it("is refused again once the country can be read, where it could not be for the sale before", async () => {
    const till = await openTill();
    await shop.tills[0].readers.list();
    shop.simulator.faults.add({ on: "GET /v1/terminal/locations", kind: { status: 500 }, times: 1 });
    await till.sell(coffee);
    await shop.simulator.reader("tmr_front").tap();
    await shop.quiet();
    expect(await till.refused("/payments", { ...sale, reference: "bill-2", currency: "cad" })).toMatchObject({
      code: "currency_not_local",
    });
  });

  it("is left to Stripe where nobody can say what the reader's country takes", async () => {
    const till = await openTill();
    shop.simulator.faults.add({ on: "GET /v1/terminal/locations", kind: { status: 500 } });
    expect(await till.sell(coffee)).toMatchObject({ status: "collecting" });
  });
});

describe("a sale that another reader is to take", () => {
  it("is not moved abroad, nor tried again there: it stays where it is, and Stripe is not asked", async () => {
    const till = await openTill();
    const toronto = await openBranch(till);
    const sold = await till.sell(coffee);
    const handed = () => shop.simulator.requests.filter(({ path }) => path.includes(`/readers/${toronto}/`));
    const abroad = { code: "currency_not_local", details: { reader: toronto, country: "CA", local: "cad" } };
    expect(await till.refused(`/payments/${sold.id}/swap_reader`, { reader: toronto })).toMatchObject(abroad);
    expect(await till.look(sold)).toMatchObject({ status: "collecting", reader: "tmr_front" });

    await shop.simulator.reader("tmr_front").tap("declined");
    await till.look(sold);
    expect(await till.refused(`/payments/${sold.id}/retry`, { reader: toronto })).toMatchObject(abroad);
    expect(handed()).toEqual([]);
    expect(await till.press(sold, "retry", { reader: "tmr_bar" })).toMatchObject({ status: "collecting" });
  });
});

describe("a sale on an account that takes no cards in person", () => {
  it("is called off although Stripe has made the PaymentIntent: what was dropped without a word is noticed", async () => {
    const account = { country: "CA", defaultCurrency: "cad", paymentMethodTypes: ["card", "interac_present"] };
    shop = await openShop({ settings: { account } });
    const till = openRegister(shop);
    expect(await till.sell({ ...coffee, currency: "cad" })).toMatchObject({
      status: "canceled",
      failure: { code: "card_present_unavailable" },
      moneyMoved: "no",
      final: true,
    });
    expect(shop.simulator.paymentIntents).toMatchObject([
      { status: "canceled", payment_method_types: ["interac_present"] },
    ]);
    expect(shop.simulator.requests.filter(({ path }) => path.endsWith("/process_payment_intent"))).toEqual([]);
  });
});

describe("a sale of an amount", () => {
  it("below what Stripe publishes is refused by name, and nothing is stored or opened", async () => {
    const till = await openTill();
    expect(await till.refused("/payments", { ...sale, amount: 49 })).toMatchObject({
      code: "amount_too_small",
      details: { minimum: 50 },
    });
    expect(await till.get("/payments")).toMatchObject({ payments: [] });
    expect(made()).toEqual([]);
  });

  it.each([
    ["amount_too_small", "Too little for a card"],
    ["amount_too_large", "Too much for one payment"],
  ])("that only Stripe can refuse as %s says so, and the reader is free", async (code, headline) => {
    const till = await openTill();
    shop.simulator.faults.add({
      on: "POST /v1/payment_intents",
      times: 1,
      kind: { error: { status: 400, type: "invalid_request_error", code, message: "Stripe converts it first." } },
    });
    expect(await till.sell(coffee)).toMatchObject({
      status: "failed",
      failure: { code, stripeCode: code },
      moneyMoved: "no",
      final: true,
      guidance: { headline, steps: ["other_means"] },
    });
    expect(await till.sell({ ...coffee, reference: "bill-2" })).toMatchObject({ status: "collecting" });
  });
});
