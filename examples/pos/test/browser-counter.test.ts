import { expect, it } from "vitest";
import { inBrowser, look, PHONE } from "./browser.ts";
import { seriousViolations } from "./violations.ts";

inBrowser("at the counter, in a browser", ({ start, open }) => {
  it("sells a coffee on the reader after a decline and a table's order on a phone: two orders, once each", async () => {
    const pos = await start();
    const till = await open(`${pos.url}/counter`);
    await till.getByRole("button", { name: /^Flat white/ }).click();
    await till.getByRole("button", { name: "Simulator" }).click();
    await till.getByRole("button", { name: "Charge $3.90 on Front counter" }).click();

    await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
    await till.getByLabel("Card", { exact: true }).selectOption("insufficient_funds");
    await till.getByRole("button", { name: "Tap", exact: true }).click();
    await till.getByRole("alert").getByText("There is not enough money on the card.").waitFor();

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

  it("takes any amount at the counter by a code that the guest scans", async () => {
    const pos = await start();
    const till = await open(`${pos.url}/counter`);
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
    await till.getByRole("heading", { name: "Not charged" }).waitFor();
    expect((await pos.till.list()).map(({ payment }) => payment.status).toSorted()).toEqual(["canceled", "succeeded"]);
  });

  it("opens at the counter, whose door has no number", async () => {
    const pos = await start();
    const till = await open(`${pos.url}/`);
    await till
      .getByRole("button", { name: /Flat white/ })
      .first()
      .waitFor();
    expect(await till.getByRole("link", { name: "Counter" }).getAttribute("aria-current")).toBe("page");
  });

  it("shows a running payment again after a reload, and lets it be canceled", async () => {
    const pos = await start();
    const till = await open(`${pos.url}/counter`);
    await till.getByRole("button", { name: /^Cookie|^Sea salt cookie/ }).click();
    await till.getByRole("button", { name: /^Charge \$2\.90/ }).click();
    await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
    await till.reload();
    await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
    await till.getByRole("button", { name: "Cancel" }).click();
    await till.getByRole("heading", { name: "Not charged" }).waitFor();
    await till.getByRole("button", { name: "Back to the sale" }).click();
    await till.getByRole("button", { name: /^Charge \$2\.90/ }).waitFor();
    expect((await pos.till.list()).map(({ payment }) => payment.status)).toEqual(["canceled"]);
  });

  it("says when the till is offline, refuses to charge, and recovers without a reload", async () => {
    const pos = await start();
    const till = await open(`${pos.url}/counter`);
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
    const pos = await start();
    const till = await open(`${pos.url}/counter`);
    await till.getByText("Online").waitFor();
    await pos.close();
    await till.getByRole("alert").getByText("This till is offline").waitFor();
    expect(await till.evaluate(() => navigator.onLine)).toBe(true);
  });
});
