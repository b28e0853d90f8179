import type { Till } from "@tillkit/core";
import { Router } from "express";
import type { DatabaseSync } from "node:sqlite";
import type { Mode, OrdersAnswer, SaleAnswer } from "../../common/api.ts";
import type { Orders } from "../orders.ts";
import { Refusal } from "../refusal.ts";
import { soldBy } from "../sales.ts";

/** The shop's own view of its sales: `/orders`, and one sale by its payment. */
export function orderRoutes({
  till,
  database,
  orders,
  mode,
}: {
  readonly till: Till;
  readonly database: DatabaseSync;
  readonly orders: Orders;
  readonly mode: Mode;
}): Router {
  const router = Router();

  router.get("/orders", (_request, response) => {
    response.json({ orders: orders.list(200) } satisfies OrdersAnswer);
  });

  router.get("/sales/:paymentId", async ({ params }, response) => {
    const { payment } = await till.get(params.paymentId);
    const sale = soldBy(payment, database);
    if (!sale) throw new Refusal(404, "unknown_sale", "This payment belongs to no sale of this shop.");
    const intent = "paymentIntentId" in payment ? payment.paymentIntentId : undefined;
    response.json({
      channel: sale.channel,
      lines: sale.lines,
      order: orders.ofPayment(payment.id) ?? null,
      dashboardUrl: intent === undefined ? null : dashboardUrlOf(intent, mode),
    } satisfies SaleAnswer);
  });

  return router;
}

/** Where Stripe's Dashboard shows a PaymentIntent; nowhere, when Stripe is a pretend one. */
export function dashboardUrlOf(paymentIntentId: string, mode: Mode): string | null {
  if (mode === "SIMULATED") return null;
  return `https://dashboard.stripe.com/${mode === "TEST" ? "test/" : ""}payments/${paymentIntentId}`;
}
