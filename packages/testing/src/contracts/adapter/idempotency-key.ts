import assert from "node:assert/strict";
import { ANY_BYTES } from "./bench.ts";
import { type AdapterCase, adapterCase } from "./case.ts";
import { objectOf, problemOf, tap, until, waitingForCard } from "./steps.ts";

const coffee = { flow: "terminal", reference: "bill-7", amount: 1250, currency: "usd", reader: "tmr_front" };
const key = { "idempotency-key": '"8e03978e-40d5-43dd-bc93-6894a57f9324"' };

/** What is sent again under the same `Idempotency-Key` is answered again, and not done again. */
export const idempotencyKeyCases: readonly AdapterCase[] = [
  adapterCase("answers a repetition with what was answered first, and says that it does", async (bench) => {
    const first = await bench.post("/payments", coffee, key);
    assert.equal(first.status, 201);
    assert.equal(isReplay(first), false);
    await bench.till.idle();
    await tap(bench);

    const second = await bench.post("/payments", coffee, key);
    assert.equal(isReplay(second), true);
    assert.equal(second.status, 201);
    for (const name of ["location", "content-type", "cache-control"])
      assert.equal(second.headers.get(name), first.headers.get(name), name);
    assert.equal(await second.text(), await first.text());
    assert.equal(bench.stripe.intents.size, 1);
  }),

  adapterCase("heeds the key at retry, cancel, capture and check", async (bench) => {
    const { id } = await waitingForCard(bench, "manual");
    const once = async (action: string): Promise<void> => {
      const headers = { "idempotency-key": action };
      const first = await bench.post(`/payments/${id}/${action}`, {}, headers);
      assert.equal(first.status, 200, action);
      assert.equal(isReplay(first), false, action);
      await bench.till.idle();
      const { version } = await bench.till.get(id);
      const second = await bench.post(`/payments/${id}/${action}`, {}, headers);
      assert.equal(isReplay(second), true, action);
      assert.equal(await second.text(), await first.text(), action);
      assert.equal((await bench.till.get(id)).version, version, action);
    };
    await once("check");
    await tap(bench, "insufficient_funds");
    await once("retry");
    await tap(bench);
    await once("capture");
    const other = await waitingForCard(bench);
    const cancel = (): Promise<Response> => bench.post(`/payments/${other.id}/cancel`, {}, key);
    assert.equal((await cancel()).status, 200);
    assert.equal(isReplay(await cancel()), true);
  }),

  adapterCase("answers 409 with Retry-After while the first is at work, and its answer after", async (bench) => {
    const letGo = bench.answers.hold();
    const first = bench.post("/payments", coffee, key);
    await until("the first is at work", () => bench.answers.held === 1);
    const second = await bench.post("/payments", coffee, key);
    const problem = await problemOf(second, 409, "idempotency_in_progress");
    assert.equal(problem["retryable"], true);
    assert.match(second.headers.get("retry-after") ?? "", /^[1-9]\d*$/);
    letGo();
    assert.equal((await first).status, 201);
    const third = await bench.post("/payments", coffee, key);
    assert.equal(isReplay(third), true);
    assert.equal(await third.text(), await (await first).text());
  }),

  adapterCase("lets one of 20 at once do the work", async (bench) => {
    const responses = await Promise.all(Array.from({ length: 20 }, () => bench.post("/payments", coffee, key)));
    assert.equal(responses.filter((response) => response.status === 201 && !isReplay(response)).length, 1);
    for (const response of responses) {
      if (response.status === 201) continue;
      await problemOf(response, 409, "idempotency_in_progress");
    }
    assert.equal((await bench.till.list()).length, 1);
  }),

  adapterCase(
    "refuses a key that belongs to another body, route or payment with 422, and does nothing",
    async (bench) => {
      const { id } = await waitingForCard(bench);
      assert.equal((await bench.post(`/payments/${id}/check`, {}, key)).status, 200);
      await bench.till.idle();
      const before = await bench.till.get(id);
      for (const request of [
        bench.send(`/payments/${id}/check`, "{ }", { "content-type": "application/json", ...key }),
        bench.post(`/payments/${id}/cancel`, {}, key),
        bench.post("/payments/pay_other/check", {}, key),
        bench.post("/payments", coffee, key),
      ])
        await problemOf(await request, 422, "idempotency_key_reused");
      assert.deepEqual(await bench.till.get(id), before);
      assert.equal((await bench.till.list()).length, 1);
    },
  ),

  adapterCase("takes a key with or without quotes for the same", async (bench) => {
    const first = await bench.post("/payments", coffee, { "idempotency-key": "bill-7:1" });
    const second = await bench.post("/payments", coffee, { "idempotency-key": '"bill-7:1"' });
    assert.deepEqual([first.status, second.status], [201, 201]);
    assert.equal(isReplay(second), true);
  }),

  adapterCase("refuses a malformed key with 400, and does nothing", async (bench) => {
    const malformed = [
      "",
      '""',
      '"',
      '"open',
      "two words",
      'a"b',
      '"a" "b"',
      "a, b",
      '"a", "b"',
      "é",
      '"é"',
      "k".repeat(256),
    ];
    for (const value of malformed)
      await problemOf(
        await bench.post("/payments", coffee, { "idempotency-key": value }),
        400,
        "idempotency_key_invalid",
      );
    assert.equal((await bench.till.list()).length, 0);
  }),

  adapterCase(
    "asks authorize before it looks at the key",
    async (bench) => {
      await problemOf(await bench.post("/payments", coffee, key), 403, "forbidden");
      await problemOf(await bench.post("/payments", coffee, { "idempotency-key": '"' }), 403, "forbidden");
      assert.equal(bench.answers.begun, 0);
    },
    { authorize: () => false },
  ),

  adapterCase("asks authorize for a repetition too", async (bench) => {
    for (let time = 0; time < 2; time++) await bench.post("/payments", coffee, key);
    assert.deepEqual(
      bench.asked.map(({ action }) => action),
      ["payments.create", "payments.create"],
    );
  }),

  adapterCase("keeps nothing of a request that was wrong in itself: the key stays free", async (bench) => {
    const { reader: _, ...noReader } = coffee;
    await problemOf(await bench.post("/payments", noReader, key), 400, "invalid_request");
    await problemOf(await bench.post("/payments", { ...coffee, amount: 0.5 }, key), 400, "invalid_amount");
    await problemOf(
      await bench.send("/payments", "[]", { "content-type": "application/json", ...key }),
      400,
      "malformed_body",
    );
    await problemOf(
      await bench.send("/payments", "a=b", { "content-type": "text/plain", ...key }),
      415,
      "unsupported_media_type",
    );
    assert.equal((await bench.post("/payments", coffee, key)).status, 201);
  }),

  adapterCase("keeps a refusal: what was refused once does nothing later", async (bench) => {
    const { id } = await waitingForCard(bench);
    const retry = (headers: Readonly<Record<string, string>>) => bench.post(`/payments/${id}/retry`, {}, headers);
    await problemOf(await retry(key), 409, "transition_rejected");
    await tap(bench, "insufficient_funds");
    const second = await retry(key);
    assert.equal(isReplay(second), true);
    await problemOf(second, 409, "transition_rejected");
    assert.equal((await bench.till.get(id)).payment.status, "declined");
    assert.equal((await retry({ "idempotency-key": "the cashier's next wish".replaceAll(" ", "-") })).status, 200);
  }),

  adapterCase("keeps nothing of a refusal that may be sent again unchanged", async (bench) => {
    const { id } = await waitingForCard(bench);
    await problemOf(await bench.post("/payments", coffee, key), 409, "reader_busy");
    await bench.till.cancel(id);
    await bench.till.idle();
    const again = await bench.post("/payments", coffee, key);
    assert.equal(again.status, 201);
    assert.equal(isReplay(again), false);
  }),

  adapterCase("keeps nothing of an error that is not tillkit's", async (bench) => {
    const { id } = await waitingForCard(bench);
    bench.breakWith(new Error("The database is away."));
    assert.equal((await bench.post(`/payments/${id}/check`, {}, key)).status, 500);
    bench.breakWith();
    const again = await bench.post(`/payments/${id}/check`, {}, key);
    assert.equal(again.status, 200);
    assert.equal(isReplay(again), false);
  }),

  adapterCase("is taken over a minute after a crash, and charges once", async (bench) => {
    bench.answers.die();
    assert.equal((await bench.post("/payments", coffee, key)).status, 500);
    assert.equal(bench.unhandled.length, 1);
    await bench.clock.advance(59_999);
    await problemOf(await bench.post("/payments", coffee, key), 409, "idempotency_in_progress");
    await bench.clock.advance(1);
    const after = await bench.post("/payments", coffee, key);
    assert.equal(after.status, 200);
    assert.equal((await objectOf(after))["reference"], "bill-7");
    const again = await bench.post("/payments", coffee, key);
    assert.deepEqual([again.status, isReplay(again)], [200, true]);
    await bench.till.idle();
    assert.equal(bench.stripe.intents.size, 1);
  }),

  adapterCase("remembers a key for a day", async (bench) => {
    const { id } = await waitingForCard(bench);
    const check = (): Promise<Response> => bench.post(`/payments/${id}/check`, {}, key);
    assert.equal((await check()).status, 200);
    await bench.clock.advance(86_400_000);
    assert.equal(isReplay(await check()), true);
    await bench.clock.advance(60_000);
    assert.equal(isReplay(await check()), false);
  }),

  adapterCase("does not look at the key of a webhook or of a GET", async (bench) => {
    for (const body of ["{}", "[]"]) {
      const response = await bench.send("/webhooks/stripe", body, { "stripe-signature": ANY_BYTES, ...key });
      assert.equal(response.status, 200);
      assert.equal(isReplay(response), false);
    }
    assert.equal(bench.received.length, 2);
    for (const path of ["/payments", "/health"])
      assert.equal((await bench.get(path, { "idempotency-key": '"' })).status, 200, path);
    assert.equal(bench.answers.begun, 0);
  }),
];

const isReplay = (response: Response): boolean => response.headers.get("idempotency-replayed") === "true";
