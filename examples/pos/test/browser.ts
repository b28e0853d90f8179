import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe } from "vitest";
import { findChromium, launch } from "../scripts/chromium.ts";
import type { StripeSettings } from "../server/settings.ts";
import { buildPages } from "./build-pages.ts";
import { openTestPos, type TestPos } from "./open-test-pos.ts";

const chromium = findChromium();
const advice = "Install it with `apt-get install chromium`, or name one in CHROMIUM_PATH.";

if (chromium === undefined) {
  if (process.env["CI"]) throw new Error(`The browser tests need Chromium. ${advice}`);
  process.stderr.write(`Browser tests were skipped: no Chromium found. ${advice}\n`);
}

/** A guest's phone. */
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** A POS that runs, and browsers that look at it. */
export interface Stage {
  /** The folder with the built pages. */
  readonly pages: string;
  /** A POS of its own, on a pretend Stripe of its own unless told otherwise, closed after the test. */
  start(stripe?: StripeSettings): Promise<TestPos>;
  /** A page in a browser of its own: the till's, unless told otherwise. */
  open(url: string, options?: Parameters<Browser["newContext"]>[0]): Promise<Page>;
}

/** Tests in a real Chromium, skipped where there is none. */
export function inBrowser(name: string, tests: (stage: Stage) => void): void {
  describe.runIf(chromium)(name, () => {
    let pages = "";
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

    tests({
      get pages() {
        return pages;
      },
      start: async (stripe) => {
        const opened = await openTestPos(pages, stripe);
        running.push(opened);
        return opened;
      },
      open: async (url, options = {}) => {
        const context = await browser.newContext({
          viewport: { width: 1280, height: 800 },
          reducedMotion: "reduce",
          ...options,
        });
        contexts.push(context);
        const page = await context.newPage();
        await page.goto(url);
        return page;
      },
    });
  });
}

/** Takes a picture where `POS_PICTURES` names a folder, for people to look at. */
export async function look(page: Page, name: string): Promise<void> {
  const folder = process.env["POS_PICTURES"];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Presses Tab until the control of this name has the focus. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reaches "${name}".`);
}

/** The name of the control that has the focus. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(
    () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent?.trim() ?? "",
  );
}

/** The controls that a finger would miss. */
export function smallControls(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("button, a, select, input")]
      .map((control) => ({ control, box: control.getBoundingClientRect() }))
      .filter(({ control, box }) => box.width > 0 && !control.matches(".skip") && (box.width < 44 || box.height < 44))
      .map(({ control, box }) => `${control.outerHTML.slice(0, 80)} ${box.width}×${box.height}`),
  );
}
