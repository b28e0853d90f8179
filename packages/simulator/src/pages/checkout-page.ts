import { formatAmount } from "../behaviour/currencies.ts";
import { cards } from "../behaviour/cards.ts";
import type { TestCard } from "../objects/test-card.ts";
import type { SessionRecord } from "../world.ts";
import { html, nothing } from "./html.ts";
import type { Html } from "./html.ts";
import { layout } from "./layout.ts";

/** What the page knows besides the session. */
export interface CheckoutPageInput {
  readonly record: SessionRecord;
  readonly businessName: string;
  /** Why the last card was refused, in the guest's words. */
  readonly refusal?: string;
}

/** The page of an open session: what is bought, a choice of test cards, and Pay. Works without JavaScript. */
export function checkoutPage({ record, businessName, refusal }: CheckoutPageInput): string {
  const { session, lineItems } = record;
  const currency = session.currency ?? "usd";
  const total = formatAmount(session.amount_total ?? 0, currency);
  const back = session.cancel_url;
  const lines = lineItems.map(
    ({ description, quantity, amount_total: amount }) =>
      html`<li>
        <div><b>${description ?? ""}</b><small>Quantity ${quantity ?? 1}</small></div>
        <span>${formatAmount(amount, currency)}</span>
      </li>`,
  );
  return layout(
    `Pay ${businessName}`,
    html`<main>
      <section class="bill" aria-label="What you pay for">
        <div class="inner">
          ${back ? html`<a class="back" href="${back}"><span aria-hidden="true">←</span> Back to the shop</a>` : nothing}
          <p class="merchant">${businessName}</p>
          <h1>${total}</h1>
          <ul class="lines">
            ${lines}
          </ul>
          <p class="total">Total due <span>${total}</span></p>
        </div>
      </section>
      <section class="payment" aria-label="How you pay">
        <div class="inner">
          <h2>Pay by card</h2>
          ${refusal === undefined ? nothing : html`<p class="error" role="alert" id="refusal" tabindex="-1"><b>${refusal}</b>Choose another card and try again.</p>`}
          <form method="post" action="/c/pay/${session.id}">
            ${cardChoice(session.payment_method_types)}
            <div class="pay-bar"><button class="pay" type="submit">Pay ${total}</button></div>
          </form>
          ${back ? html`<a class="cancel" href="${back}">Cancel and go back</a>` : nothing}
          <footer>These are test cards. Nothing is charged.</footer>
        </div>
      </section>
    </main>`,
  );
}

const usual = ["visa", "mastercard", "amex", "three_d_secure", "declined", "insufficient_funds"];

function cardChoice(types: readonly string[]): Html {
  const delayed = types.some((type) => type === "us_bank_account" || type === "sepa_debit");
  const online = cards.filter(
    ({ only, wallet, outcome }) => only !== "in_person" && !wallet && (outcome.kind !== "delayed" || delayed),
  );
  const first = online.filter(({ name }) => usual.includes(name));
  const others = online.filter(({ name }) => !usual.includes(name));
  return html`<fieldset>
    <legend>Test card</legend>
    <div class="cards">${first.map((card) => choice(card))}</div>
    <details>
      <summary>More test cards</summary>
      <div class="cards">${others.map((card) => choice(card))}</div>
    </details>
  </fieldset>`;
}

function choice({ name, label, number }: TestCard): Html {
  const checked = name === "visa" ? html` checked` : nothing;
  return html`<label class="card">
    <input type="radio" name="card" value="${name}" ${checked} /><b>${label}</b><code>•••• ${number.slice(-4)}</code>
  </label>`;
}
