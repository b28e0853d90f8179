import { useEffect, useState, type ReactElement } from "react";
import { getJson } from "../../common/api.ts";
import { whenExactly } from "./when.ts";

/** One line of `GET /api/tillkit/payments/:id/timeline`. */
interface Entry {
  readonly at: string;
  readonly source: "host" | "webhook" | "stripe" | "clock" | "fulfil";
  readonly input: string;
  readonly status: string;
  readonly cause?: string;
}

const inputs: Readonly<Record<string, string>> = {
  collect: "Payment started",
  checkout: "Payment started",
  intent_opened: "PaymentIntent made",
  session_opened: "Payment page opened",
  session_still_open: "Payment page still open",
  reader_waiting: "Reader asks for a card",
  attempt_failed: "Attempt ended without money",
  not_on_reader: "The reader did not have it",
  intent_processing: "Card presented, bank is asked",
  intent_authorized: "Money held on the card",
  intent_canceled: "PaymentIntent canceled",
  session_processing: "Guest finished, bank is asked",
  session_expired: "Payment page closed",
  session_failed: "Bank refused",
  paid: "Paid",
  fulfilled: "Order written",
  fulfilment_refused: "Order not made",
  outcome_unknown: "Answer lost",
  hint: "Something happened; Stripe is asked",
  time_passed: "Silence; Stripe is asked",
  retry: "Presented again",
  cancel: "Cancel asked for",
  capture: "Capture asked for",
  check: "Stripe was asked",
  refused: "Stripe refused",
};

const sources: Readonly<Record<Entry["source"], string>> = {
  host: "cashier or guest",
  webhook: "webhook",
  stripe: "Stripe's answer",
  clock: "clock",
  fulfil: "shop",
};

/** Everything that was asked, seen and done about a payment, oldest first. */
export function Timeline({
  paymentId,
  version,
}: {
  readonly paymentId: string;
  readonly version: number;
}): ReactElement {
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  useEffect(() => {
    let gone = false;
    void getJson<{ readonly timeline: readonly Entry[] }>(`/api/tillkit/payments/${paymentId}/timeline`)
      .catch(() => undefined)
      .then((answer) => {
        if (!gone && answer) setEntries(answer.timeline);
      });
    return () => {
      gone = true;
    };
  }, [paymentId, version]);

  return (
    <ol className="timeline">
      {entries.map(({ at, source, input, status, cause }, index) => (
        <li key={index} data-status={status}>
          <time dateTime={at} className="money">
            {whenExactly(at)}
          </time>
          <span className="timeline-what">{inputs[input] ?? input.replaceAll("_", " ")}</span>
          <span className="timeline-source">
            {sources[source]}
            {cause === undefined ? null : <span className="mono"> {cause}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
