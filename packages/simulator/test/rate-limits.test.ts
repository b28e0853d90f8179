import { expect, test } from "vitest";

import { stripeRateLimits, virtualClock } from "@tillkit/simulator";
import type { SimulatorOptions } from "@tillkit/simulator";

import { client, inPerson, refusal, simulated } from "./simulated-stripe.ts";

/** A simulator that counts as Stripe does, unless told otherwise, with time standing still. */
async function limited(rateLimits: NonNullable<SimulatorOptions["settings"]>["rateLimits"] = true) {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock, settings: { rateLimits, acceptLiveKeys: true } });
  /** How many of so many reads of the balance were let through. */
  const burst = async (count: number, by = stripe, account?: string) => {
    let passed = 0;
    for (let i = 0; i < count; i++) {
      const answered = await by.balance.retrieve({}, account === undefined ? {} : { stripeAccount: account }).then(
        () => true,
        () => false,
      );
      if (answered) passed++;
    }
    return passed;
  };
  return { clock, simulator, stripe, burst };
}

test("nothing is counted unless it is asked for", async () => {
  const { stripe, simulator } = await simulated({ clock: virtualClock() });
  expect(simulator.rateLimits.limits).toBeUndefined();
  for (let i = 0; i < 60; i++) await stripe.balance.retrieve();
});

test("a test key gets 25 requests a second, and a 429 that says which limit it met", async () => {
  const { clock, stripe, burst, simulator } = await limited();
  expect(await burst(24)).toBe(24);
  await stripe.account.retrieveCurrent();
  const error = await refusal(stripe.account.retrieveCurrent());
  expect(error).toMatchObject({ statusCode: 429, code: "rate_limit", rawType: "invalid_request_error" });
  expect(error.headers).toMatchObject({ "stripe-rate-limited-reason": "global-rate" });
  expect(error.headers).not.toHaveProperty("stripe-should-retry");
  expect(simulator.requests.filter(({ status }) => status === 429)).toHaveLength(1);

  // A token every fortieth of a second.
  await clock.advance(40);
  expect(await burst(2)).toBe(1);
  await clock.advance(60_000);
  expect(await burst(30)).toBe(25);
});

test("each operation has a limit of its own, whatever the object", async () => {
  const { stripe } = await limited({ test: 1_000 });
  for (let i = 0; i < 25; i++) await stripe.terminal.readers.retrieve("tmr_front");
  const error = await refusal(stripe.terminal.readers.retrieve("tmr_front"));
  expect(error.headers).toMatchObject({ "stripe-rate-limited-reason": "endpoint-rate" });
  await stripe.terminal.readers.list();
});

test("live keys get 100 a second, and accounts and modes do not share", async () => {
  const { simulator, stripe, burst } = await limited({ endpoint: 1_000 });
  const live = client(simulator, "sk_live_shop");
  expect(await burst(120, live)).toBe(100);
  expect(await burst(30)).toBe(25);
  expect(await burst(30, stripe, "acct_other")).toBe(25);
});

test("files are read twenty times a second", async () => {
  const { stripe } = await limited();
  for (let i = 0; i < 20; i++) await stripe.files.list();
  expect((await refusal(stripe.files.list())).headers).toMatchObject({
    "stripe-rate-limited-reason": "resource-specific",
  });
});

test("one PaymentIntent is changed a thousand times an hour, and others go on", async () => {
  const { clock, stripe } = await limited({ test: 5_000, endpoint: 5_000 });
  const [one, other] = [await inPerson(stripe), await inPerson(stripe)];
  for (let i = 0; i < 1_000; i++) await stripe.paymentIntents.update(one.id, { description: String(i) });
  const error = await refusal(stripe.paymentIntents.cancel(one.id));
  expect(error).toMatchObject({ statusCode: 429, code: "payment_intent_rate_limit_exceeded" });
  expect((await stripe.paymentIntents.retrieve(one.id)).status).toBe("requires_payment_method");
  await stripe.paymentIntents.cancel(other.id);

  await clock.advance(3_600);
  expect((await stripe.paymentIntents.cancel(one.id)).status).toBe("canceled");
});

test("a refused request did nothing, and its key may be used again", async () => {
  const { clock, simulator, stripe, burst } = await limited();
  await burst(25);
  const create = () => stripe.paymentIntents.create({ amount: 100, currency: "usd" }, { idempotencyKey: "bill-7" });
  await refusal(create());
  expect(simulator.paymentIntents).toEqual([]);
  await clock.advance(1_000);
  expect((await create()).lastResponse.headers).not.toHaveProperty("idempotent-replayed");
});

test("limits can be set, read and lifted while it runs", async () => {
  const { simulator, burst } = await limited(false);
  expect(await burst(30)).toBe(30);
  simulator.rateLimits.set({ test: 3 });
  expect(simulator.rateLimits.limits).toEqual({ ...stripeRateLimits, test: 3 });
  expect(await burst(5)).toBe(3);

  const control = async (method: string, body?: object): Promise<unknown> =>
    (
      await fetch(`${simulator.url}/_simulator/rate_limits`, { method, ...(body && { body: JSON.stringify(body) }) })
    ).json();
  expect(await control("POST", { test: 2, live: 4 })).toMatchObject({ test: 2, live: 4, endpoint: 25 });
  expect(await burst(5)).toBe(2);
  expect(await control("DELETE")).toBeNull();
  expect(await burst(30)).toBe(30);
  expect(await control("POST", { test: 0 })).toEqual({
    error: { message: "The rate limit 'test' must be 1 or more; it is 0" },
  });
  expect(await control("POST", { hourly: 5 })).toMatchObject({
    error: { message: "There is no rate limit 'hourly'" },
  });
});
