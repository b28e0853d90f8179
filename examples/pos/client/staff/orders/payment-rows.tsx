import type { PaymentResource } from "@tillkit/http";
import type { ReactElement } from "react";
import { Icon } from "../../common/icons.tsx";
import { formatMoney } from "../../common/money.ts";
import { Link } from "../router.tsx";
import { channelOfReference, channelWords } from "./channel-words.ts";
import { Copyable } from "./copyable.tsx";
import { StatusPill } from "./status-pill.tsx";
import { when } from "./when.ts";

/** Every payment that was started, paid or not, newest first. */
export function PaymentRows({
  payments,
  problem,
}: {
  readonly payments: readonly PaymentResource[] | undefined;
  readonly problem: string | undefined;
}): ReactElement {
  if (!payments) return <p className="empty">{problem ?? ""}</p>;
  if (payments.length === 0)
    return (
      <div className="empty">
        <Icon name="card" size={40} />
        <strong>No payments yet</strong>
        <p>Open, declined and canceled ones will be here too.</p>
      </div>
    );
  return (
    <div className="table-frame">
      <table className="list">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">From</th>
            <th scope="col">Status</th>
            <th scope="col">PaymentIntent</th>
            <th scope="col" className="list-money">
              Amount
            </th>
          </tr>
        </thead>
        <tbody>
          {payments.map((payment) => (
            <Row key={payment.id} payment={payment} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ payment }: { readonly payment: PaymentResource }): ReactElement {
  const { id, createdAt, reference, status, paymentIntentId, amountPaid, amount, currency } = payment;
  const from = channelWords(channelOfReference(reference));
  return (
    <tr>
      <th scope="row">
        <Link href={`/orders/${id}`} className="list-link money" aria-label={`Payment of ${when(createdAt)}, ${from}`}>
          {when(createdAt)}
        </Link>
      </th>
      <td data-label="From">{from}</td>
      <td data-label="Status">
        <StatusPill payment={payment} />
        {status === "declined" || status === "failed" || status === "canceled" ? (
          <small className="list-card">{payment.guidance.detail}</small>
        ) : null}
      </td>
      <td data-label="PaymentIntent">
        {paymentIntentId === undefined ? (
          <span className="list-none">none yet</span>
        ) : (
          <Copyable text={paymentIntentId} what="PaymentIntent id" />
        )}
      </td>
      <td data-label="Amount" className="list-money money">
        {formatMoney(amountPaid ?? amount, currency)}
      </td>
    </tr>
  );
}
