import { formatAmount } from "../behaviour/currencies.ts";
import type { RecordedRequest } from "../http/request-log.ts";
import type { PaymentIntent, StripeEvent } from "../objects/types.ts";
import type { InProcessSimulator } from "../simulator-interface.ts";
import type { SessionRecord, World } from "../world.ts";
import { html, nothing } from "./html.ts";
import type { Html } from "./html.ts";
import { at, list, pill } from "./parts.ts";

/** Which part of a list is shown: the latest, or those before one. */
export interface Shown {
  readonly most: number;
  /** Shows what is older than the one with this id. */
  readonly before?: string | undefined;
  /** Where the whole list is; absent on the page of the list itself. */
  readonly all?: string;
  readonly tools?: Html;
}

/** Payments, newest first. */
export function payments(world: World, shown: Shown): Html {
  const all = [...world.paymentIntents.values()];
  const rows = (intent: PaymentIntent) => {
    const { id, amount, currency, description, created } = intent;
    return html`<tr>
      <td class="money"><a href="/dashboard/${id}">${formatAmount(amount, currency)}</a></td>
      <td class="what">
        <b>${description ?? cardOf(world, intent)}</b
        ><small>${description ? html`${cardOf(world, intent)} · ` : nothing}<code>${id}</code></small>
      </td>
      <td class="state">${pill(paymentWord(world, intent))}</td>
      <td class="when">${at(created * 1000)}</td>
    </tr>`;
  };
  const head = ["Amount", "Payment", "Status", "Created"];
  const none = "Nobody has been asked to pay yet.";
  return part(all, shown, rows, { id: "payments", title: "Payments", head, none });
}

/** Checkout Sessions, newest first. */
export function sessions(world: World, shown: Shown): Html {
  const all = [...world.sessions.values()].map((record) => ({ ...record, id: record.session.id }));
  const head = ["Amount", "Bought", "Status", "Created"];
  const none = "No Checkout Session has been made yet.";
  return part(all, shown, sessionRow, { id: "checkout", title: "Checkout Sessions", head, none });
}

function sessionRow({ session, lineItems }: SessionRecord): Html {
  return html`<tr>
    <td class="money">
      <a href="/dashboard/${session.id}">${formatAmount(session.amount_total ?? 0, session.currency ?? "usd")}</a>
    </td>
    <td class="what">
      <b>${lineItems.map(({ description }) => description).join(", ")}</b
      ><small
        >${session.url === null ? nothing : html`<a href="${session.url}">Open the page</a> · `}<code
          >${session.id.slice(0, 24)}…</code
        ></small
      >
    </td>
    <td class="state">${pill(session.status === "complete" ? session.payment_status : (session.status ?? ""))}</td>
    <td class="when">${at(session.created * 1000)}</td>
  </tr>`;
}

/** Events, newest first, and whether they arrived. */
export function events({ events: all, webhooks }: InProcessSimulator, shown: Shown): Html {
  const latest = new Map(webhooks.deliveries.map((delivery) => [delivery.event, delivery]));
  const row = ({ id, type, created, data }: StripeEvent) =>
    html`<tr>
      <td class="what">
        <a href="/dashboard/${id}">${type}</a><small><code>${aboutWhat(data.object)}</code></small>
      </td>
      <td class="state">${pill(latest.get(id)?.status ?? "nobody listens")}</td>
      <td class="when">${at(created * 1000)}</td>
      <td class="do">${webhooks.endpoints.length > 0 && shown.all === undefined ? resend(id) : nothing}</td>
    </tr>`;
  const head = ["Event", "Delivery", "Created", ""];
  const none = "Nothing has happened yet.";
  return part(all, shown, row, { id: "events", title: "Events", head, none });
}

/** Requests, newest first. */
export function requests({ requests: all }: InProcessSimulator, shown: Shown): Html {
  const head = ["Request", "Answer", "At"];
  const none = "Nobody has called the API yet.";
  return part(all, shown, requestRow, { id: "requests", title: "Requests", head, none });
}

function requestRow({
  id,
  method,
  path,
  status,
  replayed,
  fault,
  at: answered,
  idempotencyKey,
}: RecordedRequest): Html {
  return html`<tr>
    <td class="what">
      <a href="/dashboard/${id}"><code>${method} ${path}</code></a
      ><small
        ><code>${id}</code>${idempotencyKey === null ? nothing : html` · key <code>${idempotencyKey}</code>`}</small
      >
    </td>
    <td class="state">
      ${pill(status === 0 ? "no answer" : String(status))}${replayed ? html` ${pill("replayed")}` : nothing}${fault === undefined ? nothing : html` ${pill("fault")}`}
    </td>
    <td class="when">${at(answered)}</td>
  </tr>`;
}

/** What became of a payment, in one word. */
export function paymentWord(
  world: World,
  { status, latest_charge: id, last_payment_error: error }: PaymentIntent,
): string {
  const charge = id === null ? undefined : world.charges.get(id);
  if (charge?.disputed) return "disputed";
  if (charge?.refunded && status === "succeeded") return "refunded";
  if (status === "succeeded" && (charge?.amount_refunded ?? 0) > 0 && charge?.amount_captured === charge?.amount)
    return "partly_refunded";
  return status === "requires_payment_method" && error ? "declined" : status;
}

/** The card of the latest attempt: "visa •••• 4242". */
export function cardOf(world: World, { latest_charge: id }: Pick<PaymentIntent, "latest_charge">): string {
  const details = id === null ? undefined : world.charges.get(id)?.payment_method_details;
  const card = details?.card_present ?? details?.interac_present ?? details?.card;
  return card ? `${card.brand ?? "card"} •••• ${card.last4 ?? ""}` : "No card yet";
}

function aboutWhat(object: object): string {
  const id: unknown = Reflect.get(object, "id");
  return typeof id === "string" ? id.slice(0, 30) : "";
}

/** A button that has an event sent once more. */
export function resend(event: string): Html {
  return html`<form method="post" action="/dashboard/webhooks/resend">
    <input type="hidden" name="event" value="${event}" /><button id="resend-${event}">Resend</button>
  </form>`;
}

function part<Item extends { readonly id: string }>(
  all: readonly Item[],
  { most, before, all: whole, tools }: Shown,
  row: (item: Item) => Html,
  list_: { readonly id: string; readonly title: string; readonly head: readonly string[]; readonly none: string },
): Html {
  const found = before === undefined ? -1 : all.findIndex(({ id }) => id === before);
  const end = found < 0 ? all.length : found;
  const items = all.slice(Math.max(0, end - most), end);
  const [oldest] = items;
  const older = whole === undefined && end > most && oldest ? `/dashboard/${list_.id}?before=${oldest.id}` : undefined;
  return list({
    ...list_,
    count: all.length,
    rows: items.toReversed().map(row),
    all: whole,
    older,
    ...(tools && { tools }),
  });
}
