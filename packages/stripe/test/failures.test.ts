import { createServer } from "node:net";
import { inspect } from "node:util";
import { type GatewayAnswer, type GatewayEffect, type Payment, TillkitError } from "@tillkit/core";
import { stripeGateway } from "@tillkit/stripe";
import { checkoutFixture, paymentFixture } from "@tillkit/testing";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

const api = "https://api.stripe.com/v1";
const server = setupServer();
const secretKey = "sk_test_canary0000000000";
const gateway = stripeGateway({ secretKey, webhookSecrets: "whsec_canary0000000000" });
let keys: (string | null)[] = [];

beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
beforeEach(() => {
  keys = [];
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

/** Stripe answers requests of this verb and path so; several answers are given in turn, the last for ever. */
function answers(method: "get" | "post", path: string, ...answersInTurn: readonly (() => Response)[]): void {
  let turn = 0;
  server.use(
    http[method](`${api}${path}`, ({ request }) => {
      if (method === "post") keys.push(request.headers.get("idempotency-key"));
      const answer = answersInTurn[Math.min(turn++, answersInTurn.length - 1)];
      return answer === undefined ? HttpResponse.error() : answer();
    }),
  );
}

function refusal(status: number, error: object, headers: Record<string, string> = {}): () => Response {
  return () =>
    HttpResponse.json({ error: { type: "invalid_request_error", message: "No.", ...error } }, { status, headers });
}

const ok = (object: object) => (): Response => HttpResponse.json(object);

function perform(effect: GatewayEffect, payment: Payment = paymentFixture()): Promise<GatewayAnswer> {
  return gateway.perform({ effect, payment, idempotencyKey: "the-key", recover: false });
}

const openIntent: GatewayEffect = { type: "open_intent", key: "open_intent" };
const openSession: GatewayEffect = { type: "open_session", key: "open_session" };
const intent = {
  id: "pi_1",
  object: "payment_intent",
  currency: "usd",
  livemode: false,
  payment_method_types: ["card_present"],
};
const target = { paymentIntentId: "pi_1", readerId: "tmr_1" };
const handOver: GatewayEffect = { type: "hand_to_reader", key: "h", ...target, attempt: 1, dispatch: 1 };
const cancelAction: GatewayEffect = { type: "cancel_action", key: "c", ...target, attempt: 1 };
const cancelIntent: GatewayEffect = { type: "cancel_intent", key: "c", paymentIntentId: "pi_1", reason: "cashier" };
const capture: GatewayEffect = { type: "capture_intent", key: "c", paymentIntentId: "pi_1" };
const expire: GatewayEffect = { type: "expire_session", key: "e", checkoutSessionId: "cs_1" };

describe("what an error of Stripe's means for a write", () => {
  it.each<[string, () => Response, object]>([
    [
      "a refused parameter",
      refusal(400, { code: "parameter_missing" }),
      { type: "refused", stripeCode: "parameter_missing" },
    ],
    [
      "an amount below the minimum",
      refusal(400, { code: "amount_too_small" }),
      { type: "refused", stripeCode: "amount_too_small" },
    ],
    ["an expired key", refusal(401, { code: "api_key_expired" }), { type: "refused", stripeCode: "api_key_expired" }],
    ["a missing permission", refusal(403, { message: "Having 'rak_x' … on 'acct_1'" }), { type: "refused" }],
    [
      "something that is not there",
      refusal(404, { code: "resource_missing" }),
      { type: "refused", stripeCode: "resource_missing" },
    ],
    [
      "a card error",
      refusal(402, { type: "card_error", code: "card_declined" }),
      { type: "refused", stripeCode: "card_declined" },
    ],
    ["a key in use", refusal(409, { code: "idempotency_key_in_use" }), { type: "later" }],
    ["a locked object", refusal(429, { code: "lock_timeout" }), { type: "later" }],
    [
      "too many requests",
      refusal(429, { code: "rate_limit" }, { "retry-after": "3" }),
      { type: "later", retryAfterMs: 3_000 },
    ],
    ["too many requests, unexplained", refusal(429, {}), { type: "later" }],
    ["too many requests as a 400", refusal(400, { code: "rate_limit" }), { type: "later" }],
    ["a key with other parameters", refusal(400, { type: "idempotency_error" }), { type: "unknown", keySpent: true }],
    ["500", refusal(500, { type: "api_error" }), { type: "unknown", keySpent: true }],
    ["502", refusal(502, { type: "api_error" }), { type: "unknown", keySpent: true }],
    ["503", refusal(503, { type: "api_error" }), { type: "unknown", keySpent: true }],
    ["504", refusal(504, { type: "api_error" }), { type: "unknown", keySpent: true }],
  ])("%s", async (_name, answer, expected) => {
    answers("post", "/payment_intents", answer);
    expect(await perform(openIntent)).toMatchObject(expected);
    expect(keys).toEqual(["the-key"]);
  });

  it.each<[string, () => Response]>([
    ["a page of a proxy", () => new HttpResponse("<h1>Bad gateway</h1>", { status: 502 })],
    ["half an answer", () => new HttpResponse('{"id": "pi_', { status: 200 })],
    ["nothing", () => new HttpResponse("", { status: 200 })],
  ])("%s leaves it unknown, and the key good", async (_name, answer) => {
    answers("post", "/payment_intents", answer);
    const said = await perform(openIntent);
    expect(said).toMatchObject({ type: "unknown" });
    expect(said).not.toHaveProperty("keySpent");
    expect(keys).toEqual(["the-key"]);
  });

  it("the message names the permission and the account", async () => {
    answers(
      "post",
      "/payment_intents",
      refusal(403, { message: "Having 'rak_payment_intent_write' on 'acct_1' would help." }),
    );
    expect(await perform(openIntent)).toMatchObject({
      message: expect.stringMatching(/rak_payment_intent_write.*acct_1/),
    });
  });

  it("a key that Stripe repeats is masked", async () => {
    answers("post", "/payment_intents", refusal(401, { message: `Invalid API Key provided: ${secretKey}.` }));
    expect(inspect(await perform(openIntent), { depth: 9 })).not.toContain("canary");
  });

  it("a connection that nobody takes is no question: nothing was sent", async () => {
    const port = await closedPort();
    const unreachable = stripeGateway({ secretKey, webhookSecrets: [], apiBase: `http://127.0.0.1:${port}` });
    server.close();
    try {
      const call = { effect: openIntent, payment: paymentFixture(), idempotencyKey: "k", recover: false };
      expect(await unreachable.perform(call)).toMatchObject({ type: "later" });
    } finally {
      server.listen({ onUnhandledFrame: "error" });
    }
  });

  it("a client of the host's own is used, with our key and without its repetitions", async () => {
    const { Stripe } = await import("stripe");
    const client = new Stripe(secretKey, { maxNetworkRetries: 5 });
    const own = stripeGateway({ client, livemode: false, webhookSecrets: [], stripeAccount: "acct_1" });
    let account: string | null = null;
    server.use(
      http.post(`${api}/payment_intents`, ({ request }) => {
        keys.push(request.headers.get("idempotency-key"));
        account = request.headers.get("stripe-account");
        return HttpResponse.json({ error: { type: "api_error", message: "Sorry." } }, { status: 500 });
      }),
    );
    await own.perform({ effect: openIntent, payment: paymentFixture(), idempotencyKey: "the-key", recover: false });
    expect(keys).toEqual(["the-key"]);
    expect(account).toBe("acct_1");
  });
});

describe("a PaymentIntent", () => {
  it("that no reader can take is told, with its id", async () => {
    answers(
      "post",
      "/payment_intents",
      ok({ ...intent, status: "requires_payment_method", payment_method_types: ["card"] }),
    );
    expect(await perform(openIntent)).toEqual({
      type: "done",
      news: [{ type: "card_present_unavailable", paymentIntentId: "pi_1" }],
    });
  });

  it("is read without its charge where the key may not see that", async () => {
    const paid = ok({ ...intent, status: "succeeded", amount_received: 1250, latest_charge: "ch_1" });
    answers("get", "/payment_intents/pi_1", refusal(403, { message: "Having 'rak_charge_read' would help." }), paid);
    const check = { type: "check_intent", key: "c", ...target, attempt: 1, dispatch: 1, knownCharges: [] } as const;
    expect(await perform(check)).toMatchObject({
      type: "done",
      news: [{ type: "paid", evidence: { amount: 1250, chargeId: "ch_1" } }],
    });
  });

  it("that is being paid while it should be canceled: nobody knows yet", async () => {
    answers("post", "/payment_intents/pi_1/cancel", refusal(400, { code: "payment_intent_unexpected_state" }));
    answers("get", "/payment_intents/pi_1", ok({ ...intent, status: "processing" }));
    expect(await perform(cancelIntent)).toMatchObject({ type: "unknown", keySpent: true });
  });

  it("that does not exist cannot be canceled, and is not asked about", async () => {
    answers("post", "/payment_intents/pi_1/cancel", refusal(404, { code: "resource_missing" }));
    expect(await perform(cancelIntent)).toMatchObject({ type: "refused", stripeCode: "resource_missing" });
  });

  it.each([
    [
      "charge_already_captured",
      { status: "succeeded", amount_received: 1250 },
      { type: "done", news: [{ type: "paid" }] },
    ],
    [
      "capture_charge_authorization_expired",
      { status: "canceled" },
      { type: "done", news: [{ type: "intent_canceled" }] },
    ],
    ["amount_too_large", { status: "requires_capture" }, { type: "refused", stripeCode: "amount_too_large" }],
    ["payment_intent_unexpected_state", { status: "processing" }, { type: "unknown" }],
  ])("whose capture is refused with %s is read", async (code, fields, expected) => {
    answers("post", "/payment_intents/pi_1/capture", refusal(400, { code }));
    answers("get", "/payment_intents/pi_1", ok({ ...intent, ...fields }));
    expect(await perform(capture)).toMatchObject(expected);
  });
});

describe("a reader", () => {
  const ours = {
    type: "process_payment_intent",
    status: "in_progress",
    process_payment_intent: { payment_intent: "pi_1" },
  };

  it("that is being used cannot be interrupted: nobody knows yet", async () => {
    answers("get", "/terminal/readers/tmr_1", ok({ id: "tmr_1", object: "terminal.reader", action: ours }));
    answers("post", "/terminal/readers/tmr_1/cancel_action", refusal(400, { code: "terminal_reader_busy" }));
    expect(await perform(cancelAction)).toMatchObject({ type: "unknown", keySpent: true });
  });

  it.each(["terminal_reader_offline", "terminal_reader_timeout"])(
    "out of reach (%s) is left alone, and that is told",
    async (code) => {
      answers("get", "/terminal/readers/tmr_1", ok({ id: "tmr_1", object: "terminal.reader", action: ours }));
      answers("post", "/terminal/readers/tmr_1/cancel_action", refusal(400, { code }));
      expect(await perform(cancelAction)).toEqual({
        type: "done",
        news: [{ type: "reader_out_of_reach", attempt: 1 }],
      });
    },
  );

  it("that is gone has nothing to be taken off", async () => {
    answers("get", "/terminal/readers/tmr_1", refusal(404, { code: "resource_missing" }));
    expect(await perform(cancelAction)).toEqual({ type: "done", news: [] });
  });

  it.each([
    [{ code: "terminal_reader_something_new" }, "reader_failed"],
    [{ code: "something_new" }, "refused_by_stripe"],
    [{ code: "resource_missing", param: "payment_intent" }, "refused_by_stripe"],
    [{ code: "resource_missing", param: "reader" }, "reader_not_found"],
  ])("that refuses with %j", async (error, code) => {
    answers("post", "/terminal/readers/tmr_1/process_payment_intent", refusal(400, error));
    expect(await perform(handOver)).toMatchObject({
      type: "done",
      news: [{ type: "attempt_failed", failure: { code } }],
    });
  });

  it("with a hardware fault as a 402 is still that", async () => {
    answers(
      "post",
      "/terminal/readers/tmr_1/process_payment_intent",
      refusal(402, { code: "terminal_reader_hardware_fault" }),
    );
    expect(await perform(handOver)).toMatchObject({ news: [{ failure: { code: "reader_hardware_fault" } }] });
  });

  it("that has finished by the time it answers is looked at", async () => {
    const finished = { id: "tmr_1", object: "terminal.reader", action: { ...ours, status: "succeeded" } };
    answers("post", "/terminal/readers/tmr_1/process_payment_intent", ok(finished));
    answers("get", "/terminal/readers/tmr_1", ok(finished));
    answers("get", "/payment_intents/pi_1", ok({ ...intent, status: "succeeded", amount_received: 1250 }));
    expect(await perform(handOver)).toMatchObject({ type: "done", news: [{ type: "paid" }] });
  });

  it.each([
    [401, "invalid_key"],
    [403, "missing_permission"],
    [500, "stripe_unavailable"],
  ])("cannot be read with status %i: %s", async (status, code) => {
    answers("get", "/terminal/readers", refusal(status, { message: `No, ${secretKey}.` }));
    answers("get", "/terminal/readers/tmr_1", refusal(status, { message: `No, ${secretKey}.` }));
    for (const reading of [gateway.listReaders(), gateway.getReader("tmr_1")]) {
      const error: unknown = await reading.catch((thrown: unknown) => thrown);
      expect(TillkitError.is(error) && error.code).toBe(code);
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("canary");
    }
  });

  it("that was deleted is not found", async () => {
    answers("get", "/terminal/readers/tmr_1", ok({ id: "tmr_1", object: "terminal.reader", deleted: true }));
    await expect(gateway.getReader("tmr_1")).rejects.toMatchObject({ code: "reader_not_found" });
  });

  it("is shown with what runs on it", async () => {
    const reader = {
      id: "tmr_1",
      object: "terminal.reader",
      label: "Bar",
      device_type: "stripe_s700",
      status: null,
      location: "tml_1",
      last_seen_at: 1_795_000_000_000,
      action: ours,
    };
    answers(
      "get",
      "/terminal/readers",
      ok({ object: "list", data: [reader], has_more: false, url: "/v1/terminal/readers" }),
    );
    expect(await gateway.listReaders()).toEqual([
      {
        id: "tmr_1",
        label: "Bar",
        deviceType: "stripe_s700",
        status: "unknown",
        locationId: "tml_1",
        lastSeenAt: 1_795_000_000_000,
        action: { type: "process_payment_intent", status: "in_progress", paymentIntentId: "pi_1" },
      },
    ]);
  });
});

describe("a session", () => {
  it.each([
    [
      { status: "complete", payment_status: "unpaid", payment_intent: "pi_1" },
      { type: "done", news: [{ type: "session_processing" }] },
    ],
    [
      { status: "expired", payment_status: "unpaid" },
      { type: "done", news: [{ type: "session_expired" }] },
    ],
    [
      { status: "open", payment_status: "unpaid" },
      { type: "unknown", keySpent: true },
    ],
  ])("that cannot be closed is read: %j", async (fields, expected) => {
    answers("post", "/checkout/sessions/cs_1/expire", refusal(400, {}));
    answers(
      "get",
      "/checkout/sessions/cs_1",
      ok({ id: "cs_1", object: "checkout.session", livemode: false, ...fields }),
    );
    expect(await perform(expire, checkoutFixture())).toMatchObject(expected);
  });

  it("that opens has the bill's lines, its end, and our labels on both objects", async () => {
    let sent = new URLSearchParams();
    server.use(
      http.post(`${api}/checkout/sessions`, async ({ request }) => {
        sent = new URLSearchParams(await request.text());
        return HttpResponse.json({ id: "cs_1", object: "checkout.session", url: "https://checkout.stripe.com/c" });
      }),
    );
    const payment = checkoutFixture({ description: "Table 4", cancelUrl: "https://shop.example/back" });
    await perform(openSession, payment);
    expect(Object.fromEntries(sent)).toMatchObject({
      mode: "payment",
      "line_items[0][price_data][currency]": "usd",
      "line_items[0][price_data][unit_amount]": "1250",
      "line_items[0][price_data][product_data][name]": "Lunch",
      "line_items[0][quantity]": "1",
      client_reference_id: "bill-pay_1",
      success_url: "https://shop.example/thanks",
      cancel_url: "https://shop.example/back",
      expires_at: String(payment.expiresAt / 1000),
      "metadata[tillkit_payment]": "pay_1",
      "payment_intent_data[metadata][tillkit_payment]": "pay_1",
      "payment_intent_data[description]": "Table 4",
    });
  });

  it.each([
    [
      { status: "requires_payment_method", last_payment_error: { code: "payment_method_provider_decline" } },
      "session_failed",
    ],
    [{ status: "canceled" }, "session_failed"],
    [{ status: "processing" }, "session_processing"],
  ])("that is complete and unpaid with a PaymentIntent %j: %s", async (fields, type) => {
    const session = { id: "cs_1", object: "checkout.session", status: "complete", payment_status: "unpaid" };
    answers(
      "get",
      "/checkout/sessions/cs_1",
      ok({ ...session, livemode: false, payment_intent: { ...intent, ...fields } }),
    );
    const answer = await perform({ type: "check_session", key: "c", checkoutSessionId: "cs_1" }, checkoutFixture());
    expect(answer).toMatchObject({ type: "done", news: [{ type }] });
  });
});

async function closedPort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("A probe has a port.");
  return address.port;
}

it("tells whoever lists events how long Stripe wants a pause", async () => {
  answers("get", "/events", refusal(429, { code: "rate_limit" }, { "retry-after": "3" }));
  await expect(gateway.listEvents({ since: 0, limit: 1 })).rejects.toMatchObject({
    code: "stripe_unavailable",
    retryable: true,
    details: { status: 429, retryAfterMs: 3_000 },
  });
});
