import type { ReactElement } from "react";
import type { BillAnswer } from "../../common/api.ts";
import { formatMoney } from "../common/money.ts";
import { GuestMessage } from "./message.tsx";

/** The end that everybody wants: the shop has made the order. */
export function ThankYou({
  order: { number, lines, paid },
  bill: { table, currency },
  again,
}: {
  readonly order: NonNullable<BillAnswer["order"]>;
  readonly bill: Pick<BillAnswer, "table" | "currency">;
  /** Begins another bill. */
  again(): void;
}): ReactElement {
  return (
    <GuestMessage title={`Thank you, order #${number}`} look="good">
      <p>It is paid. We bring it to table {table}.</p>
      <ul className="message-lines">
        {lines.map(({ name, quantity, unitAmount }) => (
          <li key={name}>
            <span>
              {quantity} × {name}
            </span>
            <span className="money">{formatMoney(quantity * unitAmount, currency)}</span>
          </li>
        ))}
        <li className="message-total">
          <span>Paid</span>
          <strong className="money">{formatMoney(paid, currency)}</strong>
        </li>
      </ul>
      <button type="button" className="button" onClick={again}>
        Order something else
      </button>
    </GuestMessage>
  );
}
