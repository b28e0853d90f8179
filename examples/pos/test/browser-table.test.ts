import type { Page } from "playwright-core";
import { beforeEach, expect, it } from "vitest";
import { inBrowser, look, PHONE } from "./browser.ts";
import type { TestPos } from "./open-test-pos.ts";

inBrowser("at a table, in a browser", ({ start, open }) => {
  let pos: TestPos;
  beforeEach(async () => {
    pos = await start();
  });

  /** Two phones at table 1. */
  const sitDown = async (): Promise<readonly [Page, Page]> => [
    await open(pos.guestUrl, PHONE),
    await open(pos.guestUrl, PHONE),
  ];

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
    const till = await open(`${pos.url}/orders`);
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
    const till = await open(`${pos.url}/tables`);
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

  it("prints every table's code on a sheet that needs nothing else", async () => {
    const till = await open(`${pos.url}/tables`);
    const opened = till.waitForEvent("popup");
    await till.getByRole("link", { name: "Print all codes" }).click();
    const sheet = await opened;
    await sheet.getByRole("heading", { name: "Table 12" }).waitFor();
    expect(await sheet.locator("article svg").count()).toBe(12);
    await look(sheet, "sheet");
    const pdf = Buffer.from(await sheet.pdf({ preferCSSPageSize: true })).toString("latin1");
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
  });
});

/** The link to the bill that a phone keeps. */
function linkOf(page: Page): Promise<string> {
  return page.evaluate(() => Object.values(sessionStorage)[0] ?? "");
}
