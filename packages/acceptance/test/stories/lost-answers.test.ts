import { moneyMoved } from "@tillkit/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { coffee, openShop, type Shop, table } from "../../src/shop/shop.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ webhooks: false });
});
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

const paths = () => shop.simulator.requests.map(({ method, path }) => `${method} ${path}`);
const canceled = () => paths().filter((path) => path.endsWith("/cancel") || path.endsWith("/cancel_action"));

// Twice, because the stripe client itself repeats a request once when a kept-alive connection breaks.
const TWICE = 2;

describe.each(["lose_answer", "lose_request", "truncate_body"] as const)(
  "when Stripe's answer is lost (%s)",
  (kind) => {
    it("to the making of the PaymentIntent: says so, repeats itself under the same key, and there is one", async () => {
      const [till] = shop.tills;
      shop.simulator.faults.add({ on: "POST /v1/payment_intents", times: kind === "truncate_body" ? 1 : TWICE, kind });
      const { id } = await till.collect(coffee);
      await till.idle();
      const meanwhile = await shop.get(id);
      expect(meanwhile).toMatchObject({ status: "opening", stage: "checking" });
      expect(moneyMoved(meanwhile)).toBe("unknown");

      await shop.later(2_000);
      await shop.simulator.reader("tmr_front").tap("visa");
      await shop.later(11_000);
      expect(await shop.get(id)).toMatchObject({ status: "succeeded" });
      expect(shop.simulator.paymentIntents).toHaveLength(1);
      expect(shop.orders()).toHaveLength(1);
      expect(canceled()).toEqual([]);
    });

    it("to the hand-over: says so, reads, and never makes a second PaymentIntent", async () => {
      const [till] = shop.tills;
      shop.simulator.faults.add({
        on: "POST /v1/terminal/readers/{id}/process_payment_intent",
        times: kind === "truncate_body" ? 1 : TWICE,
        kind,
      });
      shop.simulator.faults.add({ on: "GET /v1/payment_intents/{id}", times: TWICE, kind: "lose_request" });
      const { id } = await till.collect(coffee);
      await till.idle();
      const meanwhile = await shop.get(id);
      expect(meanwhile).toMatchObject({ status: "collecting", stage: "checking" });
      expect(moneyMoved(meanwhile)).toBe("unknown");
      expect(canceled()).toEqual([]);

      await shop.later(2_000);
      await shop.simulator.reader("tmr_front").tap("visa");
      await shop.later(11_000);
      expect(await shop.get(id)).toMatchObject({ status: "succeeded" });
      expect(shop.simulator.paymentIntents).toHaveLength(1);
      expect(shop.simulator.charges.filter(({ paid }) => paid)).toHaveLength(1);
      expect(shop.orders()).toHaveLength(1);
      expect(canceled()).toEqual([]);
    });

    it("to the making of the Checkout page: there is one page", async () => {
      const [till] = shop.tills;
      shop.simulator.faults.add({
        on: "POST /v1/checkout/sessions",
        times: kind === "truncate_body" ? 1 : TWICE,
        kind,
      });
      const { id, status } = await till.checkout(table);
      expect(status).toBe("opening");
      await shop.later(2_000);
      const open = await shop.get(id);
      expect(open.status).toBe("open");
      expect(shop.simulator.sessions).toHaveLength(1);
    });
  },
);

describe("when Stripe stores a 500 under the key", () => {
  it.each([true, false])(
    "whether it did the work (%s) or not, there is one PaymentIntent in the end",
    async (worked) => {
      const [till] = shop.tills;
      shop.simulator.faults.add({
        on: "POST /v1/payment_intents",
        nth: 1,
        kind: { status: 500, stored: true, worked },
      });
      const { id } = await till.collect(coffee);
      await till.idle();
      await shop.later(2_000);
      expect(await shop.get(id)).toMatchObject({ status: "collecting" });
      expect(shop.simulator.paymentIntents).toHaveLength(1);
    },
  );
});

describe("when the reader did not answer Stripe in time", () => {
  it.each([true, false])("and had taken the payment (%s) or not, one tap pays it once", async (delivered) => {
    const [till] = shop.tills;
    shop.simulator.reader("tmr_front").failNext("terminal_reader_timeout", { delivered });
    const { id } = await till.collect(coffee);
    await till.idle();
    await shop.later(2_000);
    await shop.simulator.reader("tmr_front").tap("visa");
    await shop.later(11_000);
    expect(await shop.get(id)).toMatchObject({ status: "succeeded" });
    expect(shop.simulator.paymentIntents).toHaveLength(1);
    expect(shop.orders()).toHaveLength(1);
  });
});
