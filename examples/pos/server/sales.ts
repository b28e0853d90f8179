import type { Payment } from "@tillkit/core";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { Channel, Line, PricedLine } from "../common/api.ts";
import type { Bill } from "./pricing.ts";

/** What somebody at the counter wants to pay for: written down before the payment starts, read when it is paid. */
interface Sale {
  /** The reference of its payments. */
  readonly id: string;
  readonly lines: readonly PricedLine[];
  readonly amount: number;
  readonly currency: string;
}

/** The counter's sales. One that changes while it is being paid is kept once for each amount: the payment says which it is for. */
export interface Sales {
  /** Keeps a sale unless one of this id and amount is known, and answers what is kept. */
  keep(sale: SaleToKeep): Sale;
  /** Keeps what the guest wants now in the place of what cost the same. */
  replace(sale: SaleToKeep): Sale;
}

interface SaleToKeep {
  readonly id: string;
  readonly bill: Bill;
  readonly currency: string;
}

/** Reads and writes sales in this database. */
export function salesIn(database: DatabaseSync): Sales {
  const write =
    (statement: "INSERT OR IGNORE" | "INSERT OR REPLACE") =>
    ({ id, bill, currency }: SaleToKeep): Sale => {
      database
        .prepare(`${statement} INTO pos_sales (id, lines, amount, currency, created_at) VALUES (?, ?, ?, ?, ?)`)
        .run(id, JSON.stringify(bill.lines), bill.amount, currency, Date.now());
      const kept = find(database, id, bill.amount);
      if (!kept) throw new Error(`The sale ${id} was written and cannot be read.`);
      return kept;
    };
  return { keep: write("INSERT OR IGNORE"), replace: write("INSERT OR REPLACE") };
}

/** What a payment is for: what stands on its own page, or what the counter wrote down before it asked the reader. */
export function soldBy(
  payment: Payment,
  database: DatabaseSync,
): { readonly channel: Channel; readonly lines: readonly Line[] } | undefined {
  if (payment.flow === "terminal") {
    const sale = find(database, payment.reference, payment.ordered.amount);
    return sale && { channel: { type: "counter" }, lines: sale.lines };
  }
  const table = payment.metadata?.["table"];
  return { channel: channelOf(table === undefined ? null : Number(table)), lines: payment.lines };
}

/** The channel of a table number, or of none. */
export function channelOf(table: number | null): Channel {
  return table === null ? { type: "counter" } : { type: "table", table };
}

function find(database: DatabaseSync, id: string, amount: number): Sale | undefined {
  const row = database
    .prepare("SELECT id, lines, amount, currency FROM pos_sales WHERE id = ? AND amount = ?")
    .get(id, amount);
  if (!row) return undefined;
  const { lines, ...sale } = saleRow.parse(row);
  return { ...sale, lines: pricedLines.parse(JSON.parse(lines)) };
}

const saleRow = z.object({ id: z.string(), lines: z.string(), amount: z.int(), currency: z.string() });

const pricedLines = z.array(
  z.object({ productId: z.string(), name: z.string(), unitAmount: z.int(), quantity: z.int() }),
);
