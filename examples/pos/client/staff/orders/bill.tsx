import type { PaymentResource } from "@tillkit/http";
import type { ReactElement } from "react";
import type { SaleAnswer } from "../../../common/api.ts";
import { formatMoney } from "../../common/money.ts";
import { channelWords } from "./channel-words.ts";

/** What was ordered, as a bill. */
export function Bill({
  sale,
  payment,
}: {
  readonly sale: SaleAnswer;
  readonly payment: PaymentResource;
}): ReactElement {
  const { amount, currency, amountPaid, tip = 0 } = payment;
  return (
    <>
      <h2>{channelWords(sale.channel)}</h2>
      <ul className="bill">
        {sale.lines.map(({ name, quantity, unitAmount }) => (
          <li key={name}>
            <span className="money">{quantity} ×</span>
            <span>{name}</span>
            <span className="money">{formatMoney(quantity * unitAmount, currency)}</span>
          </li>
        ))}
        {tip > 0 ? (
          <li>
            <span />
            <span>Tip</span>
            <span className="money">{formatMoney(tip, currency)}</span>
          </li>
        ) : null}
      </ul>
      <p className="bill-total">
        <span>Total</span>
        <strong className="money">{formatMoney(amountPaid ?? amount, currency)}</strong>
      </p>
    </>
  );
}
