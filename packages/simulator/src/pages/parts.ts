import { html, nothing } from "./html.ts";
import type { Html } from "./html.ts";

/** A status as a word in its colour. */
export function pill(word: string): Html {
  const kind = tones.find(([words]) => words.test(word))?.[1] ?? "";
  return html`<span class="pill ${kind}">${word.replaceAll("_", " ")}</span>`;
}

const tones: readonly (readonly [RegExp, string])[] = [
  [/^(succeeded|delivered|paid|complete|won|online|200)$/, "good"],
  [/^(failed|declined|dropped|disputed|lost|needs_response|no answer|fault|offline|[45]\d\d)$/, "bad"],
  [/^(processing|requires_capture|requires_action|pending|under_review|waiting|sending|held)$/, "wait"],
  [/^(open|in_progress|requires_confirmation|replayed)$/, "info"],
];

/** A time of day, with the date for whoever points at it. */
export function at(ms: number): Html {
  const time = new Date(ms).toISOString();
  return html`<time datetime="${time}" title="${time}">${time.slice(11, 19)}</time>`;
}

/** A list and how it is shown. */
export interface ListInput {
  readonly id: string;
  readonly title: string;
  /** How many there are in all. */
  readonly count: number;
  readonly head: readonly string[];
  readonly rows: readonly Html[];
  /** What it says when there is nothing. */
  readonly none: string;
  /** Where to see all, or what comes before. */
  readonly all?: string | undefined;
  readonly older?: string | undefined;
  /** What can be done to the list as a whole. */
  readonly tools?: Html;
}

/** A table with a title, which on a narrow screen becomes a list of cards. */
export function list({ id, title, count, head, rows, none, all, older, tools = nothing }: ListInput): Html {
  const table = html`<table>
    <thead>
      <tr>
        ${head.map((name) => html`<th scope="col">${name === "" ? html`<span class="hidden">Do</span>` : name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  return html`<section aria-labelledby="${id}-title">
    <h2 id="${id}-title">
      ${title} ${count > 0 ? html`<small>${count}</small>` : nothing}
      ${all === undefined || count === 0 ? nothing : html`<a href="${all}">See all</a>`}
    </h2>
    <div class="panel">
      ${tools} ${rows.length > 0 ? table : html`<p class="empty">${none}</p>`}
      ${older === undefined ? nothing : html`<div class="more"><a href="${older}">Older</a></div>`}
    </div>
  </section>`;
}
