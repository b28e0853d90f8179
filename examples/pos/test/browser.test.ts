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

  /** Two phones at table 1 of a POS of their own. */
  async function sitDown(): Promise<readonly [Page, Page]> {
    pos = await start();
    return [await open(pos.guestUrl, PHONE), await open(pos.guestUrl, PHONE)];
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

  describe("with two phones at one table", () => {
    it("has one bill and one page; one pays, the other sees it paid, and the kitchen has one order", async () => {
      const [ana, ben] = await sitDown();
      await ana.getByRole("button", { name: "Add Cappuccino" }).tap();
      await ben.getByRole("button", { name: "View basket · 1 · $4.10" }).waitFor();
      await ben.getByRole("button", { name: "Add Butter croissant" }).tap();
      await ana.getByRole("button", { name: "View basket · 2 · $7.70" }).tap();
      await ben.getByRole("button", { name: "View basket · 2 · $7.70" }).tap();
      await look(ana, "two-phones-basket");

      await Promise.all([ana, ben].map((phone) => phone.getByRole("button", { name: "Pay $7.70" }).tap()));
      await Promise.all([ana, ben].map((phone) => phone.waitForURL(/\/c\/pay\/cs_/)));
      expect(ben.url()).toBe(ana.url());

      await ana.getByRole("button", { name: /Pay \$7\.70/ }).tap();
      await ana.getByRole("heading", { name: "Thank you, order #1" }).waitFor();
      await ben.goBack();
      await ben.getByRole("heading", { name: "Thank you, order #1" }).waitFor();
      await ben.getByText("1 × Butter croissant").waitFor();
      await look(ben, "two-phones-paid");
      await ben.getByRole("button", { name: "Order something else" }).tap();
      await ben.getByRole("button", { name: "Add Cappuccino" }).waitFor();

      const paid = await pos.till.list({ flow: "checkout" });
      expect(paid.map(({ payment }) => payment.status)).toEqual(["succeeded"]);
      const till = await open("/orders");
      await till.getByText("#1").waitFor();
      expect(await till.locator("tbody tr").count()).toBe(1);
      expect(pos.reports).toEqual([]);
    });

    it("shows a phone that looks at an old bill the new one, and charges nothing", async () => {
      const [ana, ben] = await sitDown();
      await ana.getByRole("button", { name: "Add Latte" }).tap();
      await ana.getByRole("button", { name: "View basket · 1 · $4.40" }).tap();
      await ben.getByRole("button", { name: "View basket · 1 · $4.40" }).waitFor();
      // Ana's phone hears no more of the bill.
      await ana.route("**/api/guest/bills/*", (route) => route.abort());
      await ben.getByRole("button", { name: "Add Sea salt cookie" }).tap();
      await ben.getByRole("button", { name: "View basket · 2 · $7.30" }).waitFor();

      await ana.getByRole("button", { name: "Pay $4.40" }).tap();
      await ana.getByRole("alert").getByText("Somebody at your table has changed the order").waitFor();
      await ana.unroute("**/api/guest/bills/*");
      await ana.getByRole("button", { name: "Pay $7.30" }).waitFor();
      await look(ana, "two-phones-changed");
      expect(await pos.till.list({ flow: "checkout" })).toEqual([]);
      await ana.getByRole("button", { name: "Pay $7.30" }).tap();
      await ana.waitForURL(/\/c\/pay\/cs_/);
    });

    it("closes the old page of a bill that has changed, and says so to the phone that has it", async () => {
      const [ana, ben] = await sitDown();
      await ana.getByRole("button", { name: "Add Latte" }).tap();
      await ana.getByRole("button", { name: "View basket · 1 · $4.40" }).tap();
      const link = await linkOf(ana);
      await ana.getByRole("button", { name: "Pay $4.40" }).tap();
      await ana.waitForURL(/\/c\/pay\/cs_/);

      await ben.getByRole("button", { name: "Add Sea salt cookie" }).tap();
      await ben.getByRole("button", { name: "View basket · 2 · $7.30" }).tap();
      await ben.getByText("The payment page is open on a phone at your table").waitFor();
      await look(ben, "two-phones-open");
      await ben.getByRole("button", { name: "Pay $7.30" }).tap();
      await ben.waitForURL(/\/c\/pay\/cs_/);
      expect(ben.url()).not.toBe(ana.url());

      const session = /cs_\w+/.exec(ana.url())?.[0];
      await ana.reload();
      expect(await ana.getByRole("button", { name: /^Pay/ }).count()).toBe(0);
      await ana.goto(`${pos.guestUrl}/return?session_id=${session}&link=${link}`);
      await ana.getByRole("heading", { name: "This payment page has closed" }).waitFor();
      await look(ana, "two-phones-closed");

      await ben.getByRole("button", { name: /Pay \$7\.30/ }).tap();
      await ben.getByRole("heading", { name: "Thank you, order #1" }).waitFor();
      await ana.getByRole("link", { name: "Back to the order" }).tap();
      await ana.getByRole("heading", { name: "Thank you, order #1" }).waitFor();
    });

    it("sends away who has the old code once the staff has made another one", async () => {
      const [ana] = await sitDown();
      await ana.getByRole("button", { name: "Add Latte" }).tap();
      await ana.getByRole("button", { name: "View basket · 1 · $4.40" }).waitFor();
      const till = await open("/tables");
      const card = till.getByRole("article", { name: "Table 1", exact: true });
      await card.getByRole("button", { name: "New code for table 1" }).click();
      await look(till, "new-code");
      await till.getByRole("button", { name: "Make a new code" }).click();
      await ana.getByRole("heading", { name: "We do not know this table" }).waitFor();

      const fresh = card.getByRole("link", { name: "Open as guest at table 1" });
      await expect.poll(() => fresh.getAttribute("href")).not.toBe(pos.guestUrl);
      const ben = await open((await fresh.getAttribute("href")) ?? "", PHONE);
      await ben.getByRole("button", { name: "View basket · 1 · $4.40" }).waitFor();
      await look(till, "tables");
    });
  });

  it("takes any amount at the counter by a code that the guest scans", async () => {
    pos = await start();
    const till = await open("/counter");
    await till.getByRole("button", { name: /^Flat white/ }).click();
    await till.getByRole("button", { name: "Pay by QR: $3.90" }).click();
    const code = till.getByRole("img", { name: "Code to pay $3.90" });
    await code.waitFor();
    expect(await code.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
    await look(till, "counter-code");
    expect(await seriousViolations(till)).toEqual([]);
    const page = await till.getByRole("link", { name: "open the page here" }).getAttribute("href");

    const phone = await open(page ?? "", PHONE);
    await phone.getByRole("button", { name: /Pay \$3\.90/ }).tap();
    await phone.getByRole("heading", { name: "Thank you, it is paid" }).waitFor();
    await look(phone, "counter-thanks");
    await till.getByText("Order #1").waitFor();
    await till.getByRole("button", { name: "New sale" }).click();

    await till.getByRole("button", { name: /^Latte/ }).click();
    await till.getByRole("button", { name: "Pay by QR: $4.40" }).click();
    await till.getByRole("img", { name: "Code to pay $4.40" }).waitFor();
    await till.getByRole("button", { name: "Cancel" }).click();
    await till.getByRole("heading", { name: "Sale not charged" }).waitFor();
    expect((await pos.till.list()).map(({ payment }) => payment.status).toSorted()).toEqual(["canceled", "succeeded"]);
  });

  it("prints every table's code on a sheet that needs nothing else", async () => {
    pos = await start();
    const till = await open("/tables");
    const opened = till.waitForEvent("popup");
    await till.getByRole("link", { name: "Print all codes" }).click();
    const sheet = await opened;
    await sheet.getByRole("heading", { name: "Table 12" }).waitFor();
    expect(await sheet.locator("article svg").count()).toBe(12);
    await look(sheet, "sheet");
    const pdf = Buffer.from(await sheet.pdf({ preferCSSPageSize: true })).toString("latin1");
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
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
    const check = async (name: string, page: Page): Promise<void> => {
      found[name] = await seriousViolations(page);
    };

    const till = await open("/counter", { colorScheme });
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

/** The link to the bill that a phone keeps. */
function linkOf(page: Page): Promise<string> {
  return page.evaluate(() => Object.values(sessionStorage)[0] ?? "");
}

/** Takes a picture where `POS_PICTURES` names a folder, for people to look at. */
async function look(page: Page, name: string): Promise<void> {
  const folder = process.env["POS_PICTURES"];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
}

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
