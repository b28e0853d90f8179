import { html } from "./html.ts";
import type { Html } from "./html.ts";
import { style } from "./style.ts";
import { theme } from "./theme.ts";

/** A whole page. The notice at its top keeps anybody from mistaking it for a real payment. */
export function layout(title: string, content: Html, sheet: string = style): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${{ markup: theme + sheet }}
        </style>
      </head>
      <body>
        <aside class="notice" aria-label="What this is">Simulated Stripe <span>— no real money</span></aside>
        ${content}
      </body>
    </html> `;
  return page.markup;
}
