import type { DatabaseSync } from "node:sqlite";
import type { Payment, WebhookDelivery } from "@tillkit/core";
import type { Pool } from "pg";
import Stripe from "stripe";
import { SECRET } from "./waiting.ts";

/** Takes one delivery in, as a careful handler without tillkit does. */
export type Take = (delivery: Omit<WebhookDelivery, "at">) => Promise<void>;

const stripe = new Stripe("sk_test_bench");

interface Ended {
  readonly event: string;
  readonly id: string;
  readonly status: "succeeded" | "canceled";
  readonly names: readonly string[];
}

/** Verifies with the official client, and reads what happened to which payment. */
function ended({ bytes, signature = "" }: Omit<WebhookDelivery, "at">): Ended {
  const event = stripe.webhooks.constructEvent(Buffer.from(bytes), signature, SECRET);
  if (event.type !== "payment_intent.succeeded" && event.type !== "payment_intent.canceled")
    throw new Error(`Nobody sends ${event.type} here.`);
  const { metadata } = event.data.object;
  const status = event.type === "payment_intent.canceled" ? "canceled" : "succeeded";
  const id = metadata["tillkit_payment"] ?? "";
  const names = [`reader:tmr_${id}`, ...(status === "canceled" ? [`reference:bill-${id}`] : [])];
  return { event: event.id, id, status, names };
}

function after(json: unknown, { status }: Ended): string {
  const payment = JSON.parse(String(json)) as Payment;
  return JSON.stringify({ ...payment, status, ...(status === "succeeded" ? { paid: payment.ordered } : {}) });
}

/** The usual transaction: remember the event, lock the row, change it, write history, make the order, commit. Seven round trips. */
export function takeInPostgres(pool: Pool, schema: string, orders: boolean): Take {
  const sql = {
    cause: `INSERT INTO ${schema}.causes (tenant, cause) VALUES ('default', $1) ON CONFLICT DO NOTHING`,
    lock: `SELECT payment FROM ${schema}.payments WHERE tenant = 'default' AND id = $1 FOR UPDATE`,
    update: `UPDATE ${schema}.payments SET version = version + 1, changed_in = pg_current_xact_id(), status = $2, payment = $3,
      due_at = NULL WHERE tenant = 'default' AND id = $1`,
    history: `INSERT INTO ${schema}.timeline (tenant, payment_id, version, cause, entries) VALUES ('default', $1, 2, $2, $3)`,
    names: `DELETE FROM ${schema}.names WHERE tenant = 'default' AND name = ANY ($1)`,
    order: `INSERT INTO ${schema}.orders (payment) VALUES ($1)`,
  };
  return async (delivery) => {
    const seen = ended(delivery);
    const client = await pool.connect();
    const query = (name: keyof typeof sql, values: unknown[]) =>
      client.query<{ payment: string }>({ name: `hand ${name}`, text: sql[name], values });
    await client.query("BEGIN");
    if ((await query("cause", [seen.event])).rowCount === 1) {
      const { rows } = await query("lock", [seen.id]);
      await query("update", [seen.id, seen.status, after(rows[0]?.payment, seen)]);
      await query("history", [seen.id, seen.event, historyOf(seen)]);
      await query("names", [seen.names]);
      if (orders) await query("order", [seen.id]);
    }
    await client.query("COMMIT");
    client.release();
  };
}

/** The same in SQLite. */
export function takeInSqlite(database: DatabaseSync, orders: boolean): Take {
  const [begin, cause, load, update, history, name, order, commit] = [
    "BEGIN IMMEDIATE",
    "INSERT INTO tillkit_causes (tenant, cause) VALUES ('default', ?) ON CONFLICT DO NOTHING",
    "SELECT payment FROM tillkit_payments WHERE tenant = 'default' AND id = ?",
    `UPDATE tillkit_payments SET version = version + 1, change = (SELECT max(change) + 1 FROM tillkit_payments), status = ?,
      payment = ?, due_at = NULL WHERE tenant = 'default' AND id = ?`,
    "INSERT INTO tillkit_timeline (tenant, payment_id, version, cause, entries) VALUES ('default', ?, 2, ?, ?)",
    "DELETE FROM tillkit_names WHERE tenant = 'default' AND name = ?",
    "INSERT INTO orders (payment) VALUES (?)",
    "COMMIT",
  ].map((sql) => database.prepare(sql));
  return async (delivery) => {
    const seen = ended(delivery);
    begin?.run();
    if (cause?.run(seen.event).changes === 1) {
      update?.run(seen.status, after(load?.get(seen.id)?.["payment"], seen), seen.id);
      history?.run(seen.id, seen.event, historyOf(seen));
      for (const each of seen.names) name?.run(each);
      if (orders) order?.run(seen.id);
    }
    commit?.run();
  };
}

const historyOf = ({ event, status }: Ended): string =>
  JSON.stringify([{ at: Date.now(), source: "webhook", input: "paid", status, cause: event }]);
