import type { ActiveFault, FaultKind } from "../faults.ts";
import type { InProcessSimulator } from "../simulator-interface.ts";
import { html, nothing } from "./html.ts";
import type { Html } from "./html.ts";

/** What the simulator's clock says while it stands still, and buttons that move it. */
export function clockTools(now: number): Html {
  const shown = new Date(now).toISOString().slice(0, 19).replace("T", " ");
  return html`<form class="clock" method="post" action="/dashboard/clock/advance" aria-label="Clock">
    <time datetime="${new Date(now).toISOString()}">${shown}</time>
    ${leaps.map(([ms, text]) => html`<button id="clock-${ms}" name="ms" value="${ms}">+${text}</button>`)}
  </form>`;
}

const leaps = [
  [60_000, "1 min"],
  [3_600_000, "1 h"],
  [86_400_000, "1 day"],
] as const;

/** Buttons that steer what is delivered next. */
export function webhookTools({ webhooks }: InProcessSimulator): Html {
  if (webhooks.endpoints.length === 0) return nothing;
  return html`<form class="tools" method="post" aria-label="Webhooks">${steers.map((one) => steer(one))}</form>`;
}

const steers = [
  ["hold", "Hold"],
  ["release", "Release"],
  ["drop_next", "Drop the next"],
  ["repeat_next", "Send the next twice"],
  ["delay_next", "Delay the next by 5 s"],
  ["corrupt_next", "Sign the next wrongly"],
] as const;

function steer([command, text]: readonly [string, string]): Html {
  return html`<button id="webhooks-${command}" formaction="/dashboard/webhooks/${command}">${text}</button>`;
}

/** The fault rules there are, and a form for one more. */
export function faultTools({ faults }: InProcessSimulator): Html {
  const rules = faults.rules.map(
    ({ on, kind, nth, times, probability }) =>
      html`<li>
        <code>${on}</code>:
        ${said(kind)}${nth === undefined ? nothing : `, from request ${nth}`}${
          times === undefined ? nothing : `, ${times} times`
        }${probability === undefined ? nothing : `, ${Math.round(probability * 100)} % of the time`}
      </li>`,
  );
  return html`<form class="tools" method="post" action="/dashboard/faults/add" aria-label="Faults">
      <label
        >Operation <input id="fault-on" name="on" value="POST /v1/payment_intents" list="fault-operations"
      /></label>
      <datalist id="fault-operations">
        ${["* *", "POST *", "POST /v1/payment_intents", "POST /v1/terminal/readers/{id}/process_payment_intent", "POST /v1/refunds"].map((on) => html`<option value="${on}"></option>`)}
      </datalist>
      <label
        >Fault
        <select id="fault-kind" name="kind">
          ${Object.entries(faultChoices).map(([value, { text }]) => html`<option value="${value}">${text}</option>`)}
        </select></label
      >
      <label class="narrow">Times <input id="fault-times" name="times" type="number" min="1" value="1" /></label>
      <button id="fault-add" class="first">Add</button>
      ${rules.length > 0 ? html`<button id="fault-clear" formaction="/dashboard/faults/clear">Clear all</button>` : nothing}
    </form>
    ${
      rules.length > 0
        ? html`<ul class="rules">
            ${rules}
          </ul>`
        : nothing
    }`;
}

/** The faults of the Dashboard's form, in words. */
export const faultChoices: Readonly<Record<string, { readonly text: string; readonly kind: FaultKind }>> = {
  lose_answer: { text: "Answer is lost, work is done", kind: "lose_answer" },
  lose_request: { text: "Request is lost", kind: "lose_request" },
  truncate_body: { text: "Body breaks off", kind: "truncate_body" },
  server_error: { text: "500, nothing done", kind: { status: 500 } },
  server_error_after: { text: "500, work is done", kind: { status: 500, worked: true } },
  rate_limit: { text: "429, rate limit", kind: "rate_limit" },
  lock_timeout: { text: "429, lock timeout", kind: "lock_timeout" },
  slow: { text: "Five seconds late", kind: { delayMs: 5_000 } },
};

function said(kind: ActiveFault["kind"]): string {
  const kinds = Array.isArray(kind) ? kind : [kind];
  return kinds.map((one) => textOf(one)).join(", then ");
}

function textOf(kind: FaultKind): string {
  const wanted = JSON.stringify(kind);
  const known = Object.values(faultChoices).find((choice) => JSON.stringify(choice.kind) === wanted);
  return known?.text ?? wanted;
}
