import { formatAmount } from "../behaviour/currencies.ts";
import type { RecordedRequest } from "../http/request-log.ts";
import type { StripeEvent } from "../objects/types.ts";
import type { InProcessSimulator } from "../simulator-interface.ts";
import type { World } from "../world.ts";
import { cardOf, paymentWord, resend } from "./dashboard-lists.ts";
import { dashboardFrame } from "./dashboard.ts";
import { html, nothing } from "./html.ts";
import type { Html } from "./html.ts";
import { at, pill } from "./parts.ts";

/** Something with an id: an object of the API, or a request. */
export type ShownObject = RecordedRequest | (object & { readonly id: string });

/** Whatever has this id. */
export function findShown(world: World, { requests }: InProcessSimulator, id: string): ShownObject | undefined {
  return (
    world.paymentIntents.get(id) ??
    world.charges.get(id) ??
    world.events.get(id) ??
    world.sessions.get(id)?.session ??
    world.refunds.get(id) ??
    world.disputes.get(id) ??
    world.readers.get(id)?.reader ??
    world.locations.get(id) ??
    world.customers.get(id) ??
    world.paymentMethods.get(id)?.method ??
    world.setupIntents.get(id) ??
    world.balanceTransactions.get(id) ??
    (id.startsWith("req_") ? requests.find((request) => request.id === id) : undefined)
  );
}

/** One object: what matters of it, what happened to it, and all of it as the API shows it. */
export function objectPage(world: World, simulator: InProcessSimulator, object: ShownObject): string {
  const { id } = object;
  const happened = simulator.events.filter((event) => concerns(event, id));
  const path = listOf(object);
  return dashboardFrame(
    world,
    path,
    id,
    html`<div>
        <div class="title">
          ${heading(world, object)}
          ${simulator.webhooks.endpoints.length > 0 && id.startsWith("evt_") ? resend(id) : nothing}<code>${id}</code>
        </div>
      </div>
      ${facts(world, object)}
      ${
        happened.length > 0
          ? html`<section aria-labelledby="happened">
              <h2 id="happened">What happened</h2>
              <div class="panel">
                <ol class="steps">
                  ${happened.map((event) => html`<li><a href="/dashboard/${event.id}">${event.type}</a>${at(event.created * 1000)}</li>`)}
                </ol>
              </div>
            </section>`
          : nothing
      }
      ${deliveries(simulator, object)}
      <section aria-labelledby="whole">
        <h2 id="whole">${"method" in object && "path" in object ? "The request" : "As the API shows it"}</h2>
        <div class="panel"><pre tabindex="0">${linked(world, simulator, object)}</pre></div>
      </section>`,
  );
}

/** Whether the event is about the object, belongs to its payment, or was caused by the request. */
function concerns({ data: { object }, request }: StripeEvent, id: string): boolean {
  return (
    Reflect.get(object, "id") === id ||
    Reflect.get(object, "payment_intent") === id ||
    Reflect.get(object, "charge") === id ||
    (request?.id ?? null) === id
  );
}

function listOf(object: ShownObject): string {
  if ("method" in object && "path" in object) return "/dashboard/requests";
  const kind = String(Reflect.get(object, "object"));
  if (kind === "event") return "/dashboard/events";
  if (kind === "checkout.session") return "/dashboard/checkout";
  return kind === "terminal.reader" ? "/" : "/dashboard/payments";
}

function heading(world: World, object: ShownObject): Html {
  if ("method" in object && "path" in object) {
    return html`<h1>${object.method} ${object.path}</h1>
      ${pill(object.status === 0 ? "no answer" : String(object.status))}`;
  }
  const intent = world.paymentIntents.get(object.id);
  if (intent)
    return html`<h1>${formatAmount(intent.amount, intent.currency)}</h1>
      ${pill(paymentWord(world, intent))}`;
  const [amount, currency, status, type] = ["amount", "currency", "status", "type"].map((name): unknown =>
    Reflect.get(object, name),
  );
  const title =
    typeof amount === "number" && typeof currency === "string"
      ? formatAmount(amount, currency)
      : String(type ?? Reflect.get(object, "label") ?? Reflect.get(object, "object"));
  return html`<h1>${title}</h1>
    ${typeof status === "string" ? pill(status) : nothing}`;
}

function facts(world: World, object: ShownObject): Html {
  const intent = world.paymentIntents.get(object.id);
  if (!intent) return nothing;
  const charge = intent.latest_charge === null ? undefined : world.charges.get(intent.latest_charge);
  const money = (amount: number) => formatAmount(amount, intent.currency);
  const why = intent.last_payment_error?.decline_code ?? intent.last_payment_error?.code;
  const known: readonly (readonly [string, string | undefined])[] = [
    ["Description", intent.description ?? undefined],
    ["Received", money(intent.amount_received)],
    ["Held", intent.amount_capturable > 0 ? money(intent.amount_capturable) : undefined],
    ["Given back", charge?.captured && charge.amount_refunded > 0 ? money(charge.amount_refunded) : undefined],
    ["Tip", intent.amount_details?.tip?.amount ? money(intent.amount_details.tip.amount) : undefined],
    ["Card", cardOf(world, intent)],
    ["Declined for", why],
  ];
  const rows = known.flatMap(([name, value]) =>
    value === undefined
      ? []
      : html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
  );
  return html`<div class="panel"><dl class="facts">${rows}</dl></div>`;
}

/** The attempts to deliver an event. */
function deliveries({ webhooks }: InProcessSimulator, { id }: ShownObject): Html {
  const tries = webhooks.deliveries.filter(({ event }) => event === id);
  if (tries.length === 0) return nothing;
  const rows = tries.map(
    ({ url, attempt, status, httpStatus, at: when }) =>
      html`<tr>
        <td class="what"><b>${url}</b><small>attempt ${attempt}</small></td>
        <td class="state">${pill(status)} ${httpStatus === undefined ? nothing : pill(String(httpStatus))}</td>
        <td class="when">${at(when)}</td>
      </tr>`,
  );
  return html`<section aria-labelledby="tries">
    <h2 id="tries">Deliveries</h2>
    <div class="panel">
      <table>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** JSON in which every id of something that can be shown leads there. */
function linked(world: World, simulator: InProcessSimulator, object: ShownObject): Html {
  const parts = JSON.stringify(object, null, 2).split(/("[a-z]+_\w+")/);
  const links = parts.map((part) => {
    const id = part.slice(1, -1);
    const leads = part.startsWith('"') && id !== object.id && findShown(world, simulator, id) !== undefined;
    return leads ? html`"<a href="/dashboard/${id}">${id}</a>"` : html`${part}`;
  });
  return html`${links}`;
}
