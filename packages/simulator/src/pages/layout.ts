import { html } from "./html.ts";
import type { Html } from "./html.ts";
import { style } from "./style.ts";

/** A whole page. The notice at its top keeps anybody from mistaking it for a real payment. */
export function layout(title: string, content: Html, sheet: string = style): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${{ markup: sheet }}
        </style>
      </head>
      <body>
        <div class="notice" role="note">Simulated Stripe <span>— no real money</span></div>
        ${content}
      </body>
    </html> `;
  return page.markup;
}
