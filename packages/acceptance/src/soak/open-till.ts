import { createTill, type Till, TillkitError } from "@tillkit/core";
import { type PostgresStore, postgresStore } from "@tillkit/postgres";
import { sqliteStore } from "@tillkit/sqlite";
import { stripeGateway } from "@tillkit/stripe";
import type { DatabaseAddress, Setup } from "./messages.ts";

/** Opens a server's till on the database that all servers share. `fulfil` makes the order inside the store's own transaction. */
export async function openTill({ database, apiBase, webhookSecret }: Setup): Promise<Till> {
  const common = {
    // A call never waits longer than the lease, so that who takes a payment over finds nobody at work.
    gateway: stripeGateway({ secretKey: "sk_test_soak", webhookSecrets: webhookSecret, apiBase, timeoutMs: 1_500 }),
    leaseMs: 2_500,
    sweepEveryMs: 150,
  };
  if (database.type === "sqlite")
    return createTill({
      ...common,
      store: sqliteStore({ file: database.file, busyTimeoutMs: 10_000 }),
      fulfil: ({ payment }, tx) => {
        tx.prepare("INSERT INTO orders (payment, reference) VALUES (?, ?)").run(payment.id, payment.reference);
      },
    });
  return createTill({
    ...common,
    store: await reached(database),
    fulfil: async ({ payment }, tx) => {
      await tx.query(`INSERT INTO ${database.schema}.orders (payment, reference) VALUES ($1, $2)`, [
        payment.id,
        payment.reference,
      ]);
    },
  });
}

/** A server that starts while its database restarts waits for it. */
async function reached({
  url,
  schema,
}: Extract<DatabaseAddress, { readonly type: "postgres" }>): Promise<PostgresStore> {
  for (;;) {
    try {
      return await postgresStore({ connection: url, schema, pollMs: 500 });
    } catch (error) {
      if (!TillkitError.is(error) || !error.retryable) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
    }
  }
}
