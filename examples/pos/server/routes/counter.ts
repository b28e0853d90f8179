import type { Till } from "@tillkit/core";
import { Router } from "express";
import { z } from "zod";
import type { CounterSaleAnswer, SaleChange } from "../../common/api.ts";
import { price, wantedLines } from "../pricing.ts";
import { Refusal } from "../refusal.ts";
import type { Sales } from "../sales.ts";

const saleId = z.string().regex(/^[a-z0-9-]{8,64}$/);

const saleRequest = z.object({
  saleId,
  reader: z.string().min(1).max(100).exactOptional(),
  lines: wantedLines,
});

const changeRequest = z.object({ lines: wantedLines });

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
    const { saleId: id, reader, lines } = saleRequest.parse(request.body);
    const reference = referenceOf(id);
    const bill = price(lines);
    const running = await till.findByReference(reference);
    const sale = sales.keep({ id: reference, bill, currency });
    const changed = running !== undefined && running.payment.ordered.amount !== bill.amount;
    if (changed || JSON.stringify(sale.lines) !== JSON.stringify(bill.lines))
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

  router.post("/sales/:saleId/lines", async ({ params, body }, response) => {
    const reference = referenceOf(saleId.parse(params.saleId));
    const bill = price(changeRequest.parse(body).lines);
    const running = await till.findByReference(reference);
    if (running === undefined) throw new Refusal(404, "unknown_sale", "This sale is not being paid.");
    const { id, status, ordered } = running.payment;
    if (status === "succeeded")
      throw new Refusal(409, "sale_paid", "This sale is paid already. Sell the rest on its own.");

    // Written first, and under its amount: whichever amount is paid in the end, its lines are there.
    sales.replace({ id: reference, bill, currency });
    if (bill.amount !== ordered.amount) await till.changeAmount(id, bill.amount);
    response.json({ lines: bill.lines, total: bill.amount } satisfies SaleChange);
  });

  return router;
}

const referenceOf = (id: string): string => `counter-${id}`;
