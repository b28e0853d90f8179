import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRegister, type Register } from "../../src/shop/register.ts";
import { coffee, openShop, type Shop } from "../../src/shop/shop.ts";

let shop: Shop;
let till: Register;
beforeEach(async () => {
  shop = await openShop();
  till = openRegister(shop);
});
afterEach(async () => {
  expect(shop.simulator.violations).toEqual([]);
  await shop.close();
});

const front = () => shop.simulator.reader("tmr_front");
async function ask(id: string, query = "", method = "GET"): Promise<Response> {
  await shop.quiet();
  return fetch(`${shop.url}/payments/${id}/receipt?${query}`, { method });
}

async function paper(id: string, query = "") {
  const response = await ask(id, query);
  expect(response.status).toBe(200);
  return response.text();
}

describe("the guest wants a receipt", () => {
  it("gets what the card told the reader, the tip apart, and that it was a test", async () => {
    const sold = await till.sell({ ...coffee, tipping: { onReader: true } });
    await front().insert("visa", { tip: 200 });
    await till.press(await till.look(sold), "check");
    const text = await paper(sold.id, "format=text");
    for (const said of ["Ramen Bar", "*** TEST ***", "Visa **** 4242", "Chip", "USD 14.50", "Customer copy"])
      expect(text).toContain(said);
    expect(text).toMatch(/Tip +2\.00/);
    expect(text).toMatch(/AID +A0{2,}/);
    expect(text).toMatch(/Application +\w/);
    expect(await paper(sold.id, "format=html")).toContain("80mm");
    expect(JSON.parse(await paper(sold.id))).toMatchObject({
      copy: "customer",
      marks: ["TEST"],
      totals: [
        { label: "Subtotal", value: "12.50" },
        { label: "Tip", value: "2.00" },
        { label: "Total", value: "USD 14.50" },
      ],
    });
  });

  it("gets it again after a week, marked as a duplicate and with what was given back", async () => {
    const sold = await till.sell(coffee);
    await front().tap();
    await till.post(`/payments/${(await till.look(sold)).id}/refunds`, { reference: "slip-1", amount: 500 });
    await till.look(sold);
    const text = await paper(sold.id, "format=text&duplicate=true");
    expect(text).toContain("*** DUPLICATE ***");
    expect(text).toMatch(/Refunded +-5\.00/);
  });

  it("signs my copy on the screen, and it is on my copy only", async () => {
    const sold = await till.sell({ ...coffee, signature: "required" });
    await front().tap();
    await shop.later(3_000);
    const strokes = [Array.from({ length: 60 }, (_, step) => [step * 5, 60 + 30 * Math.sin(step / 4)])];
    await till.press(await till.look(sold), "signature", { strokes });
    expect(await paper(sold.id, "copy=merchant&format=html")).toContain("data:image/svg+xml;base64,");
    expect(await paper(sold.id, "format=html")).not.toContain("data:image");
  });

  it("gets it in my browser, where nothing in it can run and nothing keeps it", async () => {
    const sold = await till.sell(coffee);
    await front().tap();
    const { status, headers } = await ask(sold.id, "format=html");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("cache-control")).toBe("no-store");
    const head = await ask(sold.id, "format=html", "HEAD");
    expect([head.status, head.headers.get("content-type"), await head.text()]).toEqual([
      200,
      "text/html; charset=utf-8",
      "",
    ]);
  });

  it("gets the hold on paper, marked as not taken yet, with lines to write a tip on", async () => {
    const tab = await till.sell({ ...coffee, capture: "manual" });
    await front().tap();
    await shop.later(3_000);
    const text = await paper(tab.id, "format=text");
    expect(text).toContain("*** NOT CAPTURED ***");
    expect(text).toMatch(/Tip _+/);
  });

  it("gets none while nothing is paid: I am told why", async () => {
    const sold = await till.sell(coffee);
    const response = await ask(sold.id);
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({
      code: "receipt_unavailable",
      details: { paymentId: sold.id, status: "collecting" },
    });
    expect(await (await ask("pay_nobody")).json()).toMatchObject({ code: "payment_not_found" });
  });

  it.each([
    ["copy=bank", "copy"],
    ["format=pdf", "format"],
    ["duplicate=yes", "duplicate"],
    ["copy=customer&copy=merchant", "copy"],
  ])("is not guessed what was meant by %s", async (query, field) => {
    const sold = await till.sell(coffee);
    await front().tap();
    const response = await ask(sold.id, query);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "invalid_request", errors: [{ path: field }] });
  });
});
