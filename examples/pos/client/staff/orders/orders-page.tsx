import type { PaymentResource } from "@tillkit/http";
import { useState, type ReactElement } from "react";
import type { OrdersAnswer } from "../../../common/api.ts";
import { usePolled } from "../../common/use-polled.ts";
import { OrderRows } from "./order-rows.tsx";
import { PaymentRows } from "./payment-rows.tsx";

const EVERY_MS = 2_000;

/** What was sold, and everything that was tried: two lists over the same payments. */
export function OrdersPage(): ReactElement {
  const [list, setList] = useState<"orders" | "payments">("orders");
  const orders = usePolled<OrdersAnswer>("/api/orders", EVERY_MS);
  const payments = usePolled<{ readonly payments: readonly PaymentResource[] }>(
    "/api/tillkit/payments?limit=100",
    EVERY_MS,
  );

  const waiting = payments.value?.payments.filter(({ final }) => !final).length ?? 0;
  return (
    <section className="page" aria-labelledby="orders-title">
      <header className="page-head">
        <h1 id="orders-title">Orders</h1>
        <div className="tabs" role="group" aria-label="What to list">
          <button type="button" aria-pressed={list === "orders"} onClick={() => setList("orders")}>
            Orders
          </button>
          <button type="button" aria-pressed={list === "payments"} onClick={() => setList("payments")}>
            All payments
            {waiting > 0 ? <span className="tabs-count">{waiting} open</span> : null}
          </button>
        </div>
      </header>
      {list === "orders" ? (
        <OrderRows orders={orders.value?.orders} problem={orders.error?.message} />
      ) : (
        <PaymentRows payments={payments.value?.payments} problem={payments.error?.message} />
      )}
    </section>
  );
}
