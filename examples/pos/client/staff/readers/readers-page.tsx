import type { PlacedTips } from "@tillkit/core";
import { useEffect, useState, type ReactElement } from "react";
import { ApiError, getJson } from "../../common/api.ts";
import { useTillState, type Reader } from "../shell/till-context.ts";
import { TipsForm } from "./tips-form.tsx";

/** The card readers of the shop, whose each is, and what they suggest as tips. */
export function ReadersPage(): ReactElement {
  const { readers, reader, mode } = useTillState();
  return (
    <section className="page" aria-labelledby="readers-title">
      <header className="page-head">
        <h1 id="readers-title">Readers</h1>
        <p className="page-about">Where guests hold their cards.</p>
      </header>
      <ul className="card reader-list">
        {readers.map((each) => (
          <li key={each.id}>
            <strong>{each.label}</strong>
            <span>{wordsFor(each)}</span>
          </li>
        ))}
      </ul>
      {reader?.locationId === undefined || mode === undefined ? null : (
        <Tips key={reader.locationId} location={reader.locationId} currency={mode.currency} />
      )}
    </section>
  );
}

function Tips({ location, currency }: { readonly location: string; readonly currency: string }): ReactElement {
  const [read, setRead] = useState<readonly [placed: PlacedTips, account: PlacedTips]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let gone = false;
    const path = "/api/tillkit/reader_tips";
    Promise.all([
      getJson<PlacedTips>(`${path}?location=${encodeURIComponent(location)}`),
      getJson<PlacedTips>(path),
    ]).then(
      (answers) => {
        if (!gone) setRead(answers);
      },
      (error: unknown) => {
        if (!gone) setProblem(error instanceof ApiError ? error.message : "Something broke. Please try again.");
      },
    );
    return () => {
      gone = true;
    };
  }, [location]);

  if (problem !== undefined) return <p role="alert">{problem}</p>;
  if (read === undefined) return <p className="empty">Reading what the readers suggest…</p>;
  const [placed, account] = read;
  return <TipsForm location={location} currency={currency} placed={placed} account={account} />;
}

const uses: Readonly<Record<Reader["use"], string>> = {
  free: "Free",
  payment: "Takes a payment",
  leftover: "Shows a payment that is over",
  cart: "Shows a sale",
  other: "Used by another program",
};

function wordsFor({ use, status, register }: Reader): string {
  const words = register === undefined ? uses[use] : `${uses[use]} (${register})`;
  return status === "offline" ? `${words}, seems to be off` : words;
}
