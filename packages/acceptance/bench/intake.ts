import { createTill, type Store, type Till, type WebhookDelivery } from "@tillkit/core";
import { postgresStore } from "@tillkit/postgres";
import { sqliteStore } from "@tillkit/sqlite";
import { stripeGateway } from "@tillkit/stripe";
import { type Take, takeInPostgres, takeInSqlite } from "./by-hand.ts";
import type { Database } from "./database.ts";
import { temporaryFolder } from "./folder.ts";
import { LOADS, printRates, rates, type Runner } from "./rate.ts";
import { deliveryOf, makeWaiting, SECRET } from "./waiting.ts";

const HAND = "by hand";

/**
 * One event, from its bytes to what is kept: a cancellation, after which nothing is left to do; and a payment, until its order is made
 * in the store's own transaction. Beside the transaction that a careful handler writes itself, on the same tables.
 */
export async function benchIntakeOnPostgres({ url, schema, pool }: Database): Promise<void> {
  const store = await postgresStore({ connection: url, schema });
  await pool.query(`CREATE TABLE ${schema}.orders (payment text NOT NULL)`);
  const till = createTill({
    ...common(),
    store,
    fulfil: async ({ payment }, tx) => {
      await tx.query({
        name: "order",
        text: `INSERT INTO ${schema}.orders (payment) VALUES ($1)`,
        values: [payment.id],
      });
    },
  });
  await measure("PostgreSQL", { till, store, take: (orders) => takeInPostgres(pool, schema, orders) });
  await till.stop();
  await store.close();
  await pool.query(`DROP SCHEMA ${schema} CASCADE`);
}

/** The same on SQLite. */
export async function benchIntakeOnSqlite(): Promise<void> {
  const folder = temporaryFolder();
  const store = sqliteStore(folder.file("intake.db"));
  store.database.exec("CREATE TABLE orders (payment TEXT NOT NULL) STRICT");
  const order = store.database.prepare("INSERT INTO orders (payment) VALUES (?)");
  const till = createTill({ ...common(), store, fulfil: ({ payment }) => void order.run(payment.id) });
  await measure("SQLite", { till, store, take: (orders) => takeInSqlite(store.database, orders) });
  await till.stop();
  await store.close();
  folder.remove();
}

const common = () => ({ gateway: stripeGateway({ secretKey: "sk_test_bench", webhookSecrets: SECRET }) });

interface Sides {
  readonly till: Till;
  readonly store: Store;
  readonly take: (orders: boolean) => Take;
}

async function measure(name: string, { till, store, take }: Sides): Promise<void> {
  const canceled = [
    eventRunner(HAND, { store, outcome: "canceled", take: take(false) }),
    eventRunner("till.webhook", { store, outcome: "canceled", take: (delivery) => applied(till, delivery) }),
  ];
  const paid = [
    eventRunner(HAND, { store, outcome: "succeeded", take: take(true) }),
    eventRunner("till.webhook to the order", { store, outcome: "succeeded", take: untilOrdered(till) }),
  ];
  for (const load of LOADS)
    printRates(`${name}: an event taken in, ${load.inFlight} in flight`, await rates(canceled, load), [HAND]);
  for (const { inFlight, runs } of LOADS)
    printRates(
      `${name}: an event to the order made, ${inFlight} in flight`,
      await rates(paid, { inFlight, runs: Math.ceil(runs / 3) }),
      [HAND],
    );
}

function eventRunner(
  name: string,
  { store, outcome, take }: { readonly store: Store; readonly outcome: "succeeded" | "canceled"; readonly take: Take },
): Runner {
  const deliveries = new Map<number, Omit<WebhookDelivery, "at">>();
  return {
    name,
    prepare: async (first, count) => {
      deliveries.clear();
      for (let n = first; n < first + count; n += 1) deliveries.set(n, deliveryOf(n, outcome));
      await makeWaiting(store, first, count);
    },
    run: async (n) => {
      const delivery = deliveries.get(n);
      if (delivery === undefined) throw new RangeError(`Nobody made event ${n} ready.`);
      await take(delivery);
    },
  };
}

async function applied(till: Till, delivery: Omit<WebhookDelivery, "at">): Promise<void> {
  const { outcome } = await till.webhook(delivery);
  if (outcome !== "applied") throw new Error(`An event was ${outcome}.`);
}

function untilOrdered(till: Till): Take {
  const made = new Map<string, () => void>();
  till.events.on("payment", ({ payment }) => {
    if (payment.status === "succeeded" && payment.fulfilment.status === "done") made.get(payment.id)?.();
  });
  return async (delivery) => {
    const { data } = JSON.parse(Buffer.from(delivery.bytes).toString()) as {
      data: { object: { metadata: { tillkit_payment: string } } };
    };
    const id = data.object.metadata.tillkit_payment;
    const ordered = new Promise<void>((resolve) => made.set(id, resolve));
    await applied(till, delivery);
    await ordered;
    made.delete(id);
  };
}
