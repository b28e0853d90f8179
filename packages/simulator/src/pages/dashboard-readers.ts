import { cards } from "../behaviour/cards.ts";
import { formatAmount } from "../behaviour/currencies.ts";
import type { ReaderSlot } from "../objects/reader-slot.ts";
import type { Screen } from "../objects/screen.ts";
import { html, nothing } from "./html.ts";
import type { Html } from "./html.ts";
import { icon } from "./icons.ts";
import { pill } from "./parts.ts";

/** A reader with its screen, and buttons for what people do to it. What makes no sense now is disabled. */
export function readerCard(slot: ReaderSlot): Html {
  const { reader, phase, connection } = slot;
  const { id, label } = reader;
  const online = connection === "online";
  const asks = online && phase.kind === "asking";
  const wantsCard = online && phase.kind !== "idle" && phase.kind !== "authorizing" && phase.kind !== "asking";
  const typed = wantsCard && phase.kind === "waiting" && phase.moto === true;
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
  return html`<form class="reader" method="post" action="/dashboard/readers/${id}" aria-label="Reader ${label}">
    <div>
      <h3>${label} ${pill(connection)}</h3>
      <code class="id">${id}</code>
    </div>
    ${device(slot)} ${doing(slot)}
    <label
      >Card
      <select id="${id}-card" name="card">
        ${inPerson.map(({ name, label: card, number }) => html`<option value="${name}">${card} •••• ${number.slice(-4)}</option>`)}
      </select></label
    >
    <div class="buttons large">
      ${asks ? html`${button("answer", "Answer", true, true)} ${button("skip", "Skip", true)} ${button("time_out", "Time out", true)}` : nothing}
      ${typed ? button("key_in", "Type number", true, true) : nothing}
      ${asks || typed ? nothing : html`${button("tap", "Tap", wantsCard, wantsCard)} ${button("insert", "Insert", wantsCard)} ${button("swipe", "Swipe", wantsCard)}`}
    </div>
    <div class="buttons two-wide">
      ${asks ? nothing : html`${button("cancel", "Guest cancels", cancelable)} ${button("time_out", "Nobody comes", wantsCard)}`}
      ${online ? button("offline", "Go offline", true) : button("online", "Go online", true)}
      ${button("vanish", "Vanish", online)}
    </div>
    <div class="extras">${guestOptions(id)} ${failures(id)}</div>
  </form>`;
}

const inPerson = cards.filter(({ only }) => only !== "online");

function device({ screen, reader }: ReaderSlot): Html {
  const { cart } = reader.action?.set_reader_display ?? {};
  const lines = screen.kind === "cart" ? (cart?.line_items ?? []) : [];
  return html`<div class="device ${screen.kind}">
    <div class="leds" aria-hidden="true"><i></i><i></i><i></i><i></i></div>
    <div class="screen" role="status">
      ${drawing(screen)}
      ${
        lines.length > 0
          ? html`<ul>
              ${lines.map(({ description, quantity, amount }) => html`<li><span>${quantity} × ${description}</span><span>${formatAmount(amount, cart?.currency ?? "usd")}</span></li>`)}
            </ul>`
          : nothing
      }
      ${screen.amount === undefined || screen.currency === undefined ? nothing : html`<b>${formatAmount(screen.amount, screen.currency)}</b>`}
      ${tipScreen(reader.id, screen)}
      <span>${screen.message}</span>
    </div>
    <div class="slot"></div>
  </div>`;
}

/** The choice that comes before the card: what is suggested, another amount, and none. */
function tipScreen(id: string, { tips, currency = "usd" }: Screen): Html {
  if (tips === undefined) return nothing;
  const choice = (name: string, value: string, label: Html | string, first = false) =>
    html`<label
      ><input
        id="${id}-tip-${name}"
        type="radio"
        name="tip"
        value="${value}"
        ${first ? html`checked` : nothing}
      />${label}</label
    >`;
  const suggested = tips.map(({ amount, percentage }, i) => {
    const money = formatAmount(amount, currency);
    return choice(
      String(i),
      String(amount),
      percentage === undefined ? money : html`${percentage} % <small>${money}</small>`,
    );
  });
  return html`<fieldset class="tips">
    <legend>Add a tip?</legend>
    <div>${suggested}</div>
    <div>${choice("none", "none", "No tip", true)} ${choice("other", "other", "Custom")}</div>
    <input
      id="${id}-other-tip"
      name="other_tip"
      type="number"
      min="1"
      step="1"
      inputmode="numeric"
      placeholder="in cents"
      aria-label="Custom tip, in the smallest unit of ${currency}"
    />
  </fieldset>`;
}

const drawings: Partial<Record<Screen["kind"], Parameters<typeof icon>[0]>> = {
  approved: "check",
  asking: "question",
  canceled: "cross",
  declined: "cross",
  enter_pin: "pin",
  offline: "offline",
  processing: "clock",
  timed_out: "clock",
  waiting_for_card: "waves",
};

function drawing({ kind }: Screen): Html {
  const name = drawings[kind];
  return name === undefined ? nothing : icon(name, 36);
}

/** The action as the API has it, which need not be what the screen shows. */
function doing({ reader: { action } }: ReaderSlot): Html {
  if (!action) return html`<p class="doing">No action</p>`;
  return html`<p class="doing">
    <code>${action.type}</code> ${pill(action.status)}
    ${action.failure_code ? html`<code>${action.failure_code}</code>` : nothing}
  </p>`;
}

function guestOptions(id: string): Html {
  return html`<details id="${id}-options">
    <summary>PIN</summary>
    <div class="pair">
      <label
        >PIN, when asked
        <select id="${id}-pin" name="pin">
          <option value="1234">1234, the right one</option>
          <option value="0">Too short: a wrong one</option>
          <option value="none">Not typed yet</option>
        </select></label
      >
    </div>
  </details>`;
}

function failures(id: string): Html {
  return html`<details id="${id}-failures">
    <summary>Make the next use fail</summary>
    <div class="pair">
      <label
        >How
        <select id="${id}-failure" name="failure">
          ${Object.entries(failureChoices).map(([value, { text }]) => html`<option value="${value}">${text}</option>`)}
        </select></label
      >
      <button id="${id}-fail_next" name="command" value="fail_next">Set</button>
    </div>
  </details>`;
}

/** What can be told to go wrong from the Dashboard, in words. */
export const failureChoices: Readonly<
  Record<
    string,
    { readonly text: string; readonly code: string; readonly delivered?: true; readonly authorized?: true }
  >
> = {
  timeout: { text: "Command times out", code: "terminal_reader_timeout" },
  false_timeout: { text: "Times out, yet arrives", code: "terminal_reader_timeout", delivered: true },
  hardware: { text: "Hardware fault", code: "terminal_reader_hardware_fault" },
  declined: { text: "Card is declined", code: "card_declined" },
  connection: { text: "Connection breaks", code: "connection_error" },
  false_connection: { text: "Breaks, yet is paid", code: "connection_error", authorized: true },
};
