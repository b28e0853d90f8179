import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { Channel, PricedLine } from "../common/api.ts";
import type { Bill } from "./pricing.ts";

/** What somebody wants to pay for: written down before the payment starts, read when it is paid. */
export interface Sale {
  readonly id: string;
  readonly channel: Channel;
  readonly lines: readonly PricedLine[];
  readonly amount: number;
  readonly currency: string;
}

/** The sales of this shop. */
export interface Sales {
  /** Keeps a sale unless its id is known, and answers what is kept under that id. */
  keep(sale: { readonly id: string; readonly channel: Channel; readonly bill: Bill; readonly currency: string }): Sale;
  find(id: string): Sale | undefined;
}

/** Reads and writes sales in this database. */
export function salesIn(database: DatabaseSync): Sales {
  const insert = database.prepare(
    "INSERT OR IGNORE INTO pos_sales (id, table_number, lines, amount, currency, created_at) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const select = database.prepare("SELECT id, table_number, lines, amount, currency FROM pos_sales WHERE id = ?");

  const find = (id: string): Sale | undefined => {
    const row = select.get(id);
    return row && saleOf(row);
  };
  return {
    find,
    keep: ({ id, channel, bill, currency }) => {
      const table = channel.type === "table" ? channel.table : null;
      insert.run(id, table, JSON.stringify(bill.lines), bill.amount, currency, Date.now());
      const kept = find(id);
      if (!kept) throw new Error(`The sale ${id} was written and cannot be read.`);
      return kept;
    },
  };
}

const saleRow = z.object({
  id: z.string(),
  table_number: z.int().nullable(),
  lines: z.string(),
  amount: z.int(),
  currency: z.string(),
});

const storedLines = z.array(
  z.object({ productId: z.string(), name: z.string(), unitAmount: z.int(), quantity: z.int() }),
);

function saleOf(row: unknown): Sale {
  const { id, table_number, lines, amount, currency } = saleRow.parse(row);
  return { id, channel: channelOf(table_number), lines: linesOf(lines), amount, currency };
}

/** Lines as they are kept in a column. */
export function linesOf(json: string): readonly PricedLine[] {
  return storedLines.parse(JSON.parse(json));
}

/** The channel of a table number, or of none. */
export function channelOf(table: number | null): Channel {
  return table === null ? { type: "counter" } : { type: "table", table };
}
