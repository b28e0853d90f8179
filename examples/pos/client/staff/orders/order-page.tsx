import type { PaymentResource } from "@tillkit/http";
import { useState, type ReactElement } from "react";
import type { SaleAnswer } from "../../../shared/api.ts";
import { ApiError, postJson } from "../../shared/api.ts";
import { Icon } from "../../shared/icons.tsx";
import { formatMoney } from "../../shared/money.ts";
import { usePolled } from "../../shared/use-polled.ts";
import { viewOf } from "../payment/wording.ts";
import { Link } from "../router.tsx";
import { cardWords } from "./card-words.ts";
import { channelWords } from "./channel-words.ts";
import { Copyable } from "./copyable.tsx";
import { StatusPill } from "./status-pill.tsx";
import { Timeline } from "./timeline.tsx";
import { when } from "./when.ts";

const EVERY_MS = 2_000;

/** One sale: what was ordered on the left, what Stripe knows of it on the right, and its whole history. */
export function OrderPage({ paymentId }: { readonly paymentId: string }): ReactElement {
  const sale = usePolled<SaleAnswer>(`/api/sales/${paymentId}`, EVERY_MS);
  const payment = usePolled<PaymentResource>(`/api/tillkit/payments/${paymentId}`, EVERY_MS);
  const problem = payment.error ?? sale.error;

  return (
    <section className="page" aria-labelledby="order-title">
      <header className="page-head">
        <Link href="/orders" className="button button-bare" aria-label="Back to all orders">
          <Icon name="back" />
          Orders
        </Link>
        <h1 id="order-title">{sale.value?.order ? `Order #${sale.value.order.number}` : "Payment"}</h1>
        {payment.value ? <StatusPill payment={payment.value} /> : null}
      </header>
      {sale.value && payment.value ? (
        <div className="order">
          <div className="card">
            <Bill sale={sale.value} payment={payment.value} />
          </div>
          <div className="card">
            <Facts sale={sale.value} payment={payment.value} />
          </div>
          <div className="card order-history">
            <h2>What happened</h2>
            <Timeline paymentId={paymentId} version={payment.value.version} />
          </div>
        </div>
      ) : problem ? (
        <p className="problem" role="alert">
          {problem.message}
        </p>
      ) : null}
    </section>
  );
}

function Bill({ sale, payment }: { readonly sale: SaleAnswer; readonly payment: PaymentResource }): ReactElement {
  const { amount, currency, amountPaid, tip = 0 } = payment;
  return (
    <>
      <h2>{channelWords(sale.channel)}</h2>
      <ul className="bill">
        {sale.lines.map(({ productId, name, quantity, unitAmount }) => (
          <li key={productId}>
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

function Facts({ sale, payment }: { readonly sale: SaleAnswer; readonly payment: PaymentResource }): ReactElement {
  const view = viewOf(payment);
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
              : view.headline.replaceAll("{reader}", "The reader")}
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
        <Recheck paymentId={payment.id} />
      </div>
    </>
  );
}

function Recheck({ paymentId }: { readonly paymentId: string }): ReactElement {
  const [state, setState] = useState<"ready" | "asking" | "asked" | "failed">("ready");
  const ask = async (): Promise<void> => {
    setState("asking");
    try {
      await postJson(`/api/tillkit/payments/${paymentId}/check`);
      setState("asked");
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setState("failed");
    }
  };
  return (
    <>
      <button
        type="button"
        className="button"
        aria-disabled={state === "asking"}
        onClick={() => void (state !== "asking" && ask())}
      >
        <Icon name="undo" />
        Check with Stripe
      </button>
      <span role="status" className="order-asked">
        {state === "asking"
          ? "Asking…"
          : state === "asked"
            ? "Stripe agrees with this page."
            : state === "failed"
              ? "Stripe did not answer."
              : ""}
      </span>
    </>
  );
}
