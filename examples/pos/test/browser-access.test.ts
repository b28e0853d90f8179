import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { focused, inBrowser, PHONE, smallControls, tabTo } from "./browser.ts";
import { seriousViolations } from "./violations.ts";

inBrowser("for everybody, in a browser", (stage) => {
  const { start, open } = stage;

  it("sells with the keyboard alone, and gives the focus back", async () => {
    const pos = await start();
    const till = await open(`${pos.url}/counter`);
    await till.getByRole("button", { name: /^Espresso/ }).waitFor();
    await till.keyboard.press("/");
    await till.keyboard.type("espresso");
    await till.keyboard.press("Enter");
    await till.keyboard.press("Control+`");
    await till.getByRole("button", { name: "Charge $2.80 on Front counter" }).waitFor();
    await tabTo(till, "Charge $2.80 on Front counter");
    await till.keyboard.press("Enter");
    await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
    await tabTo(till, "Tap");
    await till.keyboard.press("Enter");
    await till.getByText("Order #1").waitFor();
    expect(await focused(till)).toBe("New sale");
    await till.keyboard.press("Enter");
    await till.getByText("Nothing here yet").waitFor();
    expect(await focused(till)).toContain("Charge");
  });

  it.each(["light", "dark"] as const)("has nothing serious for axe to find, in %s", async (colorScheme) => {
    const pos = await start();
    const found: Record<string, readonly string[]> = {};
    const check = async (name: string, page: Page): Promise<void> => {
      found[name] = await seriousViolations(page);
    };

    const till = await open(`${pos.url}/counter`, { colorScheme });
    await till.getByRole("button", { name: /^Latte/ }).waitFor();
    await check("empty counter", till);
    await till.getByRole("button", { name: /^Latte/ }).click();
    await check("counter", till);
    await till.getByRole("button", { name: "Simulator" }).click();
    await till.getByRole("button", { name: /^Charge \$4\.40/ }).click();
    await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
    await check("waiting for a card", till);
    await till.getByLabel("Card", { exact: true }).selectOption("declined");
    await till.getByRole("button", { name: "Insert" }).click();
    await till.getByRole("heading", { name: "Card declined" }).waitFor();
    await check("declined", till);
    await till.getByRole("button", { name: "Try another card" }).click();
    await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
    await till.getByLabel("Card", { exact: true }).selectOption("visa");
    await till.getByRole("button", { name: "Tap", exact: true }).click();
    await till.getByText("Order #1").waitFor();
    await check("paid", till);
    await till.getByRole("button", { name: "New sale" }).click();
    for (const tab of ["Guest", "Faults"]) {
      await till.getByRole("group", { name: "What to simulate" }).getByRole("button", { name: tab }).click();
      await check(`dock: ${tab}`, till);
    }
    await till.goto(`${pos.url}/orders`);
    await till.getByText("#1").waitFor();
    await check("orders", till);
    await till.getByRole("button", { name: "All payments" }).click();
    await check("payments", till);
    await till.getByRole("link", { name: /^Payment of/ }).click();
    await till.getByText("PaymentIntent made").waitFor();
    await check("order", till);
    await till.goto(`${pos.url}/tables`);
    await till.getByRole("heading", { name: "Table 12" }).waitFor();
    await check("tables", till);

    const phone = await open(pos.guestUrl, { ...PHONE, colorScheme });
    await phone.getByRole("button", { name: "Add Latte" }).tap();
    await check("guest's menu", phone);
    await phone.getByRole("button", { name: "View basket" }).tap();
    await check("guest's basket", phone);
    await phone.goto(`${pos.guestUrl}/return?session_id=cs_test_madeup&link=made.up`);
    await phone.getByRole("heading", { name: "We do not know this payment" }).waitFor();
    await check("return page", phone);
    expect(Object.entries(found).filter(([, violations]) => violations.length > 0)).toEqual([]);
  });

  it("has no control below 44 pixels, at the counter and on a phone", async () => {
    const pos = await start();
    const till = await open(`${pos.url}/counter`);
    await till.getByRole("button", { name: /^Latte/ }).click();
    expect(await smallControls(till)).toEqual([]);
    const phone = await open(pos.guestUrl, PHONE);
    await phone.getByRole("button", { name: "Add Latte" }).tap();
    expect(await smallControls(phone)).toEqual([]);
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  it("sends a guest's phone at most 120 KB of script", () => {
    const html = readFileSync(join(stage.pages, "guest.html"), "utf8");
    const scripts = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, path = ""]) => path);
    const bytes = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(join(stage.pages, path))).length, 0);
    expect(scripts.length).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(120 * 1024);
  });
});
