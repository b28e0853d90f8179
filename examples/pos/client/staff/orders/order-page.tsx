import type { PaymentResource } from "@tillkit/http";
import type { ReactElement } from "react";
import type { SaleAnswer } from "../../../common/api.ts";
import { Icon } from "../../common/icons.tsx";
import { usePolled } from "../../common/use-polled.ts";
import { Link } from "../router.tsx";
import { Bill } from "./bill.tsx";
import { Facts } from "./facts.tsx";
import { StatusPill } from "./status-pill.tsx";
import { Timeline } from "./timeline.tsx";

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
