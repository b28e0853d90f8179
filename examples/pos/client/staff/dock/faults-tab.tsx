import type { ReactElement } from "react";
import { ApiError } from "../../common/api.ts";
import { useControl } from "./use-control.ts";

/** What can go wrong between the till and Stripe, once, at the press of a button. */
interface Fault {
  readonly label: string;
  readonly about: string;
  readonly path: string;
  readonly body: unknown;
}

const network: readonly Fault[] = [
  {
    label: "Lose the next “create” answer",
    about: "Stripe makes the PaymentIntent; the answer never arrives.",
    path: "faults",
    body: { on: "POST /v1/payment_intents", times: 1, kind: "lose_answer" },
  },
  {
    label: "Lose the next hand-over answer",
    about: "The reader asks for the card; the till does not hear that it does.",
    path: "faults",
    body: { on: "POST /v1/terminal/readers/{id}/process_payment_intent", times: 1, kind: "lose_answer" },
  },
  {
    label: "Lose the next payment page answer",
    about: "The page exists; its address never arrives.",
    path: "faults",
    body: { on: "POST /v1/checkout/sessions", times: 1, kind: "lose_answer" },
  },
];

const webhooks: readonly Fault[] = [
  {
    label: "Delay the next event by 10 s",
    about: "The till asks Stripe by itself.",
    path: "webhooks/delay_next",
    body: { ms: 10_000 },
  },
  { label: "Drop the next event", about: "It never comes.", path: "webhooks/drop_next", body: { count: 1 } },
  {
    label: "Repeat the next event 20 times",
    about: "One order all the same.",
    path: "webhooks/repeat_next",
    body: { times: 20 },
  },
];

/** Breaks the network on purpose. */
export function FaultsTab(): ReactElement {
  const { problem, done, run } = useControl();
  const clear = async (): Promise<void> => {
    const answer = await fetch("/sim/faults", { method: "DELETE" });
    if (!answer.ok)
      throw new ApiError({ code: "unexpected", status: answer.status, detail: "The faults were not cleared." });
    run("webhooks/release", {}, "All is well again.");
  };
  const list = (faults: readonly Fault[]): ReactElement => (
    <ul className="faults">
      {faults.map(({ label, about, path, body }) => (
        <li key={label}>
          <button type="button" className="button" onClick={() => run(path, body, `${label}: set.`)}>
            {label}
          </button>
          <p>{about}</p>
        </li>
      ))}
    </ul>
  );
  return (
    <div className="dock-body">
      <h2>Answers</h2>
      {list(network)}
      <h2>Events</h2>
      {list(webhooks)}
      <button type="button" className="button button-primary" onClick={() => void clear().catch(() => {})}>
        Clear everything
      </button>
      <p className="dock-hint" role="status">
        {problem ?? done ?? "Each strikes once. Then sell something and watch."}
      </p>
    </div>
  );
}
