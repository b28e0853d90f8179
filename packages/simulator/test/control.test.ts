import { expect, test } from "vitest";

import { inPerson, refusal, simulated } from "./simulated-stripe.ts";

async function dock() {
  const { simulator, stripe } = await simulated();
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${simulator.url}/_simulator/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    return { status: response.status, cors: response.headers.get("access-control-allow-origin"), answer };
  };
  return { simulator, stripe, call };
}

test("the dock sees the reader and taps it", async () => {
  const { stripe, call } = await dock();
  const { id } = await inPerson(stripe);
  expect((await call("GET", "readers")).answer).toMatchObject([{ id: "tmr_front", screen: { kind: "idle" } }]);

  await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
  const waiting = { kind: "waiting_for_card", amount: 1250, currency: "usd", paymentIntent: id };
  expect((await call("GET", "readers")).answer).toMatchObject([{ screen: waiting }]);

  const tapped = await call("POST", "readers/tmr_front/tap", { card: "mastercard" });
  expect(tapped).toMatchObject({ status: 200, cors: "*", answer: { screen: { kind: "approved" } } });
});

test("a command that makes no sense now is explained", async () => {
  const { call } = await dock();
  expect(await call("POST", "readers/tmr_front/tap")).toMatchObject({
    status: 400,
    answer: { error: { message: "Front counter is not waiting for a card" } },
  });
  expect((await call("POST", "readers/tmr_front/juggle")).status).toBe(400);
  expect((await call("POST", "readers/nobody/tap")).status).toBe(400);
  expect((await call("GET", "nothing")).status).toBe(404);
});

test("the dock sets faults, reads requests and steers webhooks", async () => {
  const { simulator, stripe, call } = await dock();
  await call("POST", "faults", { on: "GET /v1/balance", times: 1, kind: { status: 500 } });
  await refusal(stripe.balance.retrieve());
  expect((await call("GET", "faults")).answer).toMatchObject([{ on: "GET /v1/balance", struck: 1 }]);
  expect((await call("GET", "requests?limit=1")).answer).toMatchObject([{ path: "/v1/balance", status: 500 }]);
  expect((await call("DELETE", "faults")).answer).toEqual([]);
  expect((await call("POST", "faults", { kind: "explode" })).status).toBe(400);

  simulator.webhooks.add({ url: "http://127.0.0.1:9/unreachable", secret: "whsec_x" });
  await call("POST", "webhooks/hold");
  await inPerson(stripe);
  expect((await call("GET", "webhooks")).answer).toMatchObject([{ type: "payment_intent.created", status: "held" }]);
  expect((await call("GET", "events")).answer).toMatchObject([{ type: "payment_intent.created" }]);
});

test("changes are told as they happen", async () => {
  const { simulator } = await dock();
  const abort = new AbortController();
  const response = await fetch(`${simulator.url}/_simulator/changes`, { signal: abort.signal });
  const reader = response.body?.getReader();
  await reader?.read();
  simulator.reader("tmr_front").goOffline();
  const { value } = (await reader?.read()) ?? {};
  expect(new TextDecoder().decode(value)).toContain('data: {"changed":"readers"}');
  abort.abort();
});
