import { expect, test } from "vitest";

import { inPerson, refusal, simulated } from "./simulated-stripe.ts";

test("the requests tell what happened to them", async () => {
  const { simulator, stripe } = await simulated();
  simulator.faults.add({ on: "GET /v1/balance", kind: { status: 500 } });
  await refusal(stripe.balance.retrieve({}, { stripeAccount: "acct_branch" }));
  await stripe.paymentIntents.create({ amount: 900, currency: "usd" }, { idempotencyKey: "bill-7" });
  expect(simulator.requests).toMatchObject([
    { method: "GET", path: "/v1/balance", status: 500, account: "acct_branch", fault: { status: 500 } },
    { method: "POST", path: "/v1/payment_intents", params: { amount: 900 }, account: null, idempotencyKey: "bill-7" },
  ]);
});

test("requests are found by the patterns of fault rules", async () => {
  const { simulator, stripe } = await simulated();
  const { id } = await inPerson(stripe);
  await stripe.paymentIntents.retrieve(id);
  await stripe.paymentIntents.cancel(id);
  const paths = (on: string) => simulator.requestsTo(on).map(({ method, path }) => `${method} ${path}`);
  expect(paths("POST /v1/payment_intents/{id}/cancel")).toEqual([`POST /v1/payment_intents/${id}/cancel`]);
  expect(paths(`* /v1/payment_intents/${id}`)).toEqual([`GET /v1/payment_intents/${id}`]);
  expect(paths("POST *")).toHaveLength(2);
  expect(() => paths("cancel")).toThrow("'cancel' must be a verb and a path");
});

test("a test can wait for the next request of a kind", async () => {
  const { simulator, stripe } = await simulated();
  await inPerson(stripe);
  const next = simulator.nextRequest("POST /v1/payment_intents/{id}/cancel");
  const { id } = await inPerson(stripe);
  await stripe.paymentIntents.cancel(id);
  expect(await next).toMatchObject({ path: `/v1/payment_intents/${id}/cancel`, status: 200 });
});

test("how many there were can be asserted, and a failure says which there were", async () => {
  const { simulator, stripe } = await simulated();
  await inPerson(stripe);
  await stripe.balance.retrieve();
  expect(simulator.assertRequests("POST /v1/payment_intents", 1)).toMatchObject([{ params: { amount: 1250 } }]);
  simulator.assertRequests("POST /v1/refunds", 0);
  simulator.assertRequests("* *", { atLeast: 1, atMost: 2 });
  expect(() => simulator.assertRequests("POST /v1/payment_intents", 2)).toThrow(
    "Requests like POST /v1/payment_intents: 1 instead of 2. The latest of all:\n" +
      "  POST /v1/payment_intents → 200\n  GET /v1/balance → 200",
  );
  expect(() => simulator.assertRequests("GET *", { atLeast: 2 })).toThrow("1 instead of at least 2");
  expect(() => simulator.assertRequests("* *", { atMost: 1 })).toThrow("2 instead of at most 1");

  simulator.forgetRequests();
  simulator.assertRequests("* *", 0);
});

test("other languages ask over HTTP", async () => {
  const { simulator, stripe } = await simulated();
  await inPerson(stripe);
  await stripe.balance.retrieve();
  const ask = async (method: string, path: string, body?: object) => {
    const sent = { method, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${simulator.url}/_simulator/${path}`, sent);
    return [response.status, await response.json()];
  };
  expect(await ask("GET", `requests?on=${encodeURIComponent("GET *")}`)).toMatchObject([
    200,
    [{ path: "/v1/balance" }],
  ]);
  expect(await ask("POST", "requests/assert", { on: "GET /v1/balance", times: 1 })).toMatchObject([
    200,
    [{ path: "/v1/balance" }],
  ]);
  expect(await ask("POST", "requests/assert", { on: "GET /v1/balance", at_most: 0 })).toMatchObject([
    400,
    { error: { message: expect.stringContaining("Requests like GET /v1/balance: 1 instead of 0") } },
  ]);
  expect(await ask("POST", "requests/assert", { on: "GET /v1/balance" })).toMatchObject([
    400,
    { error: { message: "Say how often: times, at_least or at_most" } },
  ]);
  expect(await ask("DELETE", "requests")).toEqual([200, []]);
  expect(simulator.requests).toEqual([]);
});
