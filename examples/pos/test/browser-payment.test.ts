import { startSimulator } from "@tillkit/simulator";
import type { Page } from "playwright-core";
import Stripe from "stripe";
import { expect, it } from "vitest";
import { focused, inBrowser, look, smallControls, tabTo } from "./browser.ts";
import type { TestPos } from "./open-test-pos.ts";
import { seriousViolations } from "./violations.ts";

const SMALL = { viewport: { width: 390, height: 844 } };

inBrowser("the payment sheet, in a browser", ({ start, open }) => {
  it("takes a waiting payment to the other reader: the tap there pays, once", async () => {
    const pos = await start();
    const till = await open(`${pos.url}/counter`);
    await charge(till, "Flat white");
    await till.getByRole("button", { name: "Another reader" }).click();
    await till.getByText("This payment").waitFor();
    await look(till, "sheet-readers");
    await till.getByRole("button", { name: "Take it to Bar" }).click();
    await till.getByText("Bar · attempt 2").waitFor();
    await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
    await hand(till, "tmr_bar/tap", { card: "visa" });
    await till.getByText("Order #1").waitFor();
    const [sold] = await pos.till.list();
    expect(sold?.payment).toMatchObject({ status: "succeeded", readerId: "tmr_bar" });
    expect(pos.reports).toEqual([]);
  });

  it("changes the sale while the reader waits: the new sum is asked for, and the order has what was paid for", async () => {
    const pos = await start();
    const till = await open(`${pos.url}/counter`);
    await charge(till, "Flat white", "Latte");
    await till.getByRole("button", { name: "Change the sale" }).click();
    const panel = till.getByRole("group", { name: "Change the sale" });
    expect(await panel.getByRole("button", { name: "Nothing has changed yet" }).count()).toBe(1);
    await panel.getByRole("button", { name: "One more Flat white" }).click();
    await panel.getByRole("button", { name: "One Latte fewer" }).click();
    await look(till, "sheet-change");
    await panel.getByRole("button", { name: "Ask for $7.80 instead" }).click();
    await till.getByRole("dialog", { name: "Payment of $7.80" }).waitFor();
    await till.getByText("Front counter · attempt 2").waitFor();
    await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
    await till.reload();
    await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
    await till.getByRole("complementary").getByText("2 ×").waitFor();
    await hand(till, "tmr_front/tap", { card: "visa" });
    await till.getByText("Order #1").waitFor();

    const [sold] = await pos.till.list();
    expect(sold?.payment).toMatchObject({ status: "succeeded", paid: { amount: 780 }, review: [] });
    const order = await till.evaluate(async () => (await (await fetch("/api/orders")).json()) as unknown);
    expect(order).toMatchObject({ orders: [{ amount: 780, lines: [{ name: "Flat white", quantity: 2 }] }] });
  });

  it("after two declines offers another way to pay first, and can still try another card on another reader", async () => {
    const pos = await start();
    const till = await open(`${pos.url}/counter`);
    await charge(till, "Latte");
    await hand(till, "tmr_front/tap", { card: "insufficient_funds" });
    await till.getByRole("alert").getByText("There is not enough money on the card.").waitFor();
    expect(await focused(till)).toBe("Try another card");
    await till.keyboard.press("Enter");
    await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
    await hand(till, "tmr_front/tap", { card: "lost" });
    await till.getByRole("alert").getByText("Offer another way to pay.").waitFor();
    expect(await till.getByText(/lost|stolen/).count()).toBe(0);
    await look(till, "sheet-declined");
    const buttons = till.locator(".sheet-buttons button");
    expect(await buttons.allInnerTexts()).toEqual(["Another way to pay", "Try another card", "Check with Stripe"]);

    await till.getByRole("button", { name: "Another reader" }).click();
    await till.getByRole("button", { name: "Take it to Bar" }).click();
    await till.getByText("Bar · attempt 3").waitFor();
    await hand(till, "tmr_bar/insert", { card: "visa" });
    await till.getByText("Order #1").waitFor();
  });

  it("clears a reader that shows somebody else's payment, after a second look, and only that one", async () => {
    const simulator = await startSimulator({
      readers: [
        { label: "Front counter", id: "tmr_front" },
        { label: "Bar", id: "tmr_bar" },
      ],
    });
    try {
      const stripe = { type: "keyed", secretKey: "sk_test_home", webhookSecret: "whsec_test_0123456789" } as const;
      const pos: TestPos = await start({ ...stripe, apiBase: simulator.url });
      simulator.webhooks.add({ url: `${pos.url}/api/tillkit/webhooks/stripe`, secret: stripe.webhookSecret });
      const foreign = await occupy(simulator.url, "tmr_bar");
      const till = await open(`${pos.url}/counter`);
      await charge(till, "Latte");
      await till.getByRole("button", { name: "Another reader" }).click();
      await till.getByText("Shows something that is not of this sale").waitFor();
      await till.getByRole("button", { name: "Clear Bar" }).click();
      await till.locator(".reader-clearing").getByText(foreign).waitFor();
      await look(till, "sheet-clear");
      expect(await seriousViolations(till)).toEqual([]);

      // Before the second press, something else has begun there.
      const later = await occupy(simulator.url, "tmr_bar");
      await till.getByRole("button", { name: "Yes, clear Bar" }).click();
      await till.locator(".problem").waitFor();
      expect(simulator.reader("tmr_bar").screen.kind).toBe("waiting_for_card");

      await till.getByRole("button", { name: "Leave it" }).click();
      await till.getByRole("button", { name: "Clear Bar" }).click();
      await till.locator(".reader-clearing").getByText(later).waitFor();
      await till.getByRole("button", { name: "Yes, clear Bar" }).click();
      await expect.poll(() => simulator.reader("tmr_bar").screen.kind).toBe("idle");
      expect(simulator.reader("tmr_front").screen.kind).toBe("waiting_for_card");
    } finally {
      await simulator.close();
    }
  });

  it("works by keyboard alone: another reader, another amount, canceled", async () => {
    const pos = await start();
    const till = await open(`${pos.url}/counter`);
    await charge(till, "Latte");
    await tabTo(till, "Another reader");
    await till.keyboard.press("Enter");
    await tabTo(till, "Take it to Bar");
    await till.keyboard.press("Enter");
    await till.getByText("Bar · attempt 2").waitFor();
    await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
    await tabTo(till, "Change the sale");
    await till.keyboard.press("Space");
    await tabTo(till, "One more Latte");
    await till.keyboard.press("Space");
    await tabTo(till, "Ask for $8.80 instead");
    await till.keyboard.press("Enter");
    await till.getByText("Bar · attempt 3").waitFor();
    await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
    await tabTo(till, "Cancel");
    await till.keyboard.press("Enter");
    await till.getByRole("heading", { name: "Not charged" }).waitFor();
    expect(await focused(till)).toBe("Back to the sale");
  });

  it.each(["light", "dark"] as const)(
    "fits a small screen in %s, with both panels open in turn",
    async (colorScheme) => {
      const pos = await start();
      const till = await open(`${pos.url}/counter`, { ...SMALL, colorScheme });
      await charge(till, "Latte", "Flat white");
      for (const panel of ["Another reader", "Change the sale"]) {
        await till.getByRole("button", { name: panel }).click();
        await look(till, `sheet-small-${panel.split(" ")[0]?.toLowerCase()}-${colorScheme}`);
        expect(await seriousViolations(till)).toEqual([]);
        expect(await smallControls(till)).toEqual([]);
        expect(await till.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      }
    },
  );

  it("shows the guest's receipt with what was sold and what the card told", async () => {
    const pos = await start();
    const till = await open(`${pos.url}/counter`);
    await charge(till, "Latte", "Flat white");
    await hand(till, "tmr_front/insert", { card: "visa" });
    await till.getByText("Order #1").waitFor();
    await look(till, "sheet-paid");
    const opened = till.waitForEvent("popup");
    await till.getByRole("link", { name: "Receipt" }).click();
    const receipt = await opened;
    for (const said of [
      "TEST",
      "#1",
      "Latte",
      "Flat white",
      "USD 8.30",
      "Visa **** 4242",
      "Chip",
      "AID",
      "Customer copy",
    ])
      await receipt.getByText(said).first().waitFor();
    expect(await receipt.getByText("DUPLICATE").count()).toBe(0);
    expect(await seriousViolations(receipt)).toEqual([]);
    // 80 mm are 302 pixels: nothing may be cut off at the edge of the paper.
    await receipt.setViewportSize({ width: 303, height: 900 });
    expect(await receipt.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(303);
    await look(receipt, "receipt");

    const [sold] = await pos.till.list();
    await till.goto(`${pos.url}/orders/${sold?.payment.id}`);
    const reopened = till.waitForEvent("popup");
    await till.getByRole("link", { name: "Print again" }).click();
    await (await reopened).getByText("DUPLICATE").waitFor();
  });
});

/** Rings up these, and presses Charge. */
async function charge(till: Page, ...names: readonly string[]): Promise<void> {
  for (const name of names) await till.getByRole("button", { name: new RegExp(`^${name}`) }).click();
  const cart = till.getByRole("button", { name: /^View sale/ });
  if (await cart.isVisible()) await cart.click();
  await till.getByRole("button", { name: /^Charge \$/ }).click();
  await till.getByRole("heading", { name: "Ask the guest to tap" }).waitFor();
}

/** Does something with the hands of the simulator. */
async function hand(till: Page, path: string, body: object): Promise<void> {
  const status = await till.evaluate(
    async ([url, json]) =>
      (
        await fetch(url ?? "", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: json ?? "",
        })
      ).status,
    [`/sim/readers/${path}`, JSON.stringify(body)],
  );
  expect(status).toBe(200);
}

/** Another application of the same account asks for a card on this reader. */
async function occupy(stripeUrl: string, reader: string): Promise<string> {
  const { hostname: host, port } = new URL(stripeUrl);
  const stripe = new Stripe("sk_test_home", { host, port: Number(port), protocol: "http" });
  const intent = await stripe.paymentIntents.create({
    amount: 999,
    currency: "usd",
    allowed_payment_method_types: ["card_present"],
  });
  await stripe.terminal.readers.processPaymentIntent(reader, { payment_intent: intent.id });
  return intent.id;
}
