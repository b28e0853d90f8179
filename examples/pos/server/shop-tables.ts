import { randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";

/**
 * Makes the sales, bills and orders in the file where tillkit keeps its payments, so that one transaction can write to both.
 * Safe to run at every start.
 */
export function prepareOrders(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS pos_sales (
      id TEXT NOT NULL,
      amount INTEGER NOT NULL,
      lines TEXT NOT NULL,
      currency TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      PRIMARY KEY (id, amount)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS pos_bills (
      id TEXT PRIMARY KEY,
      table_number INTEGER NOT NULL,
      open INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX IF NOT EXISTS pos_open_bill ON pos_bills (table_number) WHERE open = 1;
    CREATE TABLE IF NOT EXISTS pos_bill_lines (
      bill_id TEXT NOT NULL REFERENCES pos_bills (id),
      product_id TEXT NOT NULL,
      quantity INTEGER NOT NULL,
      PRIMARY KEY (bill_id, product_id)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS pos_orders (
      payment_id TEXT PRIMARY KEY,
      number INTEGER NOT NULL UNIQUE,
      reference TEXT NOT NULL UNIQUE,
      table_number INTEGER,
      lines TEXT NOT NULL,
      amount INTEGER NOT NULL,
      currency TEXT NOT NULL,
      payment_intent_id TEXT NOT NULL UNIQUE,
      tip INTEGER NOT NULL,
      card_brand TEXT,
      card_last4 TEXT,
      made_at INTEGER NOT NULL
    ) STRICT;
  `);
}

/** What the place keeps to itself. */
export interface Secrets {
  /** Makes a browser a staff browser. */
  readonly staff: string;
  /** Signs the links to guests' bills. */
  readonly guests: string;
}

/** The secrets of this place; made at its first start, and the same from then on. */
export function secretsIn(database: DatabaseSync): Secrets {
  database.exec("CREATE TABLE IF NOT EXISTS pos_secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT");
  const insert = database.prepare("INSERT OR IGNORE INTO pos_secrets (name, value) VALUES (?, ?)");
  const select = database.prepare("SELECT value FROM pos_secrets WHERE name = ?");
  const secretOf = (name: string): string => {
    insert.run(name, randomBytes(32).toString("base64url"));
    return secretRow.parse(select.get(name)).value;
  };
  return { staff: secretOf("staff"), guests: secretOf("guests") };
}

const secretRow = z.object({ value: z.string() });
