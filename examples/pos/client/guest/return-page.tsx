import type { GuestOutcomeResource } from "@tillkit/http";
import { useEffect, useState, type ReactElement } from "react";
import type { BillAnswer } from "../../common/api.ts";
import { ApiError, getJson } from "../common/api.ts";
import { GuestMessage } from "./message.tsx";
import { outcomeWords } from "./outcome-words.ts";
import { ThankYou } from "./thank-you.tsx";
import { forgetVisit } from "./use-visit.ts";

const AGAIN_MS = 3_000;

/** How the payment ended: only what Stripe has confirmed to the server. The address of this page proves nothing. */
export function ReturnPage({
  ask,
  table,
}: {
  /** Where the server is asked. */
  readonly ask: string;
  /** The table that was paid at; none at the counter. */
  readonly table?: { readonly code: string; readonly link: string };
}): ReactElement {
  const outcome = useOutcome(ask);
  const bill = usePaidBill(table?.link, outcome);
  const menu = table && `/t/${table.code}`;
  if (table && bill?.order) {
    const again = (): void => {
      forgetVisit(table.code);
      location.assign(`/t/${table.code}`);
    };
    return <ThankYou order={bill.order} bill={bill} again={again} />;
  }
  if (!outcome)
    return (
      <GuestMessage title="Confirming your payment…" look="busy">
        <p>This usually takes a moment.</p>
      </GuestMessage>
    );
  const { title, look, text, back } = outcomeWords(outcome);
  return (
    <GuestMessage title={title} look={look}>
      <p>{text}</p>
      {outcome.outcome === "unknown" && outcome.paymentId !== undefined ? (
        <p className="mono message-id">{outcome.paymentId}</p>
      ) : null}
      {outcome.url === undefined ? null : (
        <a className="button button-primary button-large" href={outcome.url}>
          Continue paying
        </a>
      )}
      {menu === undefined || back === undefined ? null : (
        <a className={`button ${outcome.next === "start" ? "button-primary button-large" : ""}`} href={menu}>
          {back}
        </a>
      )}
    </GuestMessage>
  );
}

/** Asks the server, and again while the answer is not final. */
function useOutcome(ask: string): GuestOutcomeResource | undefined {
  const [outcome, setOutcome] = useState<GuestOutcomeResource>();
  useEffect(() => {
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      const next = await outcomeAt(ask);
      if (gone) return;
      setOutcome(next);
      if (next.next === "wait") timer = setTimeout(() => void read(), AGAIN_MS);
    };
    void read();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [ask]);
  return outcome;
}

async function outcomeAt(ask: string): Promise<GuestOutcomeResource> {
  try {
    return await getJson<GuestOutcomeResource>(ask);
  } catch (error) {
    // A link that is none of ours opens nothing. Where nobody answers, nobody knows.
    const refused = error instanceof ApiError && error.status >= 400 && error.status < 500;
    return refused ? { outcome: "unknown", next: "ask_staff" } : { outcome: "unknown", next: "wait" };
  }
}

/** The order that the shop has made of the bill. A link that has run out since shows none: then it is paid all the same. */
function usePaidBill(link: string | undefined, outcome: GuestOutcomeResource | undefined): BillAnswer | undefined {
  const [bill, setBill] = useState<BillAnswer>();
  const made = outcome?.outcome === "paid" && outcome.next === "done";
  useEffect(() => {
    if (!made || link === undefined) return;
    let gone = false;
    getJson<BillAnswer>(`/api/guest/bills/${link}`).then(
      (answer) => {
        if (!gone) setBill(answer);
      },
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [link, made]);
  return bill;
}
