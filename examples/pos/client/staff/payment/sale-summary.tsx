import type { ReactElement } from "react";
import { formatMoney } from "../../common/money.ts";
import type { RunningSale } from "./running-sale.ts";

/** What is being paid for, beside the payment. */
export function SaleSummary({
  sale: { lines, total, currency },
  paymentIntentId,
}: {
  readonly sale: RunningSale;
  readonly paymentIntentId: string | undefined;
}): ReactElement {
  return (
    <aside className="summary" aria-label="What is being paid for">
      <h3>This sale</h3>
      <ul>
        {lines.map(({ productId, name, quantity, unitAmount }) => (
          <li key={productId}>
            <span className="summary-quantity">{quantity} ×</span>
            <span>{name}</span>
            <span className="money">{formatMoney(unitAmount * quantity, currency)}</span>
          </li>
        ))}
      </ul>
      <p className="summary-total">
        <span>Total</span>
        <strong className="money">{formatMoney(total, currency)}</strong>
      </p>
      {paymentIntentId === undefined ? null : <p className="mono summary-id">{paymentIntentId}</p>}
    </aside>
  );
}
