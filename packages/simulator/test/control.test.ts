import { expect, test } from "vitest";

import { hook } from "./hook.ts";
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

test("the guest on the Checkout page and the holder of a card are played from any language", async () => {
  const { simulator, stripe, call } = await dock();
  const session = () =>
    stripe.checkout.sessions.create({
      mode: "payment",
      success_url: "https://shop.example/thanks",
      cancel_url: "https://shop.example/cart",
      line_items: [{ quantity: 1, price_data: { currency: "usd", unit_amount: 900, product_data: { name: "Tea" } } }],
    });
  const { id } = await session();
  expect((await call("POST", `guests/${id}/cancel`)).answer).toEqual({ url: "https://shop.example/cart" });
  expect((await call("POST", `guests/${id}/decline`, { card: "insufficient_funds" })).answer).toMatchObject({
    decline: { declineCode: "insufficient_funds" },
  });
  expect((await call("POST", `guests/${id}/pay`)).answer).toEqual({ url: "https://shop.example/thanks" });
  expect((await call("POST", `guests/${id}/pay`)).status).toBe(400);
  const other = await session();
  expect((await call("POST", `guests/${other.id}/pay_and_close_tab`, { card: "visa" })).answer).toEqual({ url: null });
  expect(simulator.sessions.map(({ status }) => status)).toEqual(["complete", "complete"]);
  expect((await call("POST", `guests/${id}/sing`)).status).toBe(400);

  const asked = await stripe.paymentIntents.create({
    amount: 900,
    currency: "usd",
    confirm: true,
    payment_method: "pm_card_threeDSecure2Required",
    return_url: "https://shop.example/back",
  });
  const { answer } = await call("POST", `cardholders/${asked.id}/approve`);
  expect(answer).toMatchObject({ url: expect.stringContaining("https://shop.example/back") });
  expect((await stripe.paymentIntents.retrieve(asked.id)).status).toBe("succeeded");
});

test("a connected account's readers have hands of their own", async () => {
  const { simulator, stripe, call } = await dock();
  const reader = simulator.account("acct_branch").addReader({ label: "Branch" });
  const options = { stripeAccount: "acct_branch" };
  const params = { amount: 900, currency: "usd", allowed_payment_method_types: ["card_present" as const] };
  const { id } = await stripe.paymentIntents.create(params, options);
  await stripe.terminal.readers.processPaymentIntent(reader, { payment_intent: id }, options);
  expect((await call("POST", `readers/${reader}/tap`)).status).toBe(400);
  expect((await call("POST", `readers/${reader}/tap?account=acct_branch`)).status).toBe(200);
  expect((await stripe.paymentIntents.retrieve(id, {}, options)).status).toBe("succeeded");
  expect((await call("GET", "readers?account=acct_branch")).answer).toMatchObject([{ id: reader }]);
});

test("an endpoint for thin events is added from any language", async () => {
  const { received, url } = await hook();
  const { simulator, stripe, call } = await dock();
  const added = { url, id: "notes", events: ["payment_intent.*"], payload: "thin" };
  expect((await call("POST", "webhooks/add", added)).answer).toMatchObject({ ...added, secret: "whsec_simulator" });
  await inPerson(stripe);
  await simulator.webhooks.settled();
  expect(received).toMatchObject([{ type: "v1.payment_intent.created" }]);
  expect((await call("POST", "webhooks/add", { url: "nowhere" })).status).toBe(400);
  expect((await call("POST", "webhooks/add", { url, events: "all" })).status).toBe(400);
});
