import type { Till } from "@tillkit/core";
import { Router } from "express";
import { z } from "zod";
import type { CounterSaleAnswer } from "../../common/api.ts";
import { price, wantedLines } from "../pricing.ts";
import { Refusal } from "../refusal.ts";
import type { Sales } from "../sales.ts";

const saleRequest = z.object({
  saleId: z.string().regex(/^[a-z0-9-]{8,64}$/),
  reader: z.string().min(1).max(100).exactOptional(),
  lines: wantedLines,
});

/** Counter sales: the page says what, the server says how much, and the guest holds a card to the reader or scans a code. */
export function counterRoutes({
  till,
  sales,
  currency,
  url,
}: {
  readonly till: Till;
  readonly sales: Sales;
  readonly currency: string;
  /** Where guests reach this server. */
  readonly url: string;
}): Router {
  const router = Router();

  router.post("/sales", async (request, response) => {
    const { saleId, reader, lines } = saleRequest.parse(request.body);
    const reference = `counter-${saleId}`;
    const bill = price(lines);
    const sale = sales.keep({ id: reference, bill, currency });
    if (JSON.stringify(sale.lines) !== JSON.stringify(bill.lines))
      throw new Refusal(409, "sale_changed", "This sale was started with other lines. Finish or cancel it first.");

    const description = "Counter sale";
    const payment =
      reader === undefined
        ? await till.checkout({
            reference,
            lines: sale.lines.map(({ name, unitAmount, quantity }) => ({ name, unitAmount, quantity })),
            currency,
            description,
            successUrl: `${url}/thanks?session_id={CHECKOUT_SESSION_ID}`,
          })
        : await till.collect({ reference, amount: sale.amount, currency: sale.currency, reader, description });
    response.status(201).json({ paymentId: payment.id } satisfies CounterSaleAnswer);
  });

  return router;
}
