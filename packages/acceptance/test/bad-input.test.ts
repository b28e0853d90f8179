import { TillkitError } from "@tillkit/core";
import { stripeGateway } from "@tillkit/stripe";
import Stripe from "stripe";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { coffee, openShop, type Shop, table } from "../src/shop/shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterEach(async () => {
  expect(await shop.tills[0].list()).toEqual([]);
  expect(shop.simulator.paymentIntents).toEqual([]);
  expect(shop.simulator.sessions).toEqual([]);
});
afterAll(() => shop.close());

/** The code of the error that the call throws. */
function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return TillkitError.is(error) ? error.code : String(error);
  }
  return "nothing was thrown";
}

const post = (
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = { "content-type": "application/json" },
) => fetch(`${shop.url}${path}`, { method: "POST", body, headers });

describe("a key", () => {
  it.each([
    ["", "secret_key_missing"],
    ["  ", "secret_key_missing"],
    ["pk_test_123", "publishable_key_given"],
    ["sk_test_1 23", "invalid_key"],
    ["whsec_123", "invalid_key"],
  ])("that is %j is refused as %s before anything is sent", (secretKey, code) => {
    expect(codeOf(() => stripeGateway({ secretKey, webhookSecrets: "whsec_0123456789abcdef" }))).toBe(code);
  });

  it.each(["", "   ", "whsec_", "sk_test_0123456789"])("for webhooks that is %j is refused", (webhookSecrets) => {
    expect(codeOf(() => stripeGateway({ secretKey: "sk_test_1", webhookSecrets }))).toBe("webhook_secret_invalid");
  });
});

describe("a sale at the counter", () => {
  it.each([
    [{ amount: -1 }, "invalid_amount"],
    [{ amount: 12.5 }, "invalid_amount"],
    [{ amount: Number.NaN }, "invalid_amount"],
    [{ amount: 49 }, "amount_too_small"],
    [{ amount: 0 }, "amount_too_small"],
    [{ amount: 10 ** 12 }, "amount_too_large"],
    [{ currency: "usdollar" }, "unknown_currency"],
    [{ currency: "USD" }, "unknown_currency"],
    [{ reference: "" }, "invalid_request"],
    [{ reference: "x".repeat(201) }, "invalid_request"],
    [{ reader: "front counter" }, "invalid_request"],
    [{ reader: "tmr_nobody" }, "reader_not_found"],
    [{ metadata: { tillkit_payment: "pay_1" } }, "invalid_request"],
    [{ amout: 5 }, "invalid_request"],
  ])("with %o is refused as %s, and nothing is stored", async (difference, code) => {
    await expect(shop.tills[0].collect({ ...coffee, ...difference })).rejects.toMatchObject({ code });
  });
});

describe("a page for a table", () => {
  it.each([
    [{ lines: [] }, "invalid_request"],
    [{ lines: [{ name: "Soup", unitAmount: 6.5, quantity: 1 }] }, "invalid_request"],
    [{ lines: [{ name: "Soup", unitAmount: -650, quantity: 1 }] }, "invalid_request"],
    [{ lines: [{ name: "Soup", unitAmount: 650, quantity: 0 }] }, "invalid_request"],
    [{ successUrl: "/back" }, "invalid_request"],
    [{ successUrl: "javascript:alert(1)" }, "invalid_request"],
    [{ expiresInMs: 59_999 }, "invalid_request"],
  ])("with %o is refused as %s, and nothing is stored", async (difference, code) => {
    await expect(shop.tills[0].checkout({ ...table, ...difference })).rejects.toMatchObject({ code });
  });
});

describe("over HTTP", () => {
  it.each([
    ["{", "malformed_body", 400],
    ["[]", "malformed_body", 400],
    [JSON.stringify({ ...coffee, flow: "terminal", amount: -1 }), "invalid_amount", 400],
    [JSON.stringify({ ...coffee, flow: "terminal", currency: "xxx" }), "unknown_currency", 400],
    [JSON.stringify({ ...coffee, flow: "terminal", reader: "tmr_nobody" }), "reader_not_found", 404],
    [JSON.stringify({ ...coffee, flow: "barter" }), "invalid_request", 400],
    [" ".repeat(2 * 1024 * 1024), "body_too_large", 413],
  ])("a body like %.20j is answered as a problem: %s", async (body, code, status) => {
    const answer = await post("/payments", body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(await answer.json()).toMatchObject({ code, status });
  });

  it("a delivery that Stripe did not sign changes nothing", async () => {
    const answer = await post("/webhooks/stripe", "{}", { "stripe-signature": "t=1,v1=00" });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "webhook_signature_invalid" });
  });

  it("a delivery that was signed with another endpoint's secret is told from one without a signature", async () => {
    const payload = JSON.stringify({ id: "evt_1", object: "event", type: "payment_intent.succeeded" });
    const signature = new Stripe("sk_test_1").webhooks.generateTestHeaderString({
      payload,
      secret: "whsec_of_another_endpoint",
    });
    const wrong = await post("/webhooks/stripe", payload, { "stripe-signature": signature });
    const missing = await post("/webhooks/stripe", payload, {});
    expect(await wrong.json()).toMatchObject({ code: "webhook_signature_invalid", details: { reason: "mismatch" } });
    expect(await missing.json()).toMatchObject({ code: "webhook_signature_invalid", details: { reason: "no_header" } });
  });
});
