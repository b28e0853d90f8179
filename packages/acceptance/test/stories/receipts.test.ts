import { receiptHtml, receiptOf, receiptText } from "@tillkit/receipts";
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
const merchant = { name: "Ramen Bar", lines: ["1 Main Street"] };

async function paper(id: string, more: object = {}) {
  const receipt = receiptOf({ payment: await shop.get(id), merchant, timeZone: "UTC", ...more });
  if (receipt === undefined) throw new Error("There is nothing to print.");
  return { html: receiptHtml(receipt), text: receiptText(receipt) };
}

describe("the guest wants a receipt", () => {
  it("gets what the card told the reader, the tip apart, and that it was a test", async () => {
    const sold = await till.sell({ ...coffee, tipping: { onReader: true } });
    await front().insert("visa", { tip: 200 });
    await till.press(await till.look(sold), "check");
    const { html, text } = await paper(sold.id);
    for (const said of ["*** TEST ***", "Visa **** 4242", "Chip", "USD 14.50", "Customer copy"])
      expect(text).toContain(said);
    expect(text).toMatch(/Tip +2\.00/);
    expect(text).toMatch(/AID +A0{2,}/);
    expect(text).toMatch(/Application +\w/);
    expect(html).toContain("80mm");
  });

  it("gets it again after a week, marked as a duplicate and with what was given back", async () => {
    const sold = await till.sell(coffee);
    await front().tap();
    await till.post(`/payments/${(await till.look(sold)).id}/refunds`, { reference: "slip-1", amount: 500 });
    await till.look(sold);
    const { text } = await paper(sold.id, { duplicate: true });
    expect(text).toContain("*** DUPLICATE ***");
    expect(text).toMatch(/Refunded +-5\.00/);
  });

  it("signs my copy on the screen, and it is on my copy only", async () => {
    const sold = await till.sell({ ...coffee, signature: "required" });
    await front().tap();
    await shop.later(3_000);
    const strokes = [Array.from({ length: 60 }, (_, step) => [step * 5, 60 + 30 * Math.sin(step / 4)])];
    await till.press(await till.look(sold), "signature", { strokes });
    expect((await paper(sold.id, { copy: "merchant" })).html).toContain("data:image/svg+xml;base64,");
    expect((await paper(sold.id)).html).not.toContain("data:image");
  });

  it("gets none while nothing is paid", async () => {
    const sold = await till.sell(coffee);
    await expect(paper(sold.id)).rejects.toThrow("nothing to print");
  });
});
