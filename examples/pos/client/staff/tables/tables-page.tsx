import type { Tone } from "@tillkit/core";
import { useRef, useState, type ReactElement } from "react";
import type { TableAnswer, TablesAnswer } from "../../../common/api.ts";
import { Icon, type IconName } from "../../common/icons.tsx";
import { usePolled } from "../../common/use-polled.ts";
import { Pill } from "../orders/status-pill.tsx";
import { NewCode } from "./new-code.tsx";

const EVERY_MS = 2_000;

/** The floor: how each table stands, and the code that guests scan there. */
export function TablesPage(): ReactElement {
  const { value, error, readNow } = usePolled<TablesAnswer>("/api/tables", EVERY_MS);
  return (
    <section className="page" aria-labelledby="tables-title">
      <header className="page-head">
        <h1 id="tables-title">Tables</h1>
        <p className="page-about">Guests scan the code, order and pay on their own phone.</p>
        <a className="button" href="/api/tables/sheet" target="_blank" rel="noreferrer">
          <Icon name="print" />
          Print all codes
        </a>
      </header>
      {value ? (
        <ul className="floor">
          {value.tables.map((table) => (
            <li key={table.number}>
              <TableCard table={table} changed={readNow} />
            </li>
          ))}
        </ul>
      ) : (
        <p className="empty">{error?.message}</p>
      )}
    </section>
  );
}

const looks: Readonly<
  Record<TableAnswer["status"], { readonly word: string; readonly icon: IconName; readonly tone: Tone }>
> = {
  free: { word: "Free", icon: "minus", tone: "quiet" },
  ordering: { word: "Paying now", icon: "clock", tone: "busy" },
  paid: { word: "Paid today", icon: "check", tone: "good" },
};

interface TableCardProps {
  readonly table: TableAnswer;
  /** Called when this page has changed the table. */
  readonly changed: () => void;
}

function TableCard({ table, changed }: TableCardProps): ReactElement {
  const { number, url, qr, status, paidToday } = table;
  const look = looks[status];
  return (
    <article className="table-card" aria-label={`Table ${number}`}>
      <header>
        <h2>
          <span className="table-word">Table</span> {number}
        </h2>
        <Pill {...look} word={status === "paid" ? `${paidToday} paid today` : look.word} />
      </header>
      <QrCode svg={qr} label={`QR code of table ${number}`} />
      <p className="table-url mono">{url.replace(/^https?:\/\//, "")}</p>
      <footer>
        <a
          className="button"
          href={url}
          target="_blank"
          rel="noreferrer"
          aria-label={`Open as guest at table ${number}`}
        >
          <Icon name="out" />
          Open as guest
        </a>
        <CopyLink url={url} number={number} />
        <NewCode number={number} made={changed} />
      </footer>
    </article>
  );
}

/** The code as a picture, so that no markup from elsewhere enters the page. */
function QrCode({ svg, label }: { readonly svg: string; readonly label: string }): ReactElement {
  return <img className="qr" src={`data:image/svg+xml,${encodeURIComponent(svg)}`} alt={label} />;
}

function CopyLink({ url, number }: { readonly url: string; readonly number: number }): ReactElement {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const copy = (): void => {
    if (!("clipboard" in navigator)) return;
    void navigator.clipboard.writeText(url).then(
      () => {
        setCopied(true);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => setCopied(false), 2_000);
      },
      () => {},
    );
  };
  return (
    <button type="button" className="button button-bare" aria-label={`Copy the link of table ${number}`} onClick={copy}>
      <Icon name={copied ? "check" : "copy"} />
      <span className="sr-only" role="status">
        {copied ? "Copied" : ""}
      </span>
    </button>
  );
}
