import { html, nothing } from "./html.ts";
import type { Html } from "./html.ts";
import { icon } from "./icons.ts";
import { layout } from "./layout.ts";

/** What a page that only says something says. */
export interface MessagePageInput {
  readonly title: string;
  readonly message: string;
  readonly mark?: "done" | "clock" | "question";
  /** Where to go from here, and what that is called. */
  readonly back?: { readonly href: string; readonly text: string } | undefined;
}

/** A page that only says something. */
export function messagePage({ title, message, mark = "question", back }: MessagePageInput): string {
  return layout(
    title,
    html`<main class="message">
      <div class="sheet">
        <div class="mark ${mark}">${icon(mark === "done" ? "check" : mark, 34)}</div>
        <h1>${title}</h1>
        <p>${message}</p>
        ${back ? html`<a class="second" href="${back.href}">${back.text}</a>` : nothing}
      </div>
    </main>`,
  );
}

/** What the bank asks its customer about. */
export interface BankPageInput {
  /** Where the answer is posted to. */
  readonly action: string;
  /** As in "Yes, pay $12.50". */
  readonly what: string;
  readonly businessName: string;
  /** The amount as people write it; absent where nothing is paid. */
  readonly amount?: string;
  readonly last4?: string;
  /** The name of the card, handed on with the answer. */
  readonly card?: string;
}

/** The bank's question of 3-D Secure. */
export function bankPage({ action, what, businessName, amount, last4, card }: BankPageInput): string {
  return layout(
    "Confirm with your bank",
    html`<main class="message">
      <div class="sheet">
        <div class="mark ask">${icon("shield", 34)}</div>
        <h1>Is this you?</h1>
        <p>Your bank asks whether you want to ${what}. This is the page of 3-D Secure.</p>
        <dl>
          ${fact("Shop", businessName)} ${fact("Amount", amount)}
          ${fact("Card", last4 === undefined ? undefined : `•••• ${last4}`)}
        </dl>
        <form method="post" action="${action}">
          ${card === undefined ? nothing : html`<input type="hidden" name="card" value="${card}" />`}
          <button class="pay" type="submit" name="answer" value="yes">Yes, ${what}</button>
          <button class="second" type="submit" name="answer" value="no">No, this is not me</button>
        </form>
      </div>
    </main>`,
  );
}

function fact(name: string, value: string | undefined): Html {
  if (value === undefined) return nothing;
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}
