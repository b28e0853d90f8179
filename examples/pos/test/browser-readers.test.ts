import { expect, it } from "vitest";
import { inBrowser, look, PHONE } from "./browser.ts";
import { seriousViolations } from "./violations.ts";

inBrowser("the readers, in a browser", ({ start, open }) => {
  it("suggest what I have set, and the guest's tip stands on the order", async () => {
    const pos = await start();
    const till = await open(`${pos.url}/readers`);
    await till.getByText("In the whole account: 15 %, 20 %, 25 %.").waitFor();
    await look(till, "readers");
    await till.getByRole("button", { name: "By the bill" }).click();
    await till.getByLabel("Amount in USD 1").fill("0.50");
    await till.getByLabel("From this bill on").fill("20.00");
    await till.getByRole("button", { name: "Save tips" }).click();
    await till.getByText("Saved.").waitFor();
    expect(await seriousViolations(till)).toEqual([]);
    expect((await pos.till.readers.tips({ location: "tml_front" })).tips).toEqual({
      usd: { fixedAmounts: [50, 200, 300], percentages: [15, 20, 25], smartTipThreshold: 2000 },
    });

    await till.getByRole("link", { name: "Counter" }).click();
    await till.getByRole("button", { name: /^Flat white/ }).click();
    await till.getByRole("button", { name: "Simulator" }).click();
    await till.getByRole("button", { name: "Charge $3.90 on Front counter" }).click();
    await till.getByRole("button", { name: "$0.50" }).click();
    await look(till, "tip-choice");
    expect(await seriousViolations(till)).toEqual([]);
    await till.getByRole("button", { name: "Tap", exact: true }).click();
    await till.getByText("Order #1").waitFor();
    expect(
      (await pos.till.list()).map(({ payment }) => "paid" in payment && [payment.paid.amount, payment.paid.tip]),
    ).toEqual([[440, 50]]);
    expect(pos.reports).toEqual([]);
  });

  it("take no tips that make no sense, on a phone, and go back to what the account suggests", async () => {
    const pos = await start();
    const till = await open(`${pos.url}/readers`, PHONE);
    await till.getByRole("button", { name: "Percentages" }).tap();
    await till.getByLabel("Percentage 1").fill("250");
    await look(till, "readers-phone");
    await till.getByRole("button", { name: "Save tips" }).tap();
    expect(
      await till.getByLabel("Percentage 1").evaluate((field: HTMLInputElement) => field.validity.rangeOverflow),
    ).toBe(true);
    expect((await pos.till.readers.tips({ location: "tml_front" })).from).toBe("account");
    await till.getByLabel("Percentage 1").fill("5");
    await till.getByRole("button", { name: "Save tips" }).tap();
    await till.getByText("Saved.").waitFor();
    expect(await seriousViolations(till)).toEqual([]);
    await till.getByRole("button", { name: "Like the account" }).tap();
    await till.getByRole("button", { name: "Save tips" }).tap();
    await till.getByText("Saved.").waitFor();
    expect((await pos.till.readers.tips({ location: "tml_front" })).from).toBe("account");
  });
});
