import { useEffect, useState, type ReactElement } from "react";
import type { TablesAnswer } from "../../../common/api.ts";
import { getJson } from "../../common/api.ts";
import { Icon } from "../../common/icons.tsx";

/** A guest's phone at a table of choice. */
export function GuestTab(): ReactElement {
  const [tables, setTables] = useState<TablesAnswer["tables"]>([]);
  const [number, setNumber] = useState(7);
  useEffect(() => {
    void getJson<TablesAnswer>("/api/tables").then(
      (answer) => setTables(answer.tables),
      () => {},
    );
  }, []);
  const table = tables.find((candidate) => candidate.number === number);

  return (
    <div className="dock-body">
      <div className="dock-field">
        <label htmlFor="dock-table">Table</label>
        <select id="dock-table" value={number} onChange={({ target }) => setNumber(Number(target.value))}>
          {tables.map((candidate) => (
            <option key={candidate.number} value={candidate.number}>
              Table {candidate.number}
            </option>
          ))}
        </select>
      </div>
      {table ? (
        <>
          <img
            className="qr"
            src={`data:image/svg+xml,${encodeURIComponent(table.qr)}`}
            alt={`QR code of table ${number}`}
          />
          <a className="button button-primary button-large" href={table.url} target="_blank" rel="noreferrer">
            <Icon name="out" />
            Sit down at table {number}
          </a>
        </>
      ) : null}
      <ul className="dock-hints">
        <li>Pay, and close the tab before it comes back: the order is there all the same.</li>
        <li>Open the page twice and pay in one: the other one cannot be paid any more.</li>
        <li>Change the return page’s address: it does not believe you.</li>
      </ul>
    </div>
  );
}
