import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findChromium, launch } from "../scripts/chromium.ts";
import { buildPages } from "./build-pages.ts";
import { openTestPos, type TestPos } from "./open-test-pos.ts";
import { seriousViolations } from "./violations.ts";

const chromium = findChromium();
const advice = "Install it with `apt-get install chromium`, or name one in CHROMIUM_PATH.";

if (chromium === undefined) {
  if (process.env["CI"]) throw new Error(`The browser tests need Chromium. ${advice}`);
  process.stderr.write(`Browser tests were skipped: no Chromium found. ${advice}\n`);
}

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

describe.runIf(chromium)("in a browser", () => {
  let pages: string;
  let pos: TestPos;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  const running: TestPos[] = [];

  beforeAll(async () => {
    pages = await buildPages();
    browser = await launch(chromium ?? "");
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(pages, { recursive: true, force: true });
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    await Promise.all(running.splice(0).map((opened) => opened.close()));
  });

  async function start(): Promise<TestPos> {
    const opened = await openTestPos(pages);
    running.push(opened);
    return opened;
  }

  async function open(path: string, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      reducedMotion: "reduce",
      ...options,
    });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(path.startsWith("http") ? path : `${pos.url}${path}`);
    return page;
  }

  it("sells a coffee on the reader after a decline and a table's order on a phone: two orders, once each", async () => {
    pos = await start();
    const till = await open("/counter");
    await till.getByRole("button", { name: /^Flat white/ }).click();
    await till.getByRole("button", { name: "Simulator" }).click();
    await till.getByRole("button", { name: "Charge $3.90 on Front counter" }).click();

    await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
    await till.getByLabel("Card", { exact: true }).selectOption("insufficient_funds");
    await till.getByRole("button", { name: "Tap", exact: true }).click();
    await till.getByRole("alert").getByText("Not enough funds").waitFor();

    await till.getByRole("button", { name: "Try another card" }).click();
    await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
    await till.getByLabel("Card", { exact: true }).selectOption("visa");
    await till.getByRole("button", { name: "Tap", exact: true }).click();
    await till.getByText("Order #1").waitFor();
    await till.getByText("Visa •••• 4242 · contactless").waitFor();
    await till.getByRole("button", { name: "New sale" }).click();
    await till.getByText("Nothing here yet").waitFor();

    await till.getByRole("link", { name: "Tables" }).click();
    const link = await till.getByRole("link", { name: "Open as guest at table 7" }).getAttribute("href");
    const phone = await open(link ?? "", PHONE);
    await phone.getByRole("button", { name: "Add Cappuccino" }).tap();
    await phone.getByRole("button", { name: "Add Butter croissant" }).tap();
    await phone.getByRole("button", { name: "View basket" }).tap();
    await phone.getByRole("button", { name: "Pay $7.70" }).tap();
    await phone.waitForURL(/\/c\/pay\/cs_/);
    await phone.getByRole("button", { name: /Pay \$7\.70/ }).tap();
    await phone.getByRole("heading", { name: "Thank you, order #2" }).waitFor();
    await phone.reload();
    await phone.getByRole("heading", { name: "Thank you, order #2" }).waitFor();

    await till.getByRole("link", { name: "Orders" }).click();
    const rows = till.locator("tbody tr");
    await rows.nth(1).waitFor();
    expect(await rows.count()).toBe(2);
    const [table, counter] = await rows.allInnerTexts();
    expect(table).toMatch(/#2[\s\S]*Table 7[\s\S]*Paid[\s\S]*pi_\w+[\s\S]*\$7\.70/);
    expect(counter).toMatch(/#1[\s\S]*Counter[\s\S]*Paid[\s\S]*pi_\w+[\s\S]*\$3\.90/);
    expect(pos.reports).toEqual([]);
  });

  it("opens at the counter, whose door has no number", async () => {
    pos = await start();
    const till = await open("/");
    await till
      .getByRole("button", { name: /Flat white/ })
      .first()
      .waitFor();
    expect(await till.getByRole("link", { name: "Counter" }).getAttribute("aria-current")).toBe("page");
  });

  it("sells with the keyboard alone, and gives the focus back", async () => {
    pos = await start();
    const till = await open("/counter");
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

  it("shows a running payment again after a reload, and lets it be canceled", async () => {
    pos = await start();
    const till = await open("/counter");
    await till.getByRole("button", { name: /^Cookie|^Sea salt cookie/ }).click();
    await till.getByRole("button", { name: /^Charge \$2\.90/ }).click();
    await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
    await till.reload();
    await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
    await till.getByRole("button", { name: "Cancel" }).click();
    await till.getByRole("heading", { name: "Sale not charged" }).waitFor();
    await till.getByRole("button", { name: "Back to the sale" }).click();
    await till.getByRole("button", { name: /^Charge \$2\.90/ }).waitFor();
    expect((await pos.till.list()).map(({ payment }) => payment.status)).toEqual(["canceled"]);
  });

  it("says when the till is offline, refuses to charge, and recovers without a reload", async () => {
    pos = await start();
    const till = await open("/counter");
    await till.getByRole("button", { name: /^Latte/ }).click();
    await till.getByRole("button", { name: /^Charge \$4\.40/ }).waitFor();
    await till.context().setOffline(true);
    await till.getByRole("alert").getByText("This till is offline").waitFor();
    const charge = till.getByRole("button", { name: "Charge: the till is offline" });
    expect(await charge.getAttribute("aria-disabled")).toBe("true");
    await till.context().setOffline(false);
    await till.getByRole("button", { name: /^Charge \$4\.40/ }).waitFor();
    expect(await till.getByText("This till is offline").count()).toBe(0);
  });

  it("notices that only its server is gone: the browser itself still feels online", async () => {
    pos = await start();
    const till = await open("/counter");
    await till.getByText("Online").waitFor();
    await pos.close();
    await till.getByRole("alert").getByText("This till is offline").waitFor();
    expect(await till.evaluate(() => navigator.onLine)).toBe(true);
  });

  it.each(["light", "dark"] as const)("has nothing serious for axe to find, in %s", async (colorScheme) => {
    pos = await start();
    const found: Record<string, readonly string[]> = {};
    const look = async (name: string, page: Page): Promise<void> => {
      found[name] = await seriousViolations(page);
    };

    const till = await open("/counter", { colorScheme });
    await till.getByRole("button", { name: /^Latte/ }).waitFor();
    await look("empty counter", till);
    await till.getByRole("button", { name: /^Latte/ }).click();
    await look("counter", till);
    await till.getByRole("button", { name: "Simulator" }).click();
    await till.getByRole("button", { name: /^Charge \$4\.40/ }).click();
    await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
    await look("waiting for a card", till);
    await till.getByLabel("Card", { exact: true }).selectOption("declined");
    await till.getByRole("button", { name: "Insert" }).click();
    await till.getByRole("heading", { name: "Card declined" }).waitFor();
    await look("declined", till);
    await till.getByRole("button", { name: "Try another card" }).click();
    await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
    await till.getByLabel("Card", { exact: true }).selectOption("visa");
    await till.getByRole("button", { name: "Tap", exact: true }).click();
    await till.getByText("Order #1").waitFor();
    await look("paid", till);
    await till.getByRole("button", { name: "New sale" }).click();
    for (const tab of ["Guest", "Faults"]) {
      await till.getByRole("group", { name: "What to simulate" }).getByRole("button", { name: tab }).click();
      await look(`dock: ${tab}`, till);
    }
    await till.goto(`${pos.url}/orders`);
    await till.getByText("#1").waitFor();
    await look("orders", till);
    await till.getByRole("button", { name: "All payments" }).click();
    await look("payments", till);
    await till.getByRole("link", { name: /^Payment of/ }).click();
    await till.getByText("PaymentIntent made").waitFor();
    await look("order", till);
    await till.goto(`${pos.url}/tables`);
    await till.getByRole("heading", { name: "Table 12" }).waitFor();
    await look("tables", till);

    const phone = await open(pos.guestUrl, { ...PHONE, colorScheme });
    await phone.getByRole("button", { name: "Add Latte" }).tap();
    await look("guest's menu", phone);
    await phone.getByRole("button", { name: "View basket" }).tap();
    await look("guest's basket", phone);
    await phone.goto(`${pos.guestUrl}/return?session_id=cs_test_madeup`);
    await phone.getByRole("heading", { name: "We do not know this payment" }).waitFor();
    await look("return page", phone);
    expect(Object.entries(found).filter(([, violations]) => violations.length > 0)).toEqual([]);
  });

  it("has no control below 44 pixels, at the counter and on a phone", async () => {
    pos = await start();
    const till = await open("/counter");
    await till.getByRole("button", { name: /^Latte/ }).click();
    expect(await smallControls(till)).toEqual([]);
    const phone = await open(pos.guestUrl, PHONE);
    await phone.getByRole("button", { name: "Add Latte" }).tap();
    expect(await smallControls(phone)).toEqual([]);
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  it("sends a guest's phone at most 120 KB of script", () => {
    const html = readFileSync(join(pages, "guest.html"), "utf8");
    const scripts = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, path = ""]) => path);
    const bytes = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(join(pages, path))).length, 0);
    expect(scripts.length).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(120 * 1024);
  });
});

/** Presses Tab until the control of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reaches "${name}".`);
}

function focused(page: Page): Promise<string> {
  return page.evaluate(
    () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent?.trim() ?? "",
  );
}

/** The controls that a finger would miss. */
function smallControls(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("button, a, select, input")]
      .map((control) => ({ control, box: control.getBoundingClientRect() }))
      .filter(({ control, box }) => box.width > 0 && !control.matches(".skip") && (box.width < 44 || box.height < 44))
      .map(({ control, box }) => `${control.outerHTML.slice(0, 80)} ${box.width}×${box.height}`),
  );
}
