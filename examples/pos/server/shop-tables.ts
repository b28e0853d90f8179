import { randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";

/** How many tables the café has. */
const TABLES = 12;

/**
 * Makes the sales and orders in the file where tillkit keeps its payments, so that one transaction can write to both.
 * Safe to run at every start.
 */
export function prepareOrders(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS pos_sales (
      id TEXT PRIMARY KEY,
      table_number INTEGER,
      lines TEXT NOT NULL,
      amount INTEGER NOT NULL,
      currency TEXT NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS pos_orders (
      payment_id TEXT PRIMARY KEY,
      number INTEGER NOT NULL UNIQUE,
      sale_id TEXT NOT NULL UNIQUE REFERENCES pos_sales (id),
      payment_intent_id TEXT NOT NULL UNIQUE,
      tip INTEGER NOT NULL,
      card_brand TEXT,
      card_last4 TEXT,
      made_at INTEGER NOT NULL
    ) STRICT;
  `);
}

/** Opens what belongs to the place and not to its payments: the tables' links and the staff's secret. */
export function openShop(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec(`
    CREATE TABLE IF NOT EXISTS pos_tables (
      number INTEGER PRIMARY KEY,
      token TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE IF NOT EXISTS pos_secrets (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT;
  `);
  const insert = database.prepare("INSERT OR IGNORE INTO pos_tables (number, token) VALUES (?, ?)");
  for (let number = 1; number <= TABLES; number++) insert.run(number, secret());
  database.prepare("INSERT OR IGNORE INTO pos_secrets (name, value) VALUES ('staff', ?)").run(secret());
  return database;
}

/** 128 random bits that fit into a URL. */
function secret(): string {
  return randomBytes(16).toString("base64url");
}
