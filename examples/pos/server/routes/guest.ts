import type { Till } from "@tillkit/core";
import type { GuestCheckout } from "@tillkit/guest";
import { Router } from "express";
import { z } from "zod";
import type { BillAnswer, GuestMenuAnswer, Mode } from "../../common/api.ts";
import type { Bills } from "../bills.ts";
import { closeIfOver } from "../guests.ts";
import { menuIn } from "../menu.ts";
import type { Orders } from "../orders.ts";
import { price } from "../pricing.ts";

const item = z.object({ productId: z.string().max(60), by: z.union([z.literal(1), z.literal(-1)]) });

/** What the shop itself tells guests, by the link of their bill. Scanning, paying and coming back are tillkit's own routes. */
export function guestRoutes({
  till,
  guests,
  bills,
  orders,
  currency,
  mode,
}: {
  readonly till: Till;
  readonly guests: GuestCheckout;
  readonly bills: Bills;
  readonly orders: Orders;
  readonly currency: string;
  readonly mode: Mode;
}): Router {
  const router = Router();
  const answerOf = async (link: string): Promise<BillAnswer> => {
    const { bill, table } = await guests.open(link);
    await closeIfOver({ till, bills }, bill);
    const order = orders.ofReference(bill);
    return {
      table: Number(table),
      ...price(bills.linesOf(bill)),
      currency,
      open: bills.isOpen(bill),
      order: order ? { number: order.number, lines: order.lines, paid: order.amount + order.tip } : null,
    };
  };

  router.get("/menu", (_request, response) => {
    response.json({ ...menuIn(currency), mode } satisfies GuestMenuAnswer);
  });

  router.get("/bills/:link", async ({ params }, response) => {
    response.json(await answerOf(params.link));
  });

  router.post("/bills/:link/items", async ({ params, body }, response) => {
    bills.order((await guests.open(params.link)).bill, item.parse(body));
    response.json(await answerOf(params.link));
  });

  return router;
}
