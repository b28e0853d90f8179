import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

/** Where Chromium is: `CHROMIUM_PATH`, or where Debian puts it; nothing when there is none. */
export function findChromium(): string | undefined {
  return [process.env["CHROMIUM_PATH"], "/usr/bin/chromium"].find((path) => path !== undefined && existsSync(path));
}

/** Starts a Chromium that talks to nobody but the page. */
export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--headless=new",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
