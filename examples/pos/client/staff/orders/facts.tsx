import type { PaymentResource } from "@tillkit/http";
import type { ReactElement } from "react";
import type { SaleAnswer } from "../../../common/api.ts";
import { Icon } from "../../common/icons.tsx";
import { cardWords } from "./card-words.ts";
import { Copyable } from "./copyable.tsx";
import { receiptUrl } from "./receipt-url.ts";
import { Recheck } from "./recheck.tsx";
import { when } from "./when.ts";

/** What Stripe knows of a payment, and where to look at it there. */
export function Facts({
  sale,
  payment,
}: {
  readonly sale: SaleAnswer;
  readonly payment: PaymentResource;
}): ReactElement {
  return (
    <>
      <h2>Payment</h2>
      <dl className="facts">
        <dt>Started</dt>
        <dd>{when(payment.createdAt)}</dd>
        <dt>Paid with</dt>
        <dd>
          {payment.card
            ? cardWords(payment.card)
            : payment.status === "succeeded"
              ? "Online"
              : payment.guidance.headline}
        </dd>
        <dt>PaymentIntent</dt>
        <dd>
          {payment.paymentIntentId === undefined ? (
            "None yet"
          ) : (
            <Copyable text={payment.paymentIntentId} what="PaymentIntent id" />
          )}
        </dd>
        {payment.checkoutSessionId === undefined ? null : (
          <>
            <dt>Checkout Session</dt>
            <dd>
              <Copyable text={payment.checkoutSessionId} what="Checkout Session id" />
            </dd>
          </>
        )}
        {payment.reader === undefined ? null : (
          <>
            <dt>Reader</dt>
            <dd className="mono">{payment.reader}</dd>
          </>
        )}
        {payment.attempts && payment.attempts.length > 1 ? (
          <>
            <dt>Attempts</dt>
            <dd>{payment.attempts.length}</dd>
          </>
        ) : null}
        {payment.review.map(({ reason, seen }) => (
          <div key={reason} className="facts-review">
            <dt>Needs a look</dt>
            <dd>{seen}</dd>
          </div>
        ))}
      </dl>
      <div className="order-actions">
        {sale.dashboardUrl === null ? null : (
          <a className="button" href={sale.dashboardUrl} target="_blank" rel="noreferrer">
            <Icon name="out" />
            Open in Stripe
          </a>
        )}
        {payment.status === "succeeded" ? (
          <a className="button" href={receiptUrl(payment.id, { duplicate: true })} target="_blank" rel="noreferrer">
            <Icon name="print" />
            Print again
          </a>
        ) : null}
        <Recheck paymentId={payment.id} />
      </div>
    </>
  );
}
