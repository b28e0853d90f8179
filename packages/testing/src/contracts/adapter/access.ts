import assert from "node:assert/strict";
import { type AdapterCase, adapterCase } from "./case.ts";
import { problemOf, waitingForCard } from "./steps.ts";

/** Each staff route with the action that it asks for; `:id` stands for a payment that is there. */
const staffRoutes: readonly (readonly [method: "GET" | "POST", path: string, action: string])[] = [
  ["POST", "/payments", "payments.create"],
  ["GET", "/payments", "payments.list"],
  ["GET", "/payments/:id", "payments.read"],
  ["GET", "/payments/:id/timeline", "payments.read"],
  ["GET", "/payments/:id/qr", "payments.read"],
  ["GET", "/payments/:id/receipt", "payments.read"],
  ["GET", "/payments/:id/events", "payments.watch"],
  ["POST", "/payments/:id/retry", "payments.retry"],
  ["POST", "/payments/:id/swap_reader", "payments.swap_reader"],
  ["POST", "/payments/:id/change_amount", "payments.change_amount"],
  ["POST", "/payments/:id/confirm", "payments.confirm"],
  ["POST", "/payments/:id/cancel", "payments.cancel"],
  ["POST", "/payments/:id/capture", "payments.capture"],
  ["POST", "/payments/:id/check", "payments.check"],
  ["GET", "/readers", "readers.read"],
  ["GET", "/readers/tmr_front", "readers.read"],
  ["POST", "/readers", "readers.register"],
  ["POST", "/readers/tmr_front/rename", "readers.rename"],
  ["POST", "/readers/tmr_front/cart", "readers.cart"],
  ["POST", "/readers/tmr_front/clear", "readers.clear"],
  ["GET", "/locations", "readers.read"],
  ["GET", "/reader_tips", "readers.read"],
  ["POST", "/reader_tips", "readers.tips"],
  ["POST", "/connection_tokens", "readers.connect"],
  ["GET", "/parked", "parked.read"],
  ["POST", "/parked/pay_1~fulfil/retry", "parked.decide"],
  ["POST", "/parked/pay_1~fulfil/discard", "parked.decide"],
  ["GET", "/health", "health.read"],
];

function resourceOf(path: string, paymentId: string): object {
  if (path.includes(":id")) return { paymentId };
  return path.includes("tmr_front") ? { readerId: "tmr_front" } : {};
}

/** Who may do what. */
export const accessCases: readonly AdapterCase[] = [
  ...staffRoutes.map(([method, path, action]) =>
    adapterCase(
      `asks authorize for ${action} with the framework's request at ${method} ${path}, and obeys a no`,
      async (bench) => {
        const { id, version } = await waitingForCard(bench);
        const real = path.replace(":id", id);
        const response = method === "GET" ? await bench.get(real) : await bench.post(real);
        const problem = await problemOf(response, 403, "forbidden");
        assert.equal(problem["type"], "docs/reference/errors.md#forbidden");
        const [question, ...more] = bench.asked;
        assert.equal(more.length, 0);
        assert.equal(question?.action, action);
        assert.deepEqual(question?.resource, resourceOf(path, id));
        assert(bench.isNative(question?.request), "authorize was not given the framework's own request.");
        assert.equal((await bench.till.get(id)).version, version);
      },
      { authorize: () => false },
    ),
  ),
  adapterCase(
    "waits for a promise of authorize",
    async (bench) => {
      await problemOf(await bench.get("/payments"), 403, "forbidden");
    },
    { authorize: async () => false },
  ),
  adapterCase("refuses what another site makes a browser send", async (bench) => {
    const { id } = await waitingForCard(bench);
    const response = await bench.post(`/payments/${id}/cancel`, {}, { "sec-fetch-site": "cross-site" });
    await problemOf(response, 403, "forbidden");
    assert.equal((await bench.till.get(id)).payment.status, "collecting");
    assert.equal((await bench.post(`/payments/${id}/cancel`, {}, { "sec-fetch-site": "same-origin" })).status, 200);
  }),
  adapterCase(
    "hands errors that are not tillkit's to the framework, and tells the client nothing of them",
    async (bench) => {
      const error = new Error("ECONNREFUSED postgres://till:hunter2@db");
      bench.breakWith(error);
      const response = await bench.get("/payments");
      assert.equal(response.status, 500);
      assert.doesNotMatch(await response.text(), /ECONNREFUSED|hunter2/);
      assert.deepEqual(bench.unhandled, [error]);
      assert.equal(bench.unhandled[0], error);
    },
  ),
  adapterCase(
    "lets an error of authorize be the host's own",
    async (bench) => {
      const response = await bench.get("/payments");
      assert.equal(response.status, 500);
      assert.doesNotMatch(await response.text(), /session store/);
      assert.equal(bench.unhandled.length, 1);
    },
    {
      authorize: () => {
        throw new Error("The session store is gone.");
      },
    },
  ),
];
