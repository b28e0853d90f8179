import type { Till } from "@tillkit/core";
import { Router } from "express";
import { z } from "zod";
import type { CounterSaleAnswer } from "../../common/api.ts";
import { price, wantedLines } from "../pricing.ts";
import { Refusal } from "../refusal.ts";
import type { Sales } from "../sales.ts";

const saleRequest = z.object({
  saleId: z.string().regex(/^[a-z0-9-]{8,64}$/),
  reader: z.string().min(1).max(100),
  lines: wantedLines,
});

/** Counter sales: the page says what, the server says how much, the reader asks for the card. */
export function counterRoutes({
  till,
  sales,
  currency,
}: {
  readonly till: Till;
  readonly sales: Sales;
  readonly currency: string;
}): Router {
  const router = Router();

  router.post("/sales", async (request, response) => {
    const { saleId, reader, lines } = saleRequest.parse(request.body);
    const bill = price(lines);
    const id = `counter-${saleId}`;
    const sale = sales.keep({ id, channel: { type: "counter" }, bill, currency });
    if (price(sale.lines).fingerprint !== bill.fingerprint)
      throw new Refusal(409, "sale_changed", "This sale was started with other lines. Finish or cancel it first.");

    const payment = await till.collect({
      reference: id,
      amount: sale.amount,
      currency: sale.currency,
      reader,
      description: "Counter sale",
      metadata: { sale: id },
    });
    response.status(201).json({ paymentId: payment.id } satisfies CounterSaleAnswer);
  });

  return router;
}
