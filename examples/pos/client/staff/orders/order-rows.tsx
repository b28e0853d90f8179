import type { ReactElement } from "react";
import type { OrderAnswer } from "../../../common/api.ts";
import { Icon } from "../../common/icons.tsx";
import { formatMoney } from "../../common/money.ts";
import { Link } from "../router.tsx";
import { cardWords } from "./card-words.ts";
import { channelWords } from "./channel-words.ts";
import { Copyable } from "./copyable.tsx";
import { Pill } from "./status-pill.tsx";
import { when } from "./when.ts";

/** The orders that were paid and made, newest first. */
export function OrderRows({
  orders,
  problem,
}: {
  readonly orders: readonly OrderAnswer[] | undefined;
  readonly problem: string | undefined;
}): ReactElement {
  if (!orders) return <p className="empty">{problem ?? ""}</p>;
  if (orders.length === 0)
    return (
      <div className="empty">
        <Icon name="orders" size={40} />
        <strong>No orders yet</strong>
        <p>The first paid sale appears here by itself.</p>
      </div>
    );
  return (
    <div className="table-frame">
      <table className="list">
        <thead>
          <tr>
            <th scope="col">Order</th>
            <th scope="col">Time</th>
            <th scope="col">From</th>
            <th scope="col">What</th>
            <th scope="col">Status</th>
            <th scope="col">PaymentIntent</th>
            <th scope="col" className="list-money">
              Total
            </th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <Row key={order.paymentId} order={order} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ order }: { readonly order: OrderAnswer }): ReactElement {
  const { number, paymentId, paymentIntentId, channel, lines, amount, tip, currency, card, madeAt } = order;
  return (
    <tr>
      <th scope="row">
        <Link href={`/orders/${paymentId}`} className="list-link" aria-label={`Order ${number}`}>
          #{number}
        </Link>
      </th>
      <td data-label="Time" className="money">
        {when(madeAt)}
      </td>
      <td data-label="From">{channelWords(channel)}</td>
      <td data-label="What" className="list-what">
        {lines.map(({ name, quantity }) => (quantity === 1 ? name : `${quantity} × ${name}`)).join(", ")}
      </td>
      <td data-label="Status">
        <Pill word="Paid" icon="check" tone="good" />
        {card.brand === null ? null : (
          <small className="list-card">
            {cardWords({ brand: card.brand, ...(card.last4 === null ? {} : { last4: card.last4 }) })}
          </small>
        )}
      </td>
      <td data-label="PaymentIntent">
        <Copyable text={paymentIntentId} what="PaymentIntent id" />
      </td>
      <td data-label="Total" className="list-money money">
        {formatMoney(amount + tip, currency)}
        {tip > 0 ? <small>incl. tip {formatMoney(tip, currency)}</small> : null}
      </td>
    </tr>
  );
}
