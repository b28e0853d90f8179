import type { Till } from "@tillkit/core";
import { printSheet, qrSvg, type GuestCheckout } from "@tillkit/guest";
import { Router } from "express";
import { z } from "zod";
import type { TableAnswer, TablesAnswer } from "../../common/api.ts";
import { tablePage } from "../guests.ts";
import { SHOP } from "../menu.ts";
import type { Orders } from "../orders.ts";

/** How many tables the café has. */
const TABLES = 12;
const numbers = Array.from({ length: TABLES }, (_, index) => index + 1);
const tableNumber = z.coerce.number().int().min(1).max(TABLES);

/** The tables of the café with their codes, and how each stands today. For the staff: a code opens its table. */
export function tableRoutes({
  till,
  guests,
  orders,
  url,
}: {
  readonly till: Till;
  readonly guests: GuestCheckout;
  readonly orders: Orders;
  readonly url: string;
}): Router {
  const router = Router();
  const pictures = new Map<string, string>();
  const pictureOf = (page: string): string => {
    const picture = pictures.get(page) ?? qrSvg(page);
    pictures.set(page, picture);
    return picture;
  };
  const pageOf = async (table: number): Promise<string> => tablePage(url, (await guests.codes.of(String(table))).code);

  router.get("/", async (_request, response) => {
    const ordering = await orderingTables(till);
    const paid = orders.countByTable(new Date().setHours(0, 0, 0, 0));
    const tables = numbers.map(async (number): Promise<TableAnswer> => {
      const page = await pageOf(number);
      const paidToday = paid.get(number) ?? 0;
      const status = ordering.has(number) ? "ordering" : paidToday > 0 ? "paid" : "free";
      return { number, url: page, qr: pictureOf(page), status, paidToday };
    });
    response.json({ tables: await Promise.all(tables) } satisfies TablesAnswer);
  });

  router.get("/sheet", async (_request, response) => {
    const codes = numbers.map(async (number) => ({ label: `Table ${number}`, url: await pageOf(number) }));
    response.type("html").send(printSheet(await Promise.all(codes), { title: SHOP }));
  });

  router.post("/:number/rotate", async ({ params }, response) => {
    await guests.codes.rotate(String(tableNumber.parse(params.number)));
    response.status(204).end();
  });

  return router;
}

/** The tables at which somebody is paying now. */
async function orderingTables(till: Till): Promise<ReadonlySet<number>> {
  const open = await till.list({ flow: "checkout", status: ["opening", "open", "processing", "expiring"], limit: 100 });
  return new Set(open.map(({ payment }) => Number(payment.metadata?.["table"])));
}
