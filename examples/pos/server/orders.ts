import type { DatabaseSync } from "node:sqlite";
import type { FulfilAnswer, Order } from "@tillkit/core";
import { z } from "zod";
import type { OrderAnswer } from "../common/api.ts";
import { billsIn } from "./bills.ts";
import { channelOf, soldBy } from "./sales.ts";

/**
 * Makes the order of a paid sale. tillkit calls this inside the transaction that writes "paid", and once: payment and order are kept
 * together or not at all. The primary key would refuse a second one anyway.
 */
export function fulfil({ payment }: Order, tx: DatabaseSync): FulfilAnswer {
  const sold = soldBy(payment, tx);
  if (!sold) return { refused: "This payment belongs to no sale that the shop wrote down." };

  const { id, reference, ordered, paid, card } = payment;
  const { channel, lines } = sold;
  tx.prepare(
    `INSERT INTO pos_orders (payment_id, number, reference, table_number, lines, amount, currency, payment_intent_id, tip,
       card_brand, card_last4, made_at)
     VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM pos_orders), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    id,
    reference,
    channel.type === "table" ? channel.table : null,
    JSON.stringify(lines),
    ordered.amount,
    ordered.currency,
    paid.paymentIntentId ?? null,
    paid.tip,
    card?.brand ?? null,
    card?.last4 ?? null,
    Date.now(),
  );
  billsIn(tx).close(reference, lines);
  return undefined;
}

/** The orders of this shop. */
export interface Orders {
  /** Newest first. */
  list(limit: number): readonly OrderAnswer[];
  ofPayment(paymentId: string): OrderAnswer | undefined;
  /** The order that was made of a bill or a sale. */
  ofReference(reference: string): OrderAnswer | undefined;
  /** How many orders each table has paid since this moment, in milliseconds since the epoch. */
  countByTable(since: number): ReadonlyMap<number, number>;
}

const columns = `number, payment_id, table_number, lines, amount, currency, payment_intent_id, tip, card_brand, card_last4,
  made_at FROM pos_orders`;

/** Reads orders from this database. */
export function ordersIn(database: DatabaseSync): Orders {
  const newest = database.prepare(`SELECT ${columns} ORDER BY number DESC LIMIT ?`);
  const byPayment = database.prepare(`SELECT ${columns} WHERE payment_id = ?`);
  const byReference = database.prepare(`SELECT ${columns} WHERE reference = ?`);
  const byTable = database.prepare(
    `SELECT table_number, count(*) AS orders FROM pos_orders
     WHERE table_number IS NOT NULL AND made_at >= ? GROUP BY table_number`,
  );
  return {
    list: (limit) => newest.all(limit).map(orderOf),
    ofPayment: (paymentId) => {
      const row = byPayment.get(paymentId);
      return row && orderOf(row);
    },
    ofReference: (reference) => {
      const row = byReference.get(reference);
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

const soldLines = z.array(z.object({ name: z.string(), unitAmount: z.int(), quantity: z.int() }));

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
    lines: soldLines.parse(JSON.parse(kept.lines)),
    amount: kept.amount,
    tip: kept.tip,
    currency: kept.currency,
    card: { brand: kept.card_brand, last4: kept.card_last4 },
    madeAt: kept.made_at,
  };
}
