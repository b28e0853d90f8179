import type { PaymentResource } from "@tillkit/http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startingView } from "../client/staff/payment/starting-view.ts";
import { dashboardUrlOf } from "../server/routes/orders.ts";
import type { CounterSaleAnswer, Problem, SaleAnswer } from "../common/api.ts";
import { openTestPos, type TestPos } from "./open-test-pos.ts";

let pos: TestPos;
let cookie: string;

beforeAll(async () => {
  pos = await openTestPos();
  const page = await fetch(`${pos.url}/counter`);
  await page.body?.cancel();
  cookie = page.headers.getSetCookie()[0]?.split(";")[0] ?? "";
});
afterAll(() => pos.close());

const sell = (body: unknown): Promise<Response> =>
  fetch(`${pos.url}/api/counter/sales`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie },
    body: JSON.stringify(body),
  });

const change = (saleId: string, quantity: number): Promise<Response> =>
  fetch(`${pos.url}/api/counter/sales/${saleId}/lines`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie },
    body: JSON.stringify({ lines: [{ productId: "espresso", quantity, unitAmount: 1 }] }),
  });

async function started(body: unknown): Promise<string> {
  const answer = await sell(body);
  expect(answer.status).toBe(201);
  // The route's own type.
  return ((await answer.json()) as CounterSaleAnswer).paymentId;
}

async function refused(body: unknown): Promise<Problem> {
  // Every refusal is a problem document.
  return (await (await sell(body)).json()) as Problem;
}

const espresso = [{ productId: "espresso", quantity: 2 }];

describe("a counter sale", () => {
  it("is priced by the server and is one payment, however often it is asked for", async () => {
    const body = { saleId: "first-sale", reader: "tmr_front", lines: [{ ...espresso[0], unitAmount: 1 }] };
    const ids = await Promise.all([started(body), started(body), started(body)]);
    expect(new Set(ids).size).toBe(1);
    const [id] = ids;
    expect((await pos.till.get(id)).payment.ordered).toEqual({ amount: 560, currency: "usd" });

    const answer = await fetch(`${pos.url}/api/sales/${id}`, { headers: { cookie } });
    expect((await answer.json()) as SaleAnswer).toMatchObject({
      channel: { type: "counter" },
      order: null,
      dashboardUrl: null,
    });
  });

  it("without a reader is one page to pay on, with a code to scan, that knows when it is paid", async () => {
    const body = { saleId: "by-the-phone", lines: espresso };
    const id = await started(body);
    expect(await started(body)).toBe(id);
    const read = async (path: string): Promise<Response> => fetch(`${pos.url}/api${path}`, { headers: { cookie } });
    const payment = (await (await read(`/tillkit/payments/${id}`)).json()) as PaymentResource;
    expect(payment).toMatchObject({ flow: "checkout", status: "open", amount: 560 });
    const code = await read(`/tillkit/payments/${id}/qr`);
    expect(code.headers.get("content-type")).toBe("image/svg+xml");
    await code.body?.cancel();

    const paid = await fetch(payment.url ?? "", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "card=visa",
      redirect: "manual",
    });
    await paid.body?.cancel();
    const home = new URL(paid.headers.get("location") ?? "");
    expect(home.pathname).toBe("/thanks");
    // Whoever has the session's id is told how it stands, and nothing of what was bought.
    const outcome = await fetch(`${pos.url}/api/tillkit/checkout/outcome${home.search}`);
    expect(await outcome.json()).toEqual({ outcome: "paid", next: "done", paymentId: id });
    expect((await (await read(`/sales/${id}`)).json()) as SaleAnswer).toMatchObject({
      channel: { type: "counter" },
      order: { amount: 560, lines: [{ name: "Espresso", unitAmount: 280, quantity: 2 }] },
    });
    expect(await (await read(`/tillkit/payments/${id}/qr`)).json()).toMatchObject({ code: "page_not_open" });
  });

  it("does not push another one off its reader", async () => {
    await started({ saleId: "on-the-bar", reader: "tmr_bar", lines: espresso });
    const problem = await refused({ saleId: "also-on-the-bar", reader: "tmr_bar", lines: espresso });
    expect(problem).toMatchObject({ status: 409, code: "reader_busy" });
    expect(startingView({ problem }).headline).toContain("in use");
  });

  it("that was started cannot get other lines under the same id", async () => {
    const problem = await refused({
      saleId: "first-sale",
      reader: "tmr_front",
      lines: [{ productId: "latte", quantity: 1 }],
    });
    expect(problem).toMatchObject({ status: 409, code: "sale_changed" });
  });

  describe("that changes while the reader waits", () => {
    it("is priced by the server again, and is still one payment", async () => {
      const answer = await change("first-sale", 3);
      expect(await answer.json()).toMatchObject({ total: 840, lines: [{ name: "Espresso", quantity: 3 }] });
      const id = await started({ saleId: "first-sale", reader: "tmr_front", lines: [{ ...espresso[0], quantity: 3 }] });
      expect((await pos.till.get(id)).payment.ordered).toEqual({ amount: 840, currency: "usd" });
      expect(await refused({ saleId: "first-sale", reader: "tmr_front", lines: espresso })).toMatchObject({
        code: "sale_changed",
      });
    });

    it.each([
      ["by-the-phone", 3, 409, "sale_paid"],
      ["never-started", 3, 404, "unknown_sale"],
      ["first-sale", 0, 400, "invalid_request"],
      ["SELECT", 3, 400, "invalid_request"],
    ])("is refused for %s with %d", async (saleId, quantity, status, code) => {
      expect(await (await change(saleId, quantity)).json()).toMatchObject({ status, code });
    });
  });

  it.each([
    [
      { saleId: "no-such-thing", reader: "tmr_front", lines: [{ productId: "caviar", quantity: 1 }] },
      "unknown_product",
    ],
    [{ saleId: "reader-of-no-name", reader: "", lines: espresso }, "invalid_request"],
    [{ saleId: "'; DROP TABLE", reader: "tmr_front", lines: espresso }, "invalid_request"],
  ])("is refused %o", async (body, code) => {
    expect(await refused(body)).toMatchObject({ status: 400, code });
  });

  it("links to the right Dashboard: test, live, or none", () => {
    expect(dashboardUrlOf("pi_1", "TEST")).toBe("https://dashboard.stripe.com/test/payments/pi_1");
    expect(dashboardUrlOf("pi_1", "LIVE")).toBe("https://dashboard.stripe.com/payments/pi_1");
    expect(dashboardUrlOf("pi_1", "SIMULATED")).toBeNull();
  });
});
