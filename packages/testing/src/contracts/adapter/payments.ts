import assert from "node:assert/strict";
import { type AdapterCase, adapterCase } from "./case.ts";
import { objectOf, problemOf, tap, waitingForCard } from "./steps.ts";

const coffee = { flow: "terminal", reference: "bill-7", amount: 1250, currency: "usd", reader: "tmr_front" };

/** What can be done with payments, and how wrong requests are answered. */
export const paymentCases: readonly AdapterCase[] = [
  adapterCase("creates a payment once: 201 with its address, then 200 with the same payment", async (bench) => {
    const first = await bench.post("/payments", coffee);
    assert.equal(first.status, 201);
    const { id } = await objectOf(first);
    assert.equal(new URL(first.headers.get("location") ?? "", first.url).href, `${bench.url}/payments/${String(id)}`);
    const second = await bench.post("/payments", coffee);
    assert.equal(second.status, 200);
    assert.equal((await objectOf(second))["id"], id);
    await bench.till.idle();
    assert.equal(bench.stripe.intents.size, 1);
  }),
  adapterCase("opens a Checkout page and answers with its address", async (bench) => {
    const response = await bench.post("/payments", {
      flow: "checkout",
      reference: "table-7",
      currency: "usd",
      lines: [{ name: "Ramen", unitAmount: 1250, quantity: 2 }],
      successUrl: "https://shop.example/return?session_id={CHECKOUT_SESSION_ID}",
    });
    assert.equal(response.status, 201);
    const payment = await objectOf(response);
    assert.equal(payment["status"], "open");
    assert.equal(payment["amount"], 2500);
    assert.match(String(payment["url"]), /^https:/);
  }),
  adapterCase("answers a payment with its version, its commands and both names of its PaymentIntent", async (bench) => {
    const { id, version } = await waitingForCard(bench);
    const payment = await objectOf(await bench.get(`/payments/${id}`));
    assert.equal(payment["version"], version);
    assert.equal(payment["stage"], "waiting_for_card");
    assert.deepEqual(payment["commands"], ["swap_reader", "change_amount", "cancel", "check"]);
    assert.match(String(payment["paymentIntentId"]), /^pi_/);
    assert.equal(payment["stripe_payment_intent_id"], payment["paymentIntentId"]);
    assert.match(String(payment["createdAt"]), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  }),
  adapterCase("never tells that a card was reported lost", async (bench) => {
    const { id } = await waitingForCard(bench);
    await tap(bench, "lost_card");
    await bench.till.check(id);
    const response = await bench.get(`/payments/${id}`);
    const text = await response.text();
    assert.match(text, /"status":"declined"/);
    assert.match(text, /"declineCode":"generic_decline"/);
    assert.doesNotMatch(text, /lost_card/);
    assert.doesNotMatch(await (await bench.get(`/payments/${id}/timeline`)).text(), /lost_card/);
  }),
  adapterCase("tries again, captures and checks", async (bench) => {
    const { id } = await waitingForCard(bench, "manual");
    await tap(bench, "insufficient_funds");
    assert.equal((await objectOf(await bench.post(`/payments/${id}/check`)))["status"], "declined");
    assert.equal((await bench.post(`/payments/${id}/retry`, { reader: "tmr_front" })).status, 200);
    await bench.till.idle();
    await tap(bench);
    assert.equal((await objectOf(await bench.get(`/payments/${id}`)))["moneyMoved"], "held");
    assert.equal((await bench.post(`/payments/${id}/capture`, { amount: 1000 })).status, 200);
    await bench.till.idle();
    assert.equal((await objectOf(await bench.get(`/payments/${id}`)))["amountPaid"], 1000);
  }),
  adapterCase("presents it again for another amount, and where no reader was told says so", async (bench) => {
    const { id } = await waitingForCard(bench);
    const changed = await bench.post(`/payments/${id}/change_amount`, { amount: 1500 });
    assert.equal((await objectOf(changed))["amount"], 1500);
    await bench.till.idle();
    await problemOf(await bench.post(`/payments/${id}/change_amount`, { amount: 12.5 }), 400, "invalid_amount");
    await problemOf(await bench.post(`/payments/${id}/swap_reader`), 400, "invalid_request");
    await problemOf(await bench.post(`/payments/${id}/swap_reader`, { reader: "tmr_none" }), 404, "reader_not_found");
    assert.equal((await bench.post(`/payments/${id}/swap_reader`, { reader: "tmr_front" })).status, 200);
    await bench.till.idle();
    await tap(bench);
    const paid = await objectOf(await bench.get(`/payments/${id}`));
    assert.equal(paid["amountPaid"], 1500);
    assert.equal((paid["attempts"] as readonly unknown[]).length, 3);
  }),
  adapterCase("shows the card, and charges it when it is confirmed", async (bench) => {
    const { id } = await waitingForCard(bench, "automatic", { confirmation: "manual", register: "Bar" });
    await tap(bench);
    const shown = await objectOf(await bench.post(`/payments/${id}/check`));
    assert.equal(shown["status"], "requires_confirmation");
    assert.equal(shown["moneyMoved"], "no");
    assert.equal(shown["register"], "Bar");
    assert.equal((shown["card"] as { readonly last4: string }).last4, "4242");
    assert.match(String(shown["confirmBy"]), /^\d{4}-/);
    assert.deepEqual(shown["commands"], ["confirm", "cancel", "check"]);
    assert.equal((await bench.post(`/payments/${id}/confirm`)).status, 200);
    await bench.till.idle();
    assert.equal((await objectOf(await bench.get(`/payments/${id}`)))["amountPaid"], 1250);
  }),
  adapterCase("takes a command without a body", async (bench) => {
    const { id } = await waitingForCard(bench);
    const response = await fetch(`${bench.url}/payments/${id}/cancel`, { method: "POST" });
    assert.equal(response.status, 200);
  }),
  adapterCase("rejects a command that does not fit with 409", async (bench) => {
    const { id } = await waitingForCard(bench);
    await problemOf(await bench.post(`/payments/${id}/capture`), 409, "transition_rejected");
  }),
  adapterCase("lists by query, page by page", async (bench) => {
    const { id: first } = await waitingForCard(bench);
    await tap(bench);
    const { id: second } = await waitingForCard(bench);
    const idsAt = async (query: string): Promise<readonly unknown[]> => {
      const { payments } = await objectOf(await bench.get(`/payments?${query}`));
      assert(Array.isArray(payments));
      return payments.map(({ id }: { readonly id: string }) => id);
    };
    assert.deepEqual(await idsAt("status=succeeded,declined&flow="), [first]);
    assert.deepEqual(await idsAt("status=collecting&status=declined"), [second]);
    assert.deepEqual(await idsAt("flow=checkout"), []);
    // Which of the two is the newer is not this contract's: they may be of the same millisecond.
    const { next } = await objectOf(await bench.get("/payments?limit=1"));
    const rest = await idsAt(`limit=1&after=${String(next)}`);
    assert.deepEqual(new Set([next, ...rest]), new Set([first, second]));
  }),
  adapterCase("names each field of a query or body that is wrong", async (bench) => {
    const query = await problemOf(await bench.get("/payments?limit=0&flow=cash&page=2"), 400, "invalid_request");
    assert.deepEqual(pathsOf(query).toSorted(), ["flow", "limit", "page"]);
    const body = await problemOf(
      await bench.post("/payments", { ...coffee, reference: "", discount: 5 }),
      400,
      "invalid_request",
    );
    assert.deepEqual(pathsOf(body).toSorted(), ["discount", "reference"]);
    await problemOf(await bench.post("/payments", { ...coffee, amount: 12.5 }), 400, "invalid_amount");
  }),
  adapterCase("refuses bodies that are not JSON objects", async (bench) => {
    const headers = { "content-type": "application/json" };
    for (const body of ["{", "[]", "null", '"x"', "\u0000"])
      await problemOf(await bench.send("/payments", body, headers), 400, "malformed_body");
  }),
  adapterCase("refuses what an HTML form can send", async (bench) => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
      await problemOf(
        await bench.send("/payments", JSON.stringify(coffee), { "content-type": type }),
        415,
        "unsupported_media_type",
      );
  }),
  adapterCase("refuses a JSON body of 2 MB", async (bench) => {
    const response = await bench.post("/payments", { ...coffee, description: "x".repeat(2_000_000) });
    await problemOf(response, 413, "body_too_large");
  }),
  adapterCase("keeps hostile keys as nothing but keys", async (bench) => {
    const text = JSON.stringify(coffee).replace("{", '{"__proto__":{"isAdmin":true},');
    const response = await bench.send("/payments", text, { "content-type": "application/json" });
    assert.equal(response.status, 400);
    assert.equal("isAdmin" in {}, false);
  }),
  adapterCase("does not know payments and readers that are not there", async (bench) => {
    await problemOf(await bench.get("/payments/pay_none"), 404, "payment_not_found");
    await problemOf(await bench.get("/payments/pay_none/events"), 404, "payment_not_found");
    await problemOf(await bench.post("/payments/pay_none/cancel"), 404, "payment_not_found");
    await problemOf(await bench.get("/readers/tmr_none"), 404, "reader_not_found");
    for (const id of ["pay_none~fulfil", "pay_none~check_intent%3A1", "evt_none"])
      await problemOf(await bench.post(`/parked/${id}/retry`), 404, "parked_not_found");
  }),
  adapterCase("answers readers and health", async (bench) => {
    const { readers } = await objectOf(await bench.get("/readers"));
    assert(Array.isArray(readers) && readers.length === 1);
    assert.equal((await objectOf(await bench.get("/readers/tmr_front")))["id"], "tmr_front");
    assert.equal((await objectOf(await bench.get("/health")))["status"], "ok");
    assert.deepEqual(await objectOf(await bench.get("/parked")), { parked: [] });
  }),
];

function pathsOf(problem: Readonly<Record<string, unknown>>): readonly string[] {
  const { errors } = problem;
  assert(Array.isArray(errors));
  return errors.map(({ path }: { readonly path: string }) => path);
}
