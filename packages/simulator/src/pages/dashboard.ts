import { formatAmount } from "../behaviour/currencies.ts";
import type { InProcessSimulator } from "../simulator-interface.ts";
import type { World } from "../world.ts";
import { dashboardScript } from "./dashboard-script.ts";
import { dashboardStyle } from "./dashboard-style.ts";
import { readerCard } from "./dashboard-readers.ts";
import { html, nothing } from "./html.ts";
import type { Html } from "./html.ts";
import { layout } from "./layout.ts";

/** How many rows each list shows. */
const shown = 25;

/** What happened and what stands on the counter, for somebody who looks over a demo's shoulder. */
export function dashboardPage(world: World, simulator: InProcessSimulator, problem?: string): string {
  const readers = [...world.readers.values()].map((slot) => readerCard(slot));
  return layout(
    `${world.settings.account.businessName}: simulated Stripe`,
    html`<header>
        <div>
          <h1>${world.settings.account.businessName}</h1>
          <p>Test side of the platform's own account</p>
        </div>
        <nav aria-label="Lists">
          <a href="#readers">Readers</a><a href="#payments">Payments</a><a href="#events">Events</a
          ><a href="#requests">Requests</a>
        </nav>
      </header>
      <main>
        ${problem === undefined ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
        <section id="readers" aria-labelledby="readers-title">
          <h2 id="readers-title">Readers</h2>
          ${readers.length > 0 ? html`<div class="readers">${readers}</div>` : empty("No reader is registered.")}
        </section>
        ${payments(world)}
        <div class="two">${events(simulator)} ${requests(simulator)}</div>
      </main>
      <script>
        ${{ markup: dashboardScript }};
      </script>`,
    dashboardStyle,
  );
}

/** One object as the API shows it. */
export function objectPage(id: string, object: object): string {
  return layout(
    id,
    html`<header>
        <h1><code>${id}</code></h1>
        <nav aria-label="Back"><a href="/">All payments and events</a></nav>
      </header>
      <main>
        <div class="panel"><pre>${JSON.stringify(object, null, 2)}</pre></div>
      </main>`,
    dashboardStyle,
  );
}

function payments(world: World): Html {
  const all = [...world.paymentIntents.values()];
  const rows = all
    .slice(-shown)
    .toReversed()
    .map(({ id, amount, currency, status, description, latest_charge, created }) => {
      const charge = latest_charge === null ? undefined : world.charges.get(latest_charge);
      const details = charge?.payment_method_details;
      const card = details?.card_present ?? details?.interac_present ?? details?.card;
      return html`<tr>
        <td class="money">${formatAmount(amount, currency)}</td>
        <td>${pill(charge?.refunded ? "refunded" : charge?.disputed ? "disputed" : status)}</td>
        <td>${card ? `${card.brand ?? "card"} •••• ${card.last4 ?? ""}` : "–"}</td>
        <td>${description ?? "–"}</td>
        <td>
          <a href="/dashboard/${id}"><code>${id}</code></a>
        </td>
        <td>${at(created * 1000)}</td>
      </tr>`;
    });
  const head = ["Amount", "Status", "Card", "Description", "PaymentIntent", "Created"];
  return list("payments", "Payments", all.length, head, rows, "Nobody has been asked to pay yet.");
}

function events({ events: all, webhooks }: InProcessSimulator): Html {
  const rows = all
    .slice(-shown)
    .toReversed()
    .map(({ id, type, created }) => {
      const tries = webhooks.deliveries.filter(({ event }) => event === id);
      const { status = "nobody listens" } = tries.at(-1) ?? {};
      const again = html`<form method="post" action="/dashboard/webhooks/resend">
        <input type="hidden" name="event" value="${id}" /><button>Resend</button>
      </form>`;
      return html`<tr>
        <td><a href="/dashboard/${id}">${type}</a></td>
        <td>${pill(status)}</td>
        <td>${at(created * 1000)}</td>
        <td>${webhooks.endpoints.length > 0 ? again : nothing}</td>
      </tr>`;
    });
  return list("events", "Events", all.length, ["Type", "Delivery", "Created", ""], rows, "Nothing has happened yet.");
}

function requests({ requests: all }: InProcessSimulator): Html {
  const rows = all
    .slice(-shown)
    .toReversed()
    .map(
      ({ method, path, status, replayed, fault, at: answered }) =>
        html`<tr>
          <td><code>${method} ${path}</code></td>
          <td>
            ${pill(status === 0 ? "no answer" : String(status))} ${replayed ? pill("replayed") : nothing}
            ${fault === undefined ? nothing : pill("fault")}
          </td>
          <td>${at(answered)}</td>
        </tr>`,
    );
  return list("requests", "Requests", all.length, ["Request", "Answer", "At"], rows, "Nobody has called the API yet.");
}

function list(
  id: string,
  title: string,
  count: number,
  head: readonly string[],
  rows: readonly Html[],
  none: string,
): Html {
  const more = count > shown ? `latest ${shown} of ${count}` : String(count);
  const table = html`<div class="panel">
    <table>
      <thead>
        <tr>
          ${head.map((name, i) => html`<th scope="col" ${i === 0 && name === "Amount" ? html`class="money"` : nothing}>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title} ${count > 0 ? html`<small>${more}</small>` : nothing}</h2>
    ${rows.length > 0 ? table : empty(none)}
  </section>`;
}

function empty(text: string): Html {
  return html`<div class="panel"><p class="empty">${text}</p></div>`;
}

function pill(word: string): Html {
  const kind = good.has(word) ? "good" : bad.test(word) ? "bad" : waits.has(word) ? "wait" : "";
  return html`<span class="pill ${kind}">${word.replaceAll("_", " ")}</span>`;
}

const good = new Set(["succeeded", "delivered", "200"]);
const bad = /^(failed|dropped|disputed|no answer|fault|[45]\d\d)$/;
const waits = new Set(["processing", "requires_capture", "requires_action", "waiting", "sending", "held"]);

function at(ms: number): Html {
  const time = new Date(ms).toISOString();
  return html`<time datetime="${time}" title="${time}">${time.slice(11, 19)}</time>`;
}
