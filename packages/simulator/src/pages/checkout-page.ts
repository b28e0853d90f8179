import type { SessionRecord } from "../world.ts";
import { cardTiles } from "./card-tiles.ts";
import { html, nothing } from "./html.ts";
import { icon } from "./icons.ts";
import { layout } from "./layout.ts";

/** What the page knows besides the session. */
export interface CheckoutPageInput {
  readonly record: SessionRecord;
  readonly businessName: string;
  /** What the guest may pay in, the bill's own currency first. */
  readonly currencies: readonly string[];
  /** The one the page shows. */
  readonly shownIn: string;
  /** A part of the bill in that currency, as people write it. */
  readonly price: (amount: number) => string;
  /** Why the last card was refused, in the guest's words. */
  readonly refusal?: string;
  /** What the guest chose before; Visa unless told otherwise. */
  readonly chosen?: string;
}

/** The page of an open session: what is bought, what to pay with, and Pay. Works without JavaScript. */
export function checkoutPage(input: CheckoutPageInput): string {
  const { record, businessName, refusal, chosen, shownIn, price } = input;
  const { session, lineItems } = record;
  const total = price(session.amount_total ?? 0);
  const off = session.total_details?.amount_discount ?? 0;
  const types = session.payment_method_types;
  const back = session.cancel_url;
  const lines = lineItems.map(
    ({ description, quantity, amount_subtotal: amount }) =>
      html`<li>
        <div><b>${description ?? ""}</b><small>Quantity ${quantity ?? 1}</small></div>
        <span>${price(amount)}</span>
      </li>`,
  );
  const verb = session.amount_total === 0 ? "Confirm" : `Pay ${total}`;
  return layout(
    `Pay ${businessName}`,
    html`<main>
      <section class="bill" aria-label="What you pay for">
        <div class="inner">
          ${back ? html`<a class="back" href="${back}">${icon("back")} Back to the shop</a>` : nothing}
          <p class="merchant"><span aria-hidden="true">${initials(businessName)}</span>${businessName}</p>
          <p class="due">Total due</p>
          <h1>${total}</h1>
          ${otherCurrencies(input)}
          <ul class="lines">
            ${lines}
          </ul>
          ${off > 0 ? html`<p class="off">Discount <span>−${price(off)}</span></p>` : nothing}
          <p class="total">Total <span>${total}</span></p>
        </div>
      </section>
      <section class="payment" aria-label="How you pay">
        <div class="inner">
          <h2>How do you want to pay?</h2>
          ${
            refusal === undefined
              ? nothing
              : html`<p class="error" role="alert" id="refusal" tabindex="-1">
                  ${icon("cross", 24)}<span
                    ><b>${refusal}</b>Nothing was charged. Choose another card and try again.</span
                  >
                </p>`
          }
          <form method="post" action="/c/pay/${session.id}">
            <input type="hidden" name="currency" value="${shownIn}" />
            ${session.amount_total === 0 ? nothing : cardTiles(types, chosen ?? (types.includes("card") ? "visa" : "bank_debit"))}
            <div class="pay-bar"><button class="pay" type="submit">${verb}</button></div>
          </form>
          ${back ? html`<a class="cancel" href="${back}">Cancel and go back</a>` : nothing}
          <footer>Only test cards work here. Nothing is ever charged.</footer>
        </div>
      </section>
    </main>`,
  );
}

/** Links to the same page in the other currencies, where there are any. */
function otherCurrencies({ record, currencies, shownIn }: CheckoutPageInput) {
  return currencies
    .filter((currency) => currency !== shownIn)
    .map(
      (currency) =>
        html`<p><a href="/c/pay/${record.session.id}?currency=${currency}">Pay in ${currency.toUpperCase()}</a></p>`,
    );
}

/** "CS" for Corner Shop. */
function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== "");
  return words
    .slice(0, 2)
    .map((word) => String.fromCodePoint(word.codePointAt(0) ?? 32))
    .join("")
    .toUpperCase();
}
