import { existsSync } from "node:fs";

import axe from "axe-core";
import type { AxeResults } from "axe-core";
import { chromium } from "playwright-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { inPerson, simulated } from "./simulated-stripe.ts";

const found = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium"].find((path) => path && existsSync(path));

const wide = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

// Where there is no Chromium there is nothing to say; in CI there always is one.
describe.runIf(found !== undefined || process.env["CI"])("in a real browser", { timeout: 90_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: found ?? "", args: ["--no-sandbox", "--disable-gpu"] });
  });
  afterAll(() => browser?.close());

  async function open(url: string, options: BrowserContextOptions = wide): Promise<Page> {
    const context = await browser.newContext({ reducedMotion: "reduce", ...options });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }

  const looks: readonly (readonly [string, BrowserContextOptions])[] = [
    ["wide and light", { ...wide, colorScheme: "light" }],
    ["on a phone in the dark", { ...phone, colorScheme: "dark" }],
  ];

  test.each(looks)("%s, nothing is cut off and axe has no complaint", async (_, options) => {
    const { simulator, stripe, session } = await shop();
    const { id } = await inPerson(stripe, { description: "A table with a long name, and a longer one after that" });
    await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
    const made = await session();
    await simulator.guest(made.id).decline();
    const expired = await session();
    await stripe.checkout.sessions.expire(expired.id);
    const lists = ["payments", "checkout", "events", "requests", id].map((name) => `/dashboard/${name}`);
    const pages = [`/c/pay/${made.id}`, `/c/pay/${made.id}/challenge?card=three_d_secure`, `/c/pay/${expired.id}`];
    const page = await open(simulator.url, options);
    for (const path of ["/", ...lists, ...pages]) {
      await page.goto(simulator.url + path);
      const width = await page.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth");
      expect(width, path).toBeLessThanOrEqual(0);
      expect(await complaints(page), path).toEqual([]);
    }
  });

  test("a guest pays by keyboard alone: declined, then asked by the bank, then paid", async () => {
    const { simulator, session } = await shop();
    const { id, url } = await session();
    const page = await open(url ?? "");
    const keys = async (...names: readonly string[]) => {
      for (const name of names) await page.keyboard.press(name);
    };
    await keys("Tab", "Tab", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown");
    expect(await page.locator("input:checked").getAttribute("value")).toBe("declined");
    await keys("Enter");
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").textContent()).toContain("Your card was declined.");
    // The refusal is where the reader of the page goes on.
    await keys("Tab", "ArrowUp");
    expect(await page.locator("input:checked").getAttribute("value")).toBe("three_d_secure_declined");
    await keys("ArrowUp", "Enter");
    await page.getByRole("heading", { name: "Is this you?" }).waitFor();
    await keys("Tab", "Enter");
    await page.getByRole("heading", { name: "Checkout Sessions" }).waitFor();
    expect(simulator.sessions.find((one) => one.id === id)?.payment_status).toBe("paid");
  });

  test("a guest cancels, and a phone without JavaScript pays with a typed number", async () => {
    const { simulator, session } = await shop();
    const [left, stayed] = [await session(), await session()];
    const page = await open(left.url ?? "", { ...phone, javaScriptEnabled: false });
    await page.getByRole("link", { name: "Cancel and go back" }).click();
    expect(page.url()).toBe(left.cancel_url);
    await page.goto(stayed.url ?? "");
    await page.getByText("More test cards, or a number").click();
    await page.getByLabel("Type a card number").check();
    await page.getByLabel("Card number", { exact: true }).fill("4242 4242 4242 4242");
    await page.getByLabel("Expiry").fill("12 / 40");
    await page.getByLabel("CVC").fill("123");
    await page.getByRole("button", { name: "Pay $9.00" }).click();
    await page.getByRole("heading", { name: "Checkout Sessions" }).waitFor();
    expect(simulator.sessions.map(({ status }) => status)).toEqual(["open", "complete"]);
  });

  test("somebody at the Dashboard taps by keyboard, sees it happen, and keeps their place", async () => {
    const { simulator, stripe } = await shop();
    const page = await open(simulator.url);
    const { id } = await inPerson(stripe);
    await stripe.terminal.readers.processPaymentIntent("tmr_front", { payment_intent: id });
    const tap = page.getByRole("button", { name: "Tap", exact: true });
    await expect.poll(() => tap.isEnabled()).toBe(true);
    await page.locator("#tmr_front-card").selectOption("insufficient_funds");
    await tap.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("status").filter({ hasText: "Declined" }).waitFor();
    expect(await page.locator("#tmr_front-card").inputValue()).toBe("insufficient_funds");
    const focused = "document.activeElement.closest('form')?.getAttribute('action')";
    expect(await page.evaluate<string>(focused)).toBe("/dashboard/readers/tmr_front");
    expect((await stripe.paymentIntents.retrieve(id)).last_payment_error?.decline_code).toBe("insufficient_funds");
  });
});

/** A simulator, and a maker of sessions whose links lead back to its own Dashboard. */
async function shop() {
  const { simulator, stripe } = await simulated();
  const session = () =>
    stripe.checkout.sessions.create({
      mode: "payment",
      success_url: `${simulator.url}/dashboard/checkout`,
      cancel_url: `${simulator.url}/dashboard/payments`,
      allowed_payment_method_types: ["card", "us_bank_account"],
      line_items: [{ quantity: 2, price_data: { currency: "usd", unit_amount: 450, product_data: { name: "Tea" } } }],
    });
  return { simulator, stripe, session };
}

/** What axe finds wrong with the page, but for trifles: the rule and the first element. */
async function complaints(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
  return violations
    .filter(({ impact }) => impact !== "minor")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""} (${nodes[0]?.failureSummary ?? ""})`);
}
