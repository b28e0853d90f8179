import { createTill, memoryStore } from "@tillkit/core";
import { type Answer, createHandler } from "@tillkit/http";
import { createModelStripe } from "@tillkit/testing";
import { describe, expect, it } from "vitest";

const { gateway } = createModelStripe({ now: () => 0 });
const till = createTill({ gateway, store: memoryStore() });

function redirectTo(target: string): Promise<Answer> {
  const handler = createHandler({
    till,
    authorize: () => false,
    returnTo: () => target,
    returnOrigins: ["https://shop.example"],
  });
  return handler.handle({
    method: "GET",
    path: "/checkout/return",
    query: new URLSearchParams("session_id=cs_none"),
    header: () => undefined,
    bytes: async () => new Uint8Array(),
    native: undefined,
  });
}

describe("a guest who comes back from Checkout", () => {
  it.each([
    ["/thanks", "/thanks"],
    ["/thanks?order=42#receipt", "/thanks?order=42#receipt"],
    ["/a/../thanks", "/thanks"],
    ["/t/ü", "/t/%C3%BC"],
    ["/thanks?next=//evil.example", "/thanks?next=//evil.example"],
    ["https://shop.example/thanks", "https://shop.example/thanks"],
    ["https://shop.example", "https://shop.example/"],
    // As a browser reads it, and written so that nothing else can read it otherwise.
    ["https://shop.example\\@evil.example:1", "https://shop.example/@evil.example:1"],
    ["HTTPS://SHOP.example:443/thanks", "https://shop.example/thanks"],
  ])("is sent to %s", async (target, location) => {
    const answer = await redirectTo(target);
    expect(answer.status).toBe(303);
    expect(answer.headers["location"]).toBe(location);
  });

  it.each([
    "//evil.example",
    "///evil.example",
    "////evil.example/",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r//evil.example",
    " //evil.example",
    "\t//evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/%2e//evil.example",
    "/a/..//evil.example",
    "/./\\evil.example",
    "http://evil.example",
    "https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "https:\\\\evil.example",
    "https://shop.example.evil.example",
    "https://shop.example@evil.example",
    "https://shop.example:pw@evil.example",
    "https://evil@shop.example",
    "https://shop.example:8443",
    "https://shop.examp\u2113e.evil.example",
    "https://shop。evil.example",
    "http://shop.example",
    "http://host.invalid/x",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://shop.example/1",
    "ftp://shop.example/",
    "thanks",
    "./thanks",
    "?thanks",
    "",
    "http://[::1",
  ])("is not sent to %j", async (target) => {
    const answer = await redirectTo(target);
    expect(answer.headers["location"]).toBeUndefined();
    expect(answer.status).toBe(500);
    expect(answer.body).toContain("invalid_option");
  });

  it("is never sent on by a header of their own making", async () => {
    const { headers } = await redirectTo("/thanks\r\nset-cookie: a=b");
    expect(headers["location"]).not.toMatch(/[\r\n]/);
  });
});
