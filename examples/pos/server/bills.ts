import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { Line, OrderRequest, WantedLine } from "../common/api.ts";
import { productOf } from "./menu.ts";
import { Refusal } from "./refusal.ts";

/** The bills of the tables: what all phones at a table order together, until somebody pays it. */
export interface Bills {
  /** The open bill of a table; a new one where there is none. Its id is the reference that its payments carry. */
  openAt(table: number): string;
  isOpen(bill: string): boolean;
  linesOf(bill: string): readonly WantedLine[];
  /** @throws Refusal `bill_closed`, `unknown_product` */
  order(bill: string, item: OrderRequest): void;
  /** Closes a bill. What is not among these lines was ordered while somebody paid the rest: it begins the table's next bill. */
  close(bill: string, paid: readonly Line[]): void;
}

/** Reads and writes bills in this database. */
export function billsIn(database: DatabaseSync): Bills {
  const open = database.prepare("SELECT id FROM pos_bills WHERE table_number = ? AND open = 1");
  const begin = database.prepare("INSERT INTO pos_bills (id, table_number, open) VALUES (?, ?, 1)");
  const tableOf = database.prepare("SELECT table_number FROM pos_bills WHERE id = ? AND open = 1");
  const end = database.prepare("UPDATE pos_bills SET open = 0 WHERE id = ?");
  const lines = database.prepare("SELECT product_id, quantity FROM pos_bill_lines WHERE bill_id = ? AND quantity > 0");
  const put = database.prepare(
    `INSERT INTO pos_bill_lines (bill_id, product_id, quantity) VALUES (?, ?, max(0, ?))
     ON CONFLICT DO UPDATE SET quantity = min(99, max(0, quantity + ?))`,
  );
  const add = (bill: string, productId: string, by: number): unknown => put.run(bill, productId, by, by);

  const openAt = (table: number): string => {
    const known = open.get(table);
    if (known) return billRow.parse(known).id;
    const id = `table-${table}-${crypto.randomUUID()}`;
    begin.run(id, table);
    return id;
  };
  const linesOf = (bill: string): readonly WantedLine[] =>
    lines.all(bill).map((row) => {
      const { product_id, quantity } = lineRow.parse(row);
      return { productId: product_id, quantity };
    });

  return {
    openAt,
    isOpen: (bill) => tableOf.get(bill) !== undefined,
    linesOf,
    order: (bill, { productId, by }) => {
      if (!productOf(productId)) throw new Refusal(400, "unknown_product", "That is not on the menu.");
      if (!tableOf.get(bill)) throw new Refusal(409, "bill_closed", "This bill is closed. Begin a new one.");
      add(bill, productId, by);
    },
    close: (bill, paid) => {
      const row = tableOf.get(bill);
      if (!row) return;
      end.run(bill);
      const quantities = new Map(paid.map(({ name, quantity }) => [name, quantity]));
      for (const { productId, quantity } of linesOf(bill)) {
        const rest = quantity - (quantities.get(productOf(productId)?.name ?? "") ?? 0);
        if (rest > 0) add(openAt(tableRow.parse(row).table_number), productId, rest);
      }
    },
  };
}

const billRow = z.object({ id: z.string() });
const tableRow = z.object({ table_number: z.int() });
const lineRow = z.object({ product_id: z.string(), quantity: z.int() });
