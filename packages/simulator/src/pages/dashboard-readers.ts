import { cards } from "../behaviour/cards.ts";
import { formatAmount } from "../behaviour/currencies.ts";
import type { ReaderSlot } from "../objects/reader-slot.ts";
import { html, nothing } from "./html.ts";
import type { Html } from "./html.ts";

/** A reader with its screen, and buttons for what people do to it. What makes no sense now is disabled. */
export function readerCard({ reader, screen, phase, connection }: ReaderSlot): Html {
  const { id, label } = reader;
  const online = connection === "online";
  const asks = online && phase.kind === "asking";
  const wantsCard = online && phase.kind !== "idle" && phase.kind !== "authorizing" && phase.kind !== "asking";
  const cancelable = wantsCard && phase.cancelable;
  const button = (command: string, text: string, able: boolean, first = false) =>
    html`<button
      id="${id}-${command}"
      name="command"
      value="${command}"
      ${first ? html`class="first"` : nothing}
      ${able ? nothing : html`disabled`}
    >
      ${text}
    </button>`;
  return html`<form class="reader" method="post" action="/dashboard/readers/${id}">
    <h3>${label} <span class="pill ${online ? "good" : "bad"}">${connection}</span></h3>
    <code>${id}</code>
    <div class="screen ${screen.kind}" role="status">
      ${screen.amount === undefined || screen.currency === undefined ? nothing : html`<b>${formatAmount(screen.amount, screen.currency)}</b>`}<span
        >${screen.message}</span
      >
    </div>
    <label for="${id}-card">Test card</label>
    <select id="${id}-card" name="card">
      ${inPerson.map(({ name, label: card, number }) => html`<option value="${name}">${card} •••• ${number.slice(-4)}</option>`)}
    </select>
    <div class="buttons">
      ${button("tap", "Tap", wantsCard, true)} ${button("insert", "Insert", wantsCard)}
      ${button("swipe", "Swipe", wantsCard)} ${asks ? button("answer", "Answer", true, true) : nothing}
      ${button("cancel", "Guest cancels", cancelable)} ${button("time_out", "Time out", wantsCard || asks)}
      ${online ? button("offline", "Go offline", true) : button("online", "Go online", true)}
      ${button("vanish", "Vanish", online)}
    </div>
  </form>`;
}

const inPerson = cards.filter(({ only }) => only !== "online");
