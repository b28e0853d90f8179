import { createTill, memoryStore, type Till } from "@tillkit/core";
import { createHandler, type HandlerOptions, toFetch, toNodeListener } from "@tillkit/http";
import { createModelStripe } from "@tillkit/testing";
import { describe, expect, it } from "vitest";

const { gateway } = createModelStripe({ now: () => 0 });
const till = createTill({ gateway, store: memoryStore() });

describe("the routes cannot be mounted", () => {
  const wrong: readonly (readonly [string, object])[] = [
    ["authorize", { till }],
    ["authorize", { till, authorize: true }],
    ["till", { authorize: () => true }],
    ["till", { till: {} as Till, authorize: () => true }],
    ["returnTo", { till, authorize: () => true, returnTo: "/thanks" }],
    ["receipts", { till, authorize: () => true, receipts: { name: "Ramen Bar" } }],
    ["returnOrigins", { till, authorize: () => true, returnOrigins: ["shop.example"] }],
    ["returnOrigins", { till, authorize: () => true, returnOrigins: ["https://shop.example/"] }],
    ["returnOrigins", { till, authorize: () => true, returnOrigins: ["null"] }],
    ["idempotency", { till, authorize: () => true, idempotency: new Map() }],
    ["idempotency", { till, authorize: () => true, idempotency: null }],
    ["jsonBodyLimit", { till, authorize: () => true, jsonBodyLimit: 0 }],
    ["webhookBodyLimit", { till, authorize: () => true, webhookBodyLimit: Infinity }],
    ["heartbeatMs", { till, authorize: () => true, heartbeatMs: 1.5 }],
  ];

  it.each(wrong)("with a senseless %s", (option, options) => {
    // What a host without a compiler can write.
    const given = options as HandlerOptions<unknown>;
    expect(() => createHandler(given)).toThrow(
      expect.objectContaining({ code: "invalid_option", details: { option } }),
    );
  });
});

describe("a prefix", () => {
  const handler = createHandler({ till, authorize: () => true });

  it.each([
    ["/payments-api", "/payments-api/health", 200],
    ["/payments-api/", "/payments-api/health?full", 200],
    ["", "/health", 200],
    ["/payments-api", "/payments-api-2/health", 404],
    ["/payments-api", "/health", 404],
    ["/payments-api", "/other/payments-api/health", 404],
  ])("%s answers %s with %i", async (basePath, path, status) => {
    const response = await toFetch(handler, { basePath })(new Request(`http://till.example${path}`));
    expect(response.status).toBe(status);
  });

  it("without its slash is refused, instead of never matching", () => {
    const refusal = expect.objectContaining({ code: "invalid_option" });
    expect(() => toFetch(handler, { basePath: "payments-api" })).toThrow(refusal);
    expect(() => toNodeListener(createHandler({ till, authorize: () => true }), { basePath: "x" })).toThrow(refusal);
  });
});
