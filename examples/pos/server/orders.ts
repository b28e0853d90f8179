import type { DatabaseSync } from "node:sqlite";
import type { FulfilAnswer, Order } from "@tillkit/core";
import { z } from "zod";
import type { OrderAnswer } from "../common/api.ts";
import { channelOf, linesOf } from "./sales.ts";

/**
 * Makes the order of a paid sale. tillkit calls this inside the transaction that writes "paid", and once: payment and order are kept
 * together or not at all. The primary key would refuse a second one anyway.
 */
export function fulfil({ payment }: Order, tx: DatabaseSync): FulfilAnswer {
  const saleId = payment.metadata?.["sale"];
  const sale = saleId === undefined ? undefined : tx.prepare("SELECT 1 FROM pos_sales WHERE id = ?").get(saleId);
  if (saleId === undefined || !sale) return { refused: "This payment belongs to no sale that the shop wrote down." };

  const { paid, card } = payment;
  tx.prepare(
    `INSERT INTO pos_orders (payment_id, number, sale_id, payment_intent_id, tip, card_brand, card_last4, made_at)
     VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM pos_orders), ?, ?, ?, ?, ?, ?)`,
  ).run(
    payment.id,
    saleId,
    paid.paymentIntentId ?? null,
    paid.tip,
    card?.brand ?? null,
    card?.last4 ?? null,
    Date.now(),
  );
  return undefined;
}

/** The orders of this shop. */
export interface Orders {
  /** Newest first. */
  list(limit: number): readonly OrderAnswer[];
  ofPayment(paymentId: string): OrderAnswer | undefined;
  /** How many orders each table has paid since this moment, in milliseconds since the epoch. */
  countByTable(since: number): ReadonlyMap<number, number>;
}

const columns = `o.number, o.payment_id, o.payment_intent_id, o.tip, o.card_brand, o.card_last4, o.made_at,
  s.table_number, s.lines, s.amount, s.currency FROM pos_orders o JOIN pos_sales s ON s.id = o.sale_id`;

/** Reads orders from this database. */
export function ordersIn(database: DatabaseSync): Orders {
  const newest = database.prepare(`SELECT ${columns} ORDER BY o.number DESC LIMIT ?`);
  const byPayment = database.prepare(`SELECT ${columns} WHERE o.payment_id = ?`);
  const byTable = database.prepare(
    `SELECT s.table_number, count(*) AS orders FROM pos_orders o JOIN pos_sales s ON s.id = o.sale_id
     WHERE s.table_number IS NOT NULL AND o.made_at >= ? GROUP BY s.table_number`,
  );
  return {
    list: (limit) => newest.all(limit).map(orderOf),
    ofPayment: (paymentId) => {
      const row = byPayment.get(paymentId);
      return row && orderOf(row);
    },
    countByTable: (since) =>
      new Map(
        byTable.all(since).map((row) => {
          const { table_number, orders } = countRow.parse(row);
          return [table_number, orders];
        }),
      ),
  };
}

const countRow = z.object({ table_number: z.int(), orders: z.int() });

const orderRow = z.object({
  number: z.int(),
  payment_id: z.string(),
  payment_intent_id: z.string(),
  tip: z.int(),
  card_brand: z.string().nullable(),
  card_last4: z.string().nullable(),
  made_at: z.int(),
  table_number: z.int().nullable(),
  lines: z.string(),
  amount: z.int(),
  currency: z.string(),
});

function orderOf(row: unknown): OrderAnswer {
  const kept = orderRow.parse(row);
  return {
    number: kept.number,
    paymentId: kept.payment_id,
    paymentIntentId: kept.payment_intent_id,
    channel: channelOf(kept.table_number),
    lines: linesOf(kept.lines),
    amount: kept.amount,
    tip: kept.tip,
    currency: kept.currency,
    card: { brand: kept.card_brand, last4: kept.card_last4 },
    madeAt: kept.made_at,
  };
}
