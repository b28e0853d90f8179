import assert from "node:assert/strict";
import { type AdapterCase, adapterCase } from "./case.ts";
import { objectOf, problemOf, waitingForCard } from "./steps.ts";

/** What is where, and what is not. */
export const routingCases: readonly AdapterCase[] = [
  adapterCase("answers its own 404 under the mount, and at the mount itself", async (bench) => {
    for (const path of ["/nothing", "/payments/pay_1/nothing", "/payments/", "/", "", "?a=1"])
      await problemOf(await bench.get(path), 404, "route_not_found");
  }),
  adapterCase("answers a wrong method with 405 and the right ones", async (bench) => {
    for (const [path, allow] of [
      ["/payments", "POST, GET, HEAD, OPTIONS"],
      ["/health", "GET, HEAD, OPTIONS"],
      ["/webhooks/stripe", "POST, OPTIONS"],
    ] as const) {
      const response = await fetch(bench.url + path, { method: "DELETE" });
      await problemOf(response, 405, "method_not_allowed");
      assert.equal(response.headers.get("allow"), allow);
    }
  }),
  adapterCase("answers HEAD like GET, without a body, and begins no watch", async (bench) => {
    const { id } = await waitingForCard(bench);
    for (const path of [`/payments/${id}`, `/payments/${id}/events`]) {
      const response = await fetch(bench.url + path, { method: "HEAD" });
      assert.equal(response.status, 200);
      assert.equal(await response.text(), "");
    }
    assert.equal(bench.watches, 0);
  }),
  adapterCase("answers OPTIONS with what is allowed, and lets no other origin in", async (bench) => {
    const response = await fetch(`${bench.url}/payments`, {
      method: "OPTIONS",
      headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
    });
    assert.equal(response.status, 204);
    assert.equal(response.headers.get("allow"), "POST, GET, HEAD, OPTIONS");
    assert.equal(response.headers.get("access-control-allow-origin"), null);
  }),
  adapterCase("lets nothing be kept by a cache", async (bench) => {
    for (const path of ["/payments", "/nothing", "/checkout/return", "/health"])
      assert.equal((await bench.get(path)).headers.get("cache-control"), "no-store", path);
  }),
  adapterCase("leaves the host's own routes and their parser alone", async (bench) => {
    const response = await fetch(bench.hostUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ lines: [1, 2] }),
    });
    assert.equal(response.status, 200);
    assert.deepEqual(await objectOf(response), { received: { lines: [1, 2] } });
    const broken = { method: "POST", headers: { "content-type": "application/json" }, body: "{" };
    assert.equal((await fetch(bench.hostUrl, broken)).status >= 400, true);
    assert.deepEqual(bench.asked, []);
  }),
  adapterCase(
    "sends a guest who has paid to the host's page, without asking authorize",
    async (bench) => {
      const { id } = await bench.till.checkout({
        reference: "table-7",
        currency: "usd",
        lines: [{ name: "Ramen", unitAmount: 1250, quantity: 1 }],
        successUrl: "https://shop.example/return",
      });
      const [session] = bench.stripe.sessions.values();
      assert(session !== undefined && bench.stripe.pay(session.id));
      const response = await bench.get(`/checkout/return?session_id=${session.id}`);
      assert.equal(response.status, 303);
      assert.equal(response.headers.get("location"), `/thanks?payment=${id}&status=succeeded`);
      assert.deepEqual(bench.asked, []);
    },
    { returnTo: (payment) => `/thanks?payment=${payment?.id}&status=${payment?.status}` },
  ),
  adapterCase(
    "sends a guest with an unknown session, or none, to the host's page too",
    async (bench) => {
      for (const query of ["?session_id=cs_none", "?session_id=%00", ""]) {
        const response = await bench.get(`/checkout/return${query}`);
        assert.equal(response.status, 303);
        assert.equal(response.headers.get("location"), "/sorry");
      }
    },
    { returnTo: (payment) => (payment === undefined ? "/sorry" : "/thanks") },
  ),
  adapterCase(
    "sends no guest to another site",
    async (bench) => {
      const response = await bench.get("/checkout/return?session_id=cs_none");
      assert.equal(response.headers.get("location"), null);
      await problemOf(response, 500, "invalid_option");
    },
    { returnTo: () => "//evil.example/thanks" },
  ),
];
