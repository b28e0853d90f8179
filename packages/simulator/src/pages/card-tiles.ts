import { cards } from "../behaviour/cards.ts";
import type { TestCard } from "../objects/test-card.ts";
import { brandMark } from "./brand-mark.ts";
import { html, nothing } from "./html.ts";
import type { Html } from "./html.ts";

/** The value of the choice that takes a card by its typed number. */
export const typedCard = "typed";

/** Everything a guest can pay with, in groups by what will come of it. */
export function cardTiles(types: readonly string[], chosen: string): Html {
  const byCard = types.includes("card");
  const delayed = types.some((type) => type === "us_bank_account" || type === "sepa_debit");
  const online = cards.filter(
    ({ only, wallet, outcome }) => only !== "in_person" && !wallet && (outcome.kind === "delayed" ? delayed : byCard),
  );
  const named = (names: readonly string[]) => online.filter(({ name }) => names.includes(name));
  const later = online.filter(({ outcome }) => outcome.kind === "delayed");
  const shown = groups.flatMap(([, names]) => names);
  const more = online.filter((card) => !shown.includes(card.name) && !later.includes(card));
  const open = chosen === typedCard || more.some(({ name }) => name === chosen);
  const byNumber = html`<details ${open ? html`open` : nothing}>
    <summary>More test cards, or a number</summary>
    ${group("More test cards", more, chosen)} ${typed(chosen === typedCard)}
  </details>`;
  return html`${groups.map(([title, names]) => group(title, named(names), chosen))}
  ${group("Bank account, paid days later", later, chosen)} ${byCard ? byNumber : nothing}`;
}

/** What a demo needs most, in pairs. */
const groups: readonly (readonly [string, readonly string[]])[] = [
  ["Cards that pay", ["visa", "mastercard"]],
  ["Cards whose bank asks first", ["three_d_secure", "three_d_secure_declined"]],
  ["Cards that are declined", ["declined", "insufficient_funds"]],
];

function group(title: string, members: readonly TestCard[], chosen: string): Html {
  if (members.length === 0) return nothing;
  return html`<fieldset>
    <legend>${title}</legend>
    <div class="cards">${members.map((card) => tile(card, card.name === chosen))}</div>
  </fieldset>`;
}

function tile({ name, label, number, brand }: TestCard, checked: boolean): Html {
  return html`<label class="card">
    <input type="radio" name="card" value="${name}" ${checked ? html`checked` : nothing} /><b>${label}</b
    ><span>${brandMark(brand)}<code>•••• ${number.slice(-4)}</code></span>
  </label>`;
}

function typed(checked: boolean): Html {
  return html`<fieldset>
    <legend>Any test card</legend>
    <label class="card typed">
      <input id="typed" type="radio" name="card" value="${typedCard}" ${checked ? html`checked` : nothing} /><b
        >Type a card number</b
      ><small>Numbers that are not test cards are refused, as they are at Stripe.</small>
    </label>
    <div class="fields">
      <label
        >Card number
        <input name="number" inputmode="numeric" autocomplete="off" placeholder="4242 4242 4242 4242" maxlength="23"
      /></label>
      <label
        >Expiry <input name="expiry" inputmode="numeric" autocomplete="off" placeholder="12 / 34" maxlength="9"
      /></label>
      <label>CVC <input name="cvc" inputmode="numeric" autocomplete="off" placeholder="123" maxlength="4" /></label>
    </div>
  </fieldset>`;
}
