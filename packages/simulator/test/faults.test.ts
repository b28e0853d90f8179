import { Stripe } from "stripe";
import { expect, test } from "vitest";

import { createSimulator, virtualClock } from "@tillkit/simulator";
import type { FaultRule } from "@tillkit/simulator";

import { inPerson, refusal, simulated } from "./simulated-stripe.ts";

const authorization = { authorization: "Bearer sk_test_x" };
const balance = "https://api.stripe.com/v1/balance";

test("a lost request did nothing", async () => {
  const { simulator, stripe } = await simulated();
  // The client itself tries once more when a kept connection is reset.
  simulator.faults.add({ on: "POST /v1/payment_intents", times: 2, kind: "lose_request" });
  expect(await refusal(inPerson(stripe))).toBeInstanceOf(Stripe.errors.StripeConnectionError);
  expect(simulator.paymentIntents).toEqual([]);
});

test("a lost answer did everything, and the same key finds it", async () => {
  const { simulator, stripe } = await simulated();
  simulator.faults.add({ on: "POST /v1/payment_intents", times: 2, kind: "lose_answer" });
  const create = () => stripe.paymentIntents.create({ amount: 1250, currency: "usd" }, { idempotencyKey: "bill-7" });
  expect(await refusal(create())).toBeInstanceOf(Stripe.errors.StripeConnectionError);
  simulator.faults.clear();
  const { id } = await create();
  expect(simulator.paymentIntents.map((intent) => intent.id)).toEqual([id]);
});

test("a body that breaks off is an unknown outcome", async () => {
  const { simulator, stripe } = await simulated();
  simulator.faults.add({ on: "POST /v1/payment_intents", kind: "truncate_body" });
  expect(await refusal(inPerson(stripe))).toBeInstanceOf(Stripe.errors.StripeConnectionError);
  expect(simulator.paymentIntents).toHaveLength(1);
});

test("a server error may come before or after the work", async () => {
  const { simulator, stripe } = await simulated();
  simulator.faults.add({ on: "POST /v1/payment_intents", nth: 1, kind: { status: 500 } });
  simulator.faults.add({ on: "POST /v1/payment_intents", nth: 2, kind: { status: 500, worked: true } });
  await refusal(inPerson(stripe));
  expect(simulator.paymentIntents).toHaveLength(0);
  await refusal(inPerson(stripe));
  expect(simulator.paymentIntents).toHaveLength(1);
});

test("Stripe's own refusals can be put in its mouth", async () => {
  const { simulator, stripe } = await simulated();
  const error = { status: 429, type: "invalid_request_error", code: "lock_timeout", message: "Locked" } as const;
  const stop = simulator.faults.add({ on: "POST /v1/payment_intents/{id}/cancel", kind: { error } });
  const { id } = await inPerson(stripe);
  expect(await refusal(stripe.paymentIntents.cancel(id))).toMatchObject({ statusCode: 429, code: "lock_timeout" });
  stop();
  expect((await stripe.paymentIntents.cancel(id)).status).toBe("canceled");
});

test("a server error after the work is kept under the key when Stripe keeps it", async () => {
  const { simulator, stripe } = await simulated();
  simulator.faults.add({ on: "POST *", times: 1, kind: { status: 500, stored: true, worked: true } });
  const create = () => stripe.paymentIntents.create({ amount: 1250, currency: "usd" }, { idempotencyKey: "bill-7" });
  for (let attempt = 0; attempt < 2; attempt++) expect((await refusal(create())).statusCode).toBe(500);
  expect(simulator.paymentIntents).toHaveLength(1);
});

test("Stripe's word on whether to send again is in the answer, and the official client heeds it", async () => {
  const { simulator } = await simulated();
  const stripe = new Stripe("sk_test_x", {
    host: "127.0.0.1",
    port: simulator.port,
    protocol: "http",
    maxNetworkRetries: 1,
  });
  const once = simulator.faults.add({ on: "GET *", kind: { status: 503, shouldRetry: false } });
  expect((await refusal(stripe.balance.retrieve())).headers).toMatchObject({ "stripe-should-retry": "false" });
  simulator.assertRequests("GET *", 1);
  once();
  const error = { status: 400, type: "invalid_request_error", message: "Not now" } as const;
  simulator.faults.add({ on: "GET *", times: 1, kind: { error, shouldRetry: true } });
  await stripe.balance.retrieve();
  simulator.assertRequests("GET *", 3);
});

test("a rule means the third request of its kind, and no other", async () => {
  const { simulator, stripe } = await simulated();
  simulator.faults.add({ on: "POST /v1/payment_intents", nth: 3, kind: { status: 500 } });
  await stripe.balance.retrieve();
  await inPerson(stripe);
  await stripe.paymentIntents.list();
  await inPerson(stripe);
  expect((await refusal(inPerson(stripe))).statusCode).toBe(500);
  await inPerson(stripe);
  expect(simulator.paymentIntents).toHaveLength(3);
});

test("a script says what happens to each request in turn, and then nothing more", async () => {
  const { simulator, stripe } = await simulated();
  const script = [{ status: 500 }, "none", "rate_limit"] as const satisfies FaultRule["kind"];
  simulator.faults.add({ on: "GET /v1/balance", kind: script });
  simulator.faults.add({ on: "GET *", nth: 2, kind: "lose_answer" });
  for (let i = 0; i < 4; i++) await stripe.balance.retrieve().catch(() => undefined);
  expect(simulator.requests.map(({ status }) => status)).toEqual([500, 200, 429, 200]);
  expect(simulator.requests[1]).not.toHaveProperty("fault");
});

/** Which of forty requests end in a 500 under these rules. */
async function struck(...rules: readonly FaultRule[]): Promise<readonly boolean[]> {
  const simulator = createSimulator({ seed: 5 });
  for (const rule of rules) simulator.faults.add(rule);
  for (let i = 0; i < 40; i++) await simulator.fetch(balance, { headers: authorization });
  await simulator.close();
  return simulator.requests.map(({ status }) => status === 500);
}

test("what one rule does by chance does not depend on the others", async () => {
  const often: FaultRule = { on: "GET *", probability: 0.5, kind: { status: 500 } };
  const alone = await struck(often);
  expect(await struck(often, { on: "* *", probability: 0.9, kind: { status: 503 } })).toEqual(alone);
  expect(alone).toContain(true);
  expect(alone).toContain(false);
});

test("an answer may come long after its work is done", async () => {
  const clock = virtualClock();
  const { simulator, stripe } = await simulated({ clock });
  simulator.faults.add({ on: "POST *", kind: { answerAfterMs: 30_000 } });
  let answered = false;
  const slow = inPerson(stripe).then(() => (answered = true));
  await expect.poll(() => simulator.paymentIntents.length).toBe(1);
  await clock.advance(29_999);
  expect(answered).toBe(false);
  await clock.advance(1);
  await slow;
});

test.each(["over HTTP", "in process"])(
  "half of a slow body comes at once, the rest when it is time, %s",
  async (face) => {
    const clock = virtualClock();
    const { simulator } = await simulated({ clock });
    simulator.faults.add({ on: "GET /v1/balance", kind: { slowBodyMs: 10_000 } });
    const url = `${simulator.url}/v1/balance`;
    const fetched = face === "over HTTP" ? fetch : simulator.fetch;
    const answer = await fetched(url, { headers: authorization });
    expect(answer.status).toBe(200);
    const reader = answer.body?.getReader();
    const decoder = new TextDecoder();
    const first = decoder.decode((await reader?.read())?.value);
    let whole = false;
    const second = reader?.read().then(({ value }) => {
      whole = true;
      return decoder.decode(value);
    });
    await clock.advance(9_999);
    expect(whole).toBe(false);
    await clock.advance(1);
    expect(JSON.parse(`${first}${await second}`)).toMatchObject({ object: "balance" });
  },
);

test("an answer that never comes leaves the client to give up, and the work is done", async () => {
  const { simulator, stripe } = await simulated();
  simulator.faults.add({ on: "POST *", kind: "hang" });
  const create = stripe.paymentIntents.create({ amount: 1250, currency: "usd" }, { timeout: 50 });
  expect(await refusal(create)).toBeInstanceOf(Stripe.errors.StripeConnectionError);
  expect(simulator.paymentIntents).toHaveLength(1);
  expect(simulator.requests).toMatchObject([{ status: 0, fault: "hang" }]);
});

test.each(["hang", { delayMs: 60_000 }, { answerAfterMs: 60_000 }] as const)(
  "without a port, too, whoever gives up is let go: %j",
  async (kind) => {
    const simulator = createSimulator({ clock: virtualClock() });
    simulator.faults.add({ on: "* *", kind });
    const abort = new AbortController();
    const answer = simulator.fetch(balance, { headers: authorization, signal: abort.signal });
    abort.abort(new Error("I have waited for long enough"));
    await expect(answer).rejects.toThrow("I have waited for long enough");
    await simulator.close();
  },
);

test.each([
  [{ on: "payment_intents", kind: "hang" }, "'payment_intents' must be a verb and a path"],
  [{ on: "* *", nth: 0, kind: "hang" }, "nth counts from 1"],
  [{ on: "* *", times: 0.5, kind: "hang" }, "times must be 1 or more"],
  [{ on: "* *", probability: 20, kind: "hang" }, "probability is between 0 and 1"],
  [{ on: "* *", kind: [] }, "A script needs at least one kind"],
  [{ on: "* *", kind: ["none", { status: 200 }] }, "status must be 400 to 599"],
  [{ on: "* *", kind: { delayMs: -1 } }, "delayMs must be 0 or more"],
] as const satisfies readonly (readonly [FaultRule, string])[])(
  "a rule that makes no sense is refused: %j",
  (rule, why) => {
    const { faults } = createSimulator();
    expect(() => faults.add(rule)).toThrow(why);
    expect(faults.rules).toEqual([]);
  },
);
