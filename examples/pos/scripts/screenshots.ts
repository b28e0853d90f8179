import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { openPos, type Pos } from "../server/pos.ts";
import { findChromium, launch } from "./chromium.ts";

/** Takes the pictures of the README from the running app: run `vite build` first, then `pnpm screenshots [folder]`. */
const images = process.argv[2] ?? join(import.meta.dirname, "../../../docs/images");
const colorScheme = process.env["COLOR_SCHEME"] === "dark" ? "dark" : "light";
const folder = mkdtempSync(join(tmpdir(), "pos-pictures-"));
mkdirSync(images, { recursive: true });

const chromium = findChromium();
if (chromium === undefined) throw new Error("The pictures need Chromium: name one in CHROMIUM_PATH.");
const browser = await launch(chromium);
const pos = await openPos(
  { port: 0, host: "127.0.0.1", folder, url: undefined, currency: "usd", stripe: { type: "simulated" } },
  { report: (error) => process.stderr.write(`${String(error)}\n`) },
);
try {
  await takePictures(browser, pos);
} finally {
  await browser.close();
  await pos.close();
  rmSync(folder, { recursive: true, force: true });
}

async function takePictures(chrome: Browser, { url, guestUrl }: Pos): Promise<void> {
  const till = await pageOf(chrome, { viewport: { width: 1280, height: 800 } });
  await till.goto(`${url}/counter`);
  await sell(till, ["Cappuccino", "Cinnamon roll"], "visa");
  await sell(till, ["Salmon bagel", "Lemonade", "Lemonade"], "amex");

  const table = await till.evaluate(async () => {
    const answer = await fetch("/api/tables");
    const { tables }: { tables: { number: number; url: string }[] } = await answer.json();
    return tables.find(({ number }) => number === 7)?.url;
  });
  const phone = await pageOf(chrome, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await phone.goto(table ?? guestUrl);
  await phone.getByRole("button", { name: "Add Flat white" }).tap();
  await phone.getByRole("button", { name: "One more Flat white" }).tap();
  await phone.getByRole("button", { name: "Add Cappuccino" }).tap();
  await picture(phone, "guest");
  await phone.getByRole("button", { name: "View basket" }).tap();
  await phone.getByRole("button", { name: /^Pay/ }).tap();
  await phone.waitForURL(/\/c\/pay\//);
  await picture(phone, "checkout");
  await phone.getByRole("button", { name: /^Pay/ }).tap();
  await phone.getByRole("heading", { name: /Thank you/ }).waitFor();

  await sell(till, ["Matcha latte", "Banana bread"], "mastercard");
  await till.goto(`${url}/orders`);
  await till.getByText("#4").waitFor();
  await picture(till, "orders");

  await till.goto(`${url}/counter`);
  for (const name of ["Flat white", "Flat white", "Butter croissant", "Avocado toast"])
    await till.getByRole("button", { name: new RegExp(`^${name}`) }).click();
  await till.locator(".tiles").evaluate((tiles) => tiles.scrollTo(0, 0));
  await till.mouse.move(1000, 400);
  await picture(till, "counter");

  await till.getByRole("button", { name: "Simulator" }).click();
  await till.getByRole("button", { name: /^Charge \$/ }).click();
  await till.getByRole("heading", { name: /Ask the guest/ }).waitFor();
  await till.locator('.dock .reader[data-look="ask"]').waitFor();
  await picture(till, "payment");
}

async function sell(till: Page, names: readonly string[], card: string): Promise<void> {
  for (const name of names) await till.getByRole("button", { name: new RegExp(`^${name}`) }).click();
  await till.getByRole("button", { name: /^Charge \$/ }).click();
  await till.getByRole("heading", { name: /Ask the guest/ }).waitFor();
  await till.evaluate(
    (body) =>
      fetch("/sim/readers/tmr_front/tap", { method: "POST", headers: { "content-type": "application/json" }, body }),
    JSON.stringify({ card }),
  );
  await till.getByText(/Order #/).waitFor();
  await till.getByRole("button", { name: "New sale" }).click();
}

async function pageOf(chrome: Browser, options: Parameters<Browser["newContext"]>[0]): Promise<Page> {
  const context = await chrome.newContext({ deviceScaleFactor: 2, reducedMotion: "reduce", colorScheme, ...options });
  return context.newPage();
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(images, `${name}.png`) });
}
