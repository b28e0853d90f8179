import { html, nothing } from "./html.ts";
import { layout } from "./layout.ts";

/** A page that only says something. */
export function messagePage(title: string, message: string, back?: string | null, done = false): string {
  const mark = done
    ? html`<div class="mark" aria-hidden="true">✓</div>`
    : html`<div class="mark off" aria-hidden="true">i</div>`;
  return layout(
    title,
    html`<main class="message">
      <div class="inner">
        ${mark}
        <h1>${title}</h1>
        <p>${message}</p>
        ${back ? html`<a class="second" href="${back}">Back to the shop</a>` : nothing}
      </div>
    </main>`,
  );
}

/** The bank's question of 3-D Secure, posted to `action`: whether its customer wants to do `what`. */
export function bankPage(action: string, what: string, card?: string): string {
  return layout(
    "Confirm with your bank",
    html`<main class="message">
      <div class="inner">
        <div class="mark off" aria-hidden="true">?</div>
        <h1>Is this you?</h1>
        <p>Your bank asks whether you want to ${what}.</p>
        <form method="post" action="${action}">
          ${card === undefined ? nothing : html`<input type="hidden" name="card" value="${card}" />`}
          <button class="pay" type="submit" name="answer" value="yes">Yes, ${what}</button>
          <button class="second" type="submit" name="answer" value="no">No, this is not me</button>
        </form>
      </div>
    </main>`,
  );
}
