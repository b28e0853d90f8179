import type { Till } from "@tillkit/core";
import { Router } from "express";
import { toString as toSvg } from "qrcode";
import type { TableAnswer, TablesAnswer } from "../../common/api.ts";
import type { Orders } from "../orders.ts";
import type { TableLinks } from "../table-links.ts";

/** The tables of the café with their QR codes, and how each stands today. */
export function tableRoutes({
  till,
  tables,
  orders,
  url,
}: {
  readonly till: Till;
  readonly tables: TableLinks;
  readonly orders: Orders;
  readonly url: string;
}): Router {
  const router = Router();
  const pictures = new Map<string, Promise<string>>();
  const qrOf = (text: string): Promise<string> => {
    const known = pictures.get(text);
    if (known) return known;
    // Level Q survives a coffee ring; four modules of white around it are what scanners expect.
    const made = toSvg(text, { type: "svg", errorCorrectionLevel: "Q", margin: 4 });
    pictures.set(text, made);
    return made;
  };

  router.get("/", async (_request, response) => {
    const ordering = await orderingTables(till);
    const paid = orders.countByTable(new Date().setHours(0, 0, 0, 0));
    const rows = tables.list().map(async ({ number, token }): Promise<TableAnswer> => {
      const link = `${url}/t/${token}`;
      const paidToday = paid.get(number) ?? 0;
      const status = ordering.has(number) ? "ordering" : paidToday > 0 ? "paid" : "free";
      return { number, url: link, qr: await qrOf(link), status, paidToday };
    });
    response.json({ tables: await Promise.all(rows) } satisfies TablesAnswer);
  });

  return router;
}

/** The tables at which somebody is paying now. */
async function orderingTables(till: Till): Promise<ReadonlySet<number>> {
  const open = await till.list({ flow: "checkout", status: ["opening", "open", "processing", "expiring"], limit: 100 });
  return new Set(open.map(({ payment }) => Number(payment.metadata?.["table"])));
}
